import type { IncomingMessage } from "node:http";

import { Busboy, type BusboyInstance } from "@fastify/busboy";

import { Problem } from "../http/problem.ts";
import { cleanName } from "./filename.ts";
import { Pace } from "./pace.ts";

/** What a client can't go beyond. */
export interface UploadLimits {
  /** Bytes of the file. */
  readonly bytes: number;
  /** After two of them in a row that have not brought enough, an upload ends. */
  readonly periodSeconds: number;
  /** What is enough: bytes of a period. */
  readonly periodBytes: number;
}

/** What is known of a file once it has passed. */
export interface Upload {
  readonly filename: string;
  readonly size: number;
}

/** The form's one field. */
const FIELD = "file";
/** Bytes of a part's headers; what comes after is cut off, so a name may be half of it. */
const LONGEST_HEADERS = 4096;
const LONGEST_SENT_NAME = 1024;
/** Bytes of a form beside its file: boundaries and headers. */
const FORM_BYTES = 16_384;

/**
 * Lets a form with one file run through, counts the file's bytes, and forgets them.
 *
 * @throws Problem as soon as it is clear that this is no such form; the rest of it is unread then.
 */
export async function received(request: IncomingMessage, limits: UploadLimits): Promise<Upload> {
  const { periodSeconds, periodBytes } = limits;
  const parser = parserOf(request, limits);
  const pace = new Pace(periodBytes);
  const count = (chunk: Buffer) => {
    pace.came(chunk.length);
  };
  let periods: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Upload>((resolve, reject) => {
      periods = setInterval(() => {
        const message = `brought fewer than ${periodBytes} bytes in ${periodSeconds} s, twice`;
        if (pace.ended()) {
          reject(refused(408, "The upload stalled, or came too slowly.", FIELD, message));
        }
      }, periodSeconds * 1000);
      request.on("data", count);
      request.once("close", () => {
        if (!request.complete) reject(new Problem(400, "The request ended before its body did."));
      });
      readForm(parser, limits, resolve, reject);
      request.pipe(parser);
    });
  } finally {
    clearInterval(periods);
    request.off("data", count).unpipe(parser);
    parser.destroy();
  }
}

function parserOf(request: IncomingMessage, { bytes }: UploadLimits): BusboyInstance {
  const { "content-type": type = "", "content-encoding": encoding, ...headers } = request.headers;
  if (!/^multipart\/form-data(?:;|$)/i.test(type)) {
    throw new Problem(415, "The body's type must be multipart/form-data.");
  }
  if (encoding !== undefined && encoding !== "identity") {
    throw new Problem(415, "The body's encoding is not supported; send it as it is.");
  }
  if (Number(headers["content-length"] ?? 0) > bytes + FORM_BYTES) throw tooLarge(bytes);
  try {
    return new Busboy({
      headers: { ...headers, "content-type": type },
      // A part that is no file is refused where it begins, not when all of it has been read.
      isPartAFile: () => true,
      preservePath: true,
      limits: { fileSize: bytes, parts: 2, headerPairs: 20, headerSize: LONGEST_HEADERS },
    });
  } catch (cause) {
    throw new Problem(400, "The body's type names no boundary.", {
      errors: [{ in: "header", field: "content-type", message: "must name the form's boundary" }],
      cause,
    });
  }
}

function readForm(
  parser: BusboyInstance,
  { bytes }: UploadLimits,
  resolve: (upload: Upload) => void,
  reject: (problem: Problem) => void,
): void {
  let filename: string | undefined;
  let size = 0;
  parser.on("file", (field: string | undefined, stream, sentName: string | undefined) => {
    // The form's own error tells the same, and first.
    stream.on("error", () => undefined);
    const wrong = wrongPart(field, sentName, filename !== undefined);
    if (wrong) {
      stream.resume();
      reject(wrong);
      return;
    }
    filename = cleanName(sentName ?? "");
    stream.on("limit", () => {
      reject(tooLarge(bytes));
    });
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
  });
  parser.on("partsLimit", () => {
    reject(refused(400, "The form has more than one part.", FIELD, "must be the only field"));
  });
  parser.on("error", () => {
    const message = "breaks off, or is not in the form of multipart/form-data";
    reject(refused(400, "The form is broken.", FIELD, message));
  });
  parser.on("finish", () => {
    if (filename === undefined) {
      reject(refused(400, "The form holds no file.", FIELD, "is missing"));
    } else {
      resolve({ filename, size });
    }
  });
}

/** What is wrong with a part, by its headers. */
function wrongPart(
  field: string | undefined,
  filename: string | undefined,
  second: boolean,
): Problem | undefined {
  const detail = "The form must hold one file and nothing else.";
  if (field !== FIELD) {
    return refused(400, detail, (field ?? "").slice(0, 100), `is not known here; send "${FIELD}"`);
  }
  if (second) return refused(400, detail, FIELD, "must be sent once");
  if (filename === undefined) return refused(400, detail, FIELD, "must be a file with a name");
  if (Buffer.byteLength(filename) > LONGEST_SENT_NAME) {
    return refused(400, detail, FIELD, `has a name of more than ${LONGEST_SENT_NAME} bytes`);
  }
  if (cleanName(filename) === undefined) {
    return refused(400, detail, FIELD, "has a name that names no file");
  }
  return undefined;
}

function tooLarge(bytes: number): Problem {
  return refused(413, "The file is too large.", FIELD, `must be at most ${bytes} bytes`);
}

function refused(status: number, detail: string, field: string, message: string): Problem {
  return new Problem(status, detail, { errors: [{ in: "body", field, message }] });
}
