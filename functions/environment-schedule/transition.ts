import { restoreAlarms, silenceAlarms } from "./alarms.ts";
import type { EnvironmentScheduleEvent } from "./contract.ts";
import { startDatabase, stopDatabase } from "./database.ts";
import { PlainFailure } from "../shared/failure.ts";
import type { Parts, Pending } from "./parts.ts";
import { heldUp, holdUp, startService, stopService } from "./service.ts";

/**
 * Brings the environment nearer to where it is to be, and says what it waits for then: the next
 * call goes on from what it finds, whatever became of this one (P-AUTO-1). ElastiCache can't be
 * stopped, only deleted; it stays.
 *
 * @throws PlainFailure when something does not pass by itself, or the last call is still waiting
 */
export async function transit(parts: Parts, event: EnvironmentScheduleEvent): Promise<Pending> {
  const { desired, last, until } = event;
  // First, or a call that comes between takes down what this one brings up.
  if (until !== undefined) await holdUp(parts, until);
  if (desired === "down") {
    const held = await heldUp(parts);
    if (held !== undefined) return `people, who hold it up until ${held}`;
  }
  const pending = await (desired === "down" ? bringDown(parts) : bringUp(parts, last));
  if (last && pending !== undefined) {
    throw new PlainFailure(
      `The environment is not ${desired}: it waits for ${pending}, and no other call follows.`,
    );
  }
  return pending;
}

/** The database is the last to go: tasks at work would fail without it. */
async function bringDown(parts: Parts): Promise<Pending> {
  const tasks = await stopService(parts);
  await silenceAlarms(parts);
  return tasks ?? (await stopDatabase(parts));
}

/** The reverse. With the last call alarms are loud in any case: what is not up then must be told. */
async function bringUp(parts: Parts, last: boolean): Promise<Pending> {
  let pending: Pending = "what has failed";
  try {
    pending = (await startDatabase(parts)) ?? (await startService(parts));
  } finally {
    if (pending === undefined || last) await restoreAlarms(parts);
  }
  return pending;
}
