import { promisify } from "node:util";

import express, { type Request, type RequestHandler, type Response } from "express";

import { Problem } from "./problem.ts";

/** A JSON body is a handful of fields. */
const LARGEST = "64kb";

const read: RequestHandler = express.raw({ limit: LARGEST, type: () => true });
const readWhole = promisify(read);
/** JSON is UTF-8 (RFC 8259); a parser that guesses would put other letters for what it can't read. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
const OTHER_CHARSET = /;\s*charset=(?!"?utf-8"?\s*(?:;|$))/i;

/**
 * Reads a JSON body; which value it may be, its schema says.
 *
 * @throws Problem 400, 413 or 415 with what is wrong with it.
 */
export async function jsonBody(request: Request, response: Response): Promise<unknown> {
  if (!request.is("application/json")) {
    throw refused(415, "The body's type must be application/json.");
  }
  if (OTHER_CHARSET.test(request.header("content-type") ?? "")) {
    throw refused(415, "The body's character set is not supported; send UTF-8.");
  }
  await readWhole(request, response);
  const bytes: unknown = request.body;
  const text = decoded(bytes instanceof Uint8Array ? bytes : new Uint8Array());
  try {
    return JSON.parse(text);
  } catch {
    throw refused(400, "The body is not JSON.");
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refused(400, "The body is not in UTF-8.");
  }
}

function refused(status: number, detail: string): Problem {
  return new Problem(status, detail, { errors: [{ in: "body", field: "", message: detail }] });
}
