import { describeFailure } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import { parseEvent } from "./event.ts";
import { rotate, type RotationParts } from "./rotation.ts";

/** What the handler needs beside the parts of a rotation. */
export interface HandlerParts extends RotationParts {
  readonly log: Log;
}

/**
 * The function's handler. An error leaves it as a plain sentence: Lambda writes all properties of
 * what a handler throws to the log, and those of a library's error may hold a statement.
 */
export function createHandler(parts: HandlerParts): (event: unknown) => Promise<void> {
  return async (event) => {
    const failure = await attempt(parts, event);
    if (failure !== undefined) throw new Error(failure);
  };
}

/** Runs a step and writes its line; what failed, as a sentence. */
async function attempt(parts: HandlerParts, event: unknown): Promise<string | undefined> {
  const { log } = parts;
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  let about = {};
  try {
    const parsed = parseEvent(event);
    const { Step: step, SecretId: secret, ClientRequestToken: version } = parsed;
    about = { step, secret, version };
    const outcome = await rotate(parts, parsed);
    log({ level: "info", message: "step", ...about, outcome, durationMs: since() });
    return undefined;
  } catch (error) {
    const message = describeFailure(error);
    log({ level: "error", message, ...about, durationMs: since() });
    return message;
  }
}
