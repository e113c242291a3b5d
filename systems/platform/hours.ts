import type { ScheduledRun } from "../../components/automation/schedule.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { EnvironmentScheduleEvent } from "../../functions/environment-schedule/contract.ts";

/** The hours of an environment that is not always up. */
export type Hours = NonNullable<OperationsSettings["shutdown"]>;

/** Minutes between two calls of one transition; a database needs about ten to start. */
const STEP = 5;

/** Whole hours behind the first for which the calls go on, and the one with the last call. */
const FURTHER_HOURS = [1, 2];
const LAST_HOUR = 3;

/** Monday to Friday, by how many midnights they are shifted. */
const DAYS = ["MON-FRI", "TUE-SAT"] as const;

/**
 * The calls that bring an environment down and up (decisions: Monday to Friday). Each transition is
 * called for again and again for three hours, since a call does not wait: it goes as far as it gets.
 * The last one fails unless all is done. Then people have the night or the day for themselves.
 */
export function hourlyRuns({ down, up }: Hours): Record<string, ScheduledRun> {
  // A working day that ends after midnight ends on the next day.
  return { ...transitionRuns("down", down, down < up ? 1 : 0), ...transitionRuns("up", up, 0) };
}

function transitionRuns(
  desired: EnvironmentScheduleEvent["desired"],
  time: string,
  shift: number,
): Record<string, ScheduledRun> {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const run = (minutes: string, further: number, last: boolean): ScheduledRun => {
    const at = hour + further;
    const days = DAYS[shift + Math.floor(at / 24)] ?? DAYS[1];
    const input: EnvironmentScheduleEvent = { desired, last };
    return { expression: `cron(${minutes} ${at % 24} ? * ${days} *)`, input: { ...input } };
  };
  return {
    [desired]: run(`${minute}/${STEP}`, 0, false),
    ...Object.fromEntries(
      FURTHER_HOURS.map((further) => [
        `${desired}-${further}`,
        run(`${minute % STEP}/${STEP}`, further, false),
      ]),
    ),
    [`${desired}-last`]: run(String(minute), LAST_HOUR, true),
  };
}
