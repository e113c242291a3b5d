import { type DestinationStream, type Logger, pino } from "pino";

import type { LogLevel } from "./contract.ts";
import { currentRequest } from "./http/context.ts";

export type { Logger };

/**
 * Lines leave in the background, many at a time, and all of them before the process ends: whoever
 * reads them slowly holds no request up.
 */
const IN_BACKGROUND = {
  sync: false,
  /** Bytes that are worth a write … */
  minLength: 4096,
  /** … and milliseconds after which fewer are. */
  periodicFlush: 100,
  /** Bytes that may wait; lines beyond are dropped. */
  maxLength: 8 * 1024 * 1024,
};

/**
 * Makes the log of a process: a line of JSON each, in the form of `LogLine`.
 *
 * What an error holds beside its name, message and stack is left out: drivers put statements and
 * their values there.
 */
export function makeLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: errorOf },
    // A copy: pino puts the line's own fields into it.
    mixin: () => ({ ...currentRequest() }),
  };
  return pino(options, destination ?? pino.destination(IN_BACKGROUND));
}

function errorOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return {
    name,
    message,
    ...(typeof code === "string" ? { code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: errorOf(cause) }),
  };
}
