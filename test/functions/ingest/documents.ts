import { createHash } from "node:crypto";

import { judgeDocument } from "../../../functions/ingest/document.ts";
import { problemText } from "../../../functions/ingest/problems.ts";

/** A valid document with all attributes. */
export const VALID = {
  ArtistID: { S: "artist-1" },
  ItemID: { S: "TRACK#FeelULuvMe" },
  Features: { L: [{ S: "one" }, { S: "" }] },
  Duration: { N: "215.5" },
  Streams: { N: "1000000" },
  EntityType: { S: "Track" },
  Title: { S: "Feel U Luv Me" },
  Year: { N: "2026" },
};

/** A valid document as text. */
export function track(artist: string, title: string, rest: object = {}): string {
  return JSON.stringify({
    ArtistID: { S: artist },
    ItemID: { S: `TRACK#${title.replaceAll(" ", "")}` },
    EntityType: { S: "Track" },
    Title: { S: title },
    ...rest,
  });
}

/** Judges a document, or its text. */
export function judge(document: unknown) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return judgeDocument(Buffer.from(text));
}

/** Problems as sentences; none when the document is taken. */
export function problemsOf(document: unknown): string[] {
  const judged = judge(document);
  return "problems" in judged ? judged.problems.map(problemText) : [];
}

/** SHA-256 as S3 tells it. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64");
}
