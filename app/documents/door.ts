import { randomUUID } from "node:crypto";

import { z } from "zod";

import { cursorOf, cursorTo } from "../http/cursor.ts";
import { notFound, Problem } from "../http/problem.ts";
import { whole } from "../http/query.ts";
import { answer, type Door, route } from "../http/route.ts";
import type { DocumentsTable } from "../parts/documentsTable.ts";
import { type Document, document } from "./document.ts";
import { DocumentStore } from "./store.ts";
import { received, type UploadLimits } from "./upload.ts";

/** Of one page. */
const MOST = 100;

const place = z.strictObject({ uploadedAt: z.iso.datetime({ precision: 3 }), id: z.uuid() });
const repeatable = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[!-~]{1,255}$/, "must be 1 to 255 visible characters of ASCII")
    .optional()
    .meta({ description: "Makes repeats of this upload one document, for 24 hours." }),
});
const form = z.strictObject({
  file: z.string().meta({ format: "binary", description: "With a file name." }),
});
const LOCATION = { Location: "Where the document is." };

/** Documents: what is known of uploaded files, whose content is counted and never kept. */
export function documentsDoor(
  table: DocumentsTable,
  limits: UploadLimits,
  answerMilliseconds: number,
  access: Door["access"],
): Door {
  const store = new DocumentStore(table);
  return {
    name: "documents",
    summary: "What is known of uploaded files. It belongs to nobody: whoever may ask may read all.",
    access,
    routes: [
      route({
        method: "post",
        path: "/upload",
        operationId: "uploadDocument",
        summary: "Upload a file; its content is counted and not kept",
        headers: repeatable,
        streams: { mediaType: "multipart/form-data", body: form },
        answers: {
          200: {
            description: "The document that this key made before.",
            body: document,
            headers: LOCATION,
          },
          201: { description: "The new document.", body: document, headers: LOCATION },
          408: { description: "The body stalled, or came too slowly." },
          413: { description: "The file is too large." },
          415: { description: "The body is not a form with a file." },
          422: { description: "The key has made another document." },
        },
        async handle({ headers, raw, user }) {
          const { filename, size } = await received(raw, limits);
          const made: Document = {
            id: randomUUID(),
            filename,
            size_bytes: size,
            uploaded_at: new Date().toISOString(),
          };
          // The file took its time; what is left is an answer like any other.
          const late = AbortSignal.timeout(answerMilliseconds);
          const key = headers["idempotency-key"];
          if (key === undefined) {
            await store.add(made, late);
            return answer(201, made, at(made));
          }
          const kept = await store.addOnce({ user: user.id, key }, made, late);
          if (kept.filename !== filename || kept.size_bytes !== size) throw otherContent();
          return answer(kept.id === made.id ? 201 : 200, kept, at(kept));
        },
      }),
      route({
        method: "get",
        path: "/documents",
        operationId: "listDocuments",
        summary: "Documents, newest first",
        query: z.strictObject({
          limit: whole(1, MOST, 20),
          cursor: cursorTo(place).optional(),
        }),
        answers: {
          200: {
            description: "A page of documents.",
            body: z.object({ documents: z.array(document), next: z.string().nullable() }),
          },
        },
        async handle({ query: { limit, cursor }, signal }) {
          const { documents, next } = await store.page(limit, cursor, signal);
          return answer(200, {
            documents: [...documents],
            next: next === undefined ? null : cursorOf(next),
          });
        },
      }),
      route({
        method: "get",
        path: "/documents/{id}",
        operationId: "readDocument",
        summary: "One document",
        params: z.strictObject({ id: z.uuid() }),
        answers: {
          200: { description: "The document.", body: document },
          404: { description: "There is no such document." },
        },
        async handle({ params, signal }) {
          const found = await store.read(params.id.toLowerCase(), signal);
          if (found === undefined) throw notFound("document");
          return answer(200, found);
        },
      }),
    ],
  };
}

function at({ id }: Document) {
  return { Location: `/documents/${id}` };
}

function otherContent(): Problem {
  return new Problem(422, "The key has made another document: take a new one.", {
    errors: [
      {
        in: "header",
        field: "idempotency-key",
        message: "stands for a file of another name or size",
      },
    ],
  });
}
