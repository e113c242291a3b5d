import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";

import { PROBLEM_TYPE, Problem } from "./problem.ts";

/** By the code of the parser's error; all else is a request that can't be read. */
const PROBLEMS: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long to arrive."],
  HPE_HEADER_OVERFLOW: [431, "The request's headers are too large."],
};

/**
 * The whole answer, in bytes of HTTP, to what is no request, or none that arrives in time: nothing
 * of the service ever sees it. The connection ends with it, for where the next request would begin
 * is unknown.
 */
export function answerToUnreadable(code: string | undefined): string {
  const [status, detail] = PROBLEMS[code ?? ""] ?? [400, "The request can't be read."];
  const requestId = randomUUID();
  const body = JSON.stringify(new Problem(status, detail).body(requestId));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    `X-Request-Id: ${requestId}`,
    "X-Content-Type-Options: nosniff",
    `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
