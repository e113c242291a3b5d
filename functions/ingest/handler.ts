import { describeFailure } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import { type Arrival, parseEvent } from "./event.ts";
import { ingest, type IngestParts } from "./ingest.ts";
import { announce } from "./notice.ts";

/** What the handler needs beside the parts of an ingest. */
export interface HandlerParts extends IngestParts {
  readonly processingBucket: string;
  readonly log: Log;
}

/**
 * The function's handler: reads the event, handles the arrival, writes a line, which never holds
 * anything of a content. What fails is announced and leaves it as a plain sentence: Lambda tries
 * again twice and then keeps the event in the queue, which has an alarm; each attempt that fails is
 * told, for none knows whether it is the last. So ends what is no event of an object as well, of
 * which there is nothing to announce: the rule sends no such, so something has changed.
 */
export function createHandler(parts: HandlerParts): (event: unknown) => Promise<void> {
  return async (event) => {
    const started = performance.now();
    const since = () => Math.round(performance.now() - started);
    const arrival = readEvent(parts, event);
    const { bucket, key, version } = arrival;
    const about = { bucket, key, ...(version === undefined ? {} : { version }) };
    let failure: string;
    try {
      const conclusion = await ingest(parts, arrival);
      parts.log({
        level: "info",
        message: conclusion?.outcome ?? "gone",
        ...about,
        ...(conclusion?.problemCount ? { problems: conclusion.problemCount } : {}),
        durationMs: since(),
      });
      return;
    } catch (error) {
      failure = describeFailure(error);
    }
    const unheard = await tellFailure(parts, arrival, failure);
    const sentence = [failure, unheard && `Nobody was told: ${unheard}`].filter(Boolean).join(" ");
    parts.log({
      level: "error",
      message: "failed",
      ...about,
      failure: sentence,
      durationMs: since(),
    });
    throw new Error(sentence);
  };
}

function readEvent({ log, processingBucket }: HandlerParts, event: unknown): Arrival {
  let failure: string;
  try {
    return parseEvent(event, processingBucket);
  } catch (error) {
    failure = describeFailure(error);
  }
  log({ level: "error", message: "no event of an object", failure });
  throw new Error(failure);
}

/** Announces a failure; why that could not be done, where it could not. */
async function tellFailure(
  parts: HandlerParts,
  arrival: Arrival,
  detail: string,
): Promise<string | undefined> {
  try {
    await announce(parts, arrival, { outcome: "failed", detail });
    return undefined;
  } catch (error) {
    return describeFailure(error);
  }
}
