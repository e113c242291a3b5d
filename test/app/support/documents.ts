import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";

import { testDocumentsTable, withAws } from "../../support/dynamodb.ts";
import { testIssuer } from "./issuer.ts";
import { type TestService, testService } from "./service.ts";

/** A document as the service tells it. */
export interface DocumentBody {
  readonly id: string;
  readonly filename: string;
  readonly size_bytes: number;
  readonly uploaded_at: string;
}

export interface ProblemBody {
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { in: string; field: string; message: string }[];
}

/**
 * Starts the service with the door `documents` and a table of its own.
 *
 * @param front What to ask instead of the table's server, by that server's URL.
 */
export async function documentsService(
  variables: Readonly<Record<string, string>> = {},
  front: (url: string) => Promise<string> = (url) => Promise.resolve(url),
): Promise<TestService & { readonly table: string; readonly tableUrl: string }> {
  const { name, url } = await testDocumentsTable();
  return withAws(await front(url), async () => {
    const service = await testService({ DOORS: "documents", DOCUMENTS_TABLE: name, ...variables });
    await service.ask("ada", "/documents?limit=1");
    return { ...service, table: name, tableUrl: url };
  });
}

const BOUNDARY = "----boundary0123456789";

/** One part of a form; a name of bytes is sent as it is. */
export function part(disposition: string | Buffer, content: string | Buffer = "x"): Buffer {
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; `),
    Buffer.from(disposition),
    Buffer.from("\r\nContent-Type: application/octet-stream\r\n\r\n"),
    Buffer.from(content),
    Buffer.from("\r\n"),
  ]);
}

export const END = Buffer.from(`--${BOUNDARY}--\r\n`);
export const FORM = { "Content-Type": `multipart/form-data; boundary=${BOUNDARY}` };

/** A form with one file. */
export function fileForm(filename: string, content: string | Buffer): Buffer {
  return Buffer.concat([part(`name="file"; filename="${filename}"`, content), END]);
}

/** Uploads a file as a client does. */
export function upload(
  service: TestService,
  filename: string,
  content: string | Buffer = "x",
  headers: Readonly<Record<string, string>> = {},
  user: string | undefined = "ada",
): Promise<Response> {
  return service.ask(user, "/upload", {
    method: "POST",
    headers: { ...FORM, ...headers },
    body: new Uint8Array(fileForm(filename, content)),
  });
}

/** Uploads what a stream gives, chunk by chunk, and takes an answer that comes before its end. */
export async function uploadStream(
  service: TestService,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const token = await (await testIssuer()).token("ada");
  const body = Readable.from(chunks);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(`${service.url}/upload`, {
      method: "POST",
      headers: { ...FORM, Authorization: `Bearer ${token}` },
    });
    sent.once("response", resolve);
    sent.once("error", reject);
    body.pipe(sent);
  });
  const text = await new Response(Readable.toWeb(response) as ReadableStream<Uint8Array>).text();
  body.destroy();
  return { status: response.statusCode ?? 0, body: JSON.parse(text) as unknown };
}

/** All documents in the order of the list, page by page. */
export async function walk(
  service: TestService,
  limit: number,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly pages: readonly number[]; readonly documents: readonly DocumentBody[] }> {
  const documents: DocumentBody[] = [];
  const pages: number[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await service.ask("ada", `/documents?limit=${limit}${from}`);
    if (response.status !== 200) throw new Error(await response.text());
    const page = (await response.json()) as { documents: DocumentBody[]; next: string | null };
    documents.push(...page.documents);
    pages.push(page.documents.length);
    cursor = page.next;
    await between();
  }
  return { pages, documents };
}
