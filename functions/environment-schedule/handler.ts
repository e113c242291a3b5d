import { describeFailure } from "../shared/failure.ts";
import type { EnvironmentScheduleEvent } from "./contract.ts";
import type { Parts } from "./parts.ts";
import { parseEvent } from "./settings.ts";
import { transit } from "./transition.ts";

/**
 * The function's handler. What fails leaves it as a plain sentence; Lambda tries twice more, and keeps
 * it then in the function's queue of failures. What is no event of a schedule is logged and done with.
 */
export function createHandler(parts: Parts): (event: unknown) => Promise<void> {
  const { log } = parts;
  return async (given) => {
    const started = performance.now();
    const since = () => Math.round(performance.now() - started);
    const event = readOr(parts, given);
    if (event === undefined) return;
    const { desired } = event;
    const told = (level: "info" | "error", outcome: string) => {
      log({ level, message: "call", desired, outcome, durationMs: since() });
    };
    let failure: string;
    try {
      const pending = await transit(parts, event);
      told("info", pending === undefined ? "done" : `waits for ${pending}`);
      return;
    } catch (error) {
      failure = describeFailure(error);
    }
    told("error", failure);
    throw new Error(failure);
  };
}

function readOr({ log }: Parts, given: unknown): EnvironmentScheduleEvent | undefined {
  try {
    return parseEvent(given);
  } catch (error) {
    log({ level: "error", message: "call", outcome: describeFailure(error) });
    return undefined;
  }
}
