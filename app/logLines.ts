import type { LogLine, RequestLine } from "./contract.ts";

// Lines as the application writes them. Metric filters, saved queries and alarms are tested on them,
// and so is the logger, so that neither side changes alone.

const time = "2026-03-01T12:00:00.000Z";
const requestId = "0b9f1c52-6a1e-4f0e-9c43-5d0c2f6a7b11";

/** A request that was answered well. */
export const ANSWERED: RequestLine = {
  time,
  level: "info",
  msg: "request",
  requestId,
  method: "GET",
  route: "/items/:id",
  status: 200,
  durationMs: 12.4,
};

/** A request that took long. */
export const SLOW: RequestLine = { ...ANSWERED, route: "/items", durationMs: 2_345.6 };

/** A request that the client got wrong: nothing is wrong with the application. */
export const REFUSED: RequestLine = { ...ANSWERED, level: "warn", status: 404, durationMs: 3 };

/** A request that failed: its own line … */
export const FAILED: RequestLine = { ...ANSWERED, level: "error", status: 500, durationMs: 31 };

/** … and the cause, which has a line to itself. */
export const CAUSE: LogLine & { readonly error: object } = {
  time,
  level: "error",
  msg: "database query failed",
  requestId,
  route: "/items/:id",
  error: { name: "DatabaseError", message: "terminating connection due to administrator command" },
};

/** The process can't go on. */
export const ENDED: LogLine = { time, level: "fatal", msg: "no database credentials" };

/** The process is fine, and says so. */
export const STARTED: LogLine = { time, level: "info", msg: "listening" };

/** A line whose text speaks of an error and whose level doesn't. */
export const HARMLESS: LogLine = { time, level: "info", msg: "error page rendered" };

/** All of them. */
export const LINES: readonly LogLine[] = [
  ANSWERED,
  SLOW,
  REFUSED,
  FAILED,
  CAUSE,
  ENDED,
  STARTED,
  HARMLESS,
];
