import { createHash } from "node:crypto";

import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";

import { type Pipeline, PROCESSING } from "../../tools/ingest/local/parts.ts";
import { eventOf } from "../../tools/ingest/local/run.ts";

/** An object that was put, and the event that tells of it. */
export interface Arrival {
  /** What its key, its item and its tags are told from others by. */
  readonly marks: readonly string[];
  readonly valid: boolean;
  readonly event: object;
}

/** Puts so many objects, of which one in four is no valid item; all are of one length. */
export async function newBatch({ s3 }: Pipeline, name: string, size: number): Promise<Arrival[]> {
  const batch: Arrival[] = [];
  for (let index = 0; index < size; index += 1) {
    const artist = `${name.padEnd(12, "x")}${String(index).padStart(4, "0")}`;
    const [key, valid] = [`${artist}.json`, index % 4 !== 0];
    const Body = documentOf(artist, valid);
    const put = new PutObjectCommand({ Bucket: PROCESSING, Key: key, Body });
    const { ETag = "" } = await s3.send(put);
    const etag = ETag.replaceAll('"', "");
    const digest = createHash("sha256").update(Body).digest();
    const sent = { file: key, key, size: Buffer.byteLength(Body), etag };
    batch.push({
      marks: [artist, etag, digest.toString("base64"), digest.toString("hex")],
      valid,
      event: eventOf(sent, String(index).padStart(16, "0")),
    });
  }
  return batch;
}

function documentOf(artist: string, valid: boolean): string {
  return JSON.stringify({
    ArtistID: { S: artist },
    ItemID: { S: valid ? "TRACK#Dawn" : "SONG#Dawn" },
    EntityType: { S: "Track" },
    Title: { S: "Dawn" },
    Duration: { N: "214" },
    Features: { L: [{ S: "Björk" }, { S: "Somebody else" }] },
  });
}

/** A command of the SDK, of whichever client. */
interface Command {
  readonly input: object;
}

/** A call, ready to be made. */
export interface Call {
  readonly make: () => Promise<unknown>;
}

/** What a handler called for one arrival, to be called again for another. */
interface Recorded {
  readonly client: Sender;
  readonly command: Command;
}

/** What the SDK's clients have in common. */
interface Sender {
  send: (command: Command) => Promise<unknown>;
}

/** The calls by which the handler itself handles a valid arrival and a rejected one. */
export class Floor {
  readonly #recorded = new Map<boolean, { marks: readonly string[]; calls: Recorded[] }>();

  /** Lets the handler handle arrivals of both kinds, and notes its calls. */
  async record(pipeline: Pipeline, arrivals: readonly Arrival[]): Promise<void> {
    for (const { marks, valid, event } of arrivals) {
      const calls: Recorded[] = [];
      const clients = [pipeline.s3, pipeline.dynamoDb, pipeline.sns] as unknown as Sender[];
      const undo = clients.map((client) => {
        const send = client.send.bind(client);
        client.send = (command) => {
          calls.push({ client, command });
          return send(command);
        };
        return () => {
          client.send = send;
        };
      });
      await pipeline.handler(event);
      for (const one of undo) one();
      this.#recorded.set(valid, { marks, calls });
    }
  }

  /** The same calls for another arrival, with as much in each. */
  callsFor({ marks, valid }: Arrival): Call[] {
    const recorded = this.#recorded.get(valid);
    if (recorded === undefined) throw new Error("The handler has shown no calls of that kind.");
    return recorded.calls.map(({ client, command }) => {
      const text = recorded.marks.reduce(
        (sofar, mark, index) => sofar.replaceAll(mark, marks[index] ?? ""),
        JSON.stringify(command.input),
      );
      const input = JSON.parse(text) as object;
      const Class = command.constructor as new (input: object) => Command;
      return { make: () => call(client, new Class(input)) };
    });
  }
}

async function call(client: Sender, command: Command): Promise<unknown> {
  // What is not there is looked for as well.
  const answer = await client.send(command).catch(() => undefined);
  if (!(command instanceof GetObjectCommand)) return answer;
  const { Body } = answer as { Body: { transformToByteArray: () => Promise<Uint8Array> } };
  return Body.transformToByteArray();
}
