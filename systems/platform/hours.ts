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

/** Days of the week in the order of cron. */
const WEEK = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;
const WORKING_DAYS = [1, 2, 3, 4, 5];
const HOURS_A_DAY = 24;

/**
 * The calls that bring an environment down and up (decisions: Monday to Friday). Each transition is
 * called for again and again for three hours, since a call does not wait: it goes as far as it gets.
 * The last one fails unless all is done. From then until the morning an environment is kept down by a
 * call an hour, which finds nothing to do unless a deployment, or RDS, started something again.
 *
 * @throws Error when a transition would go on behind a second midnight, which no settings let it
 */
export function hourlyRuns(hours: Hours): Record<string, ScheduledRun> {
  const { down, up } = hours;
  return {
    // A working day that ends after midnight ends on the next day.
    ...transitionRuns("down", down, down < up ? 1 : 0),
    ...keepingRuns(hours),
    ...transitionRuns("up", up, 0),
  };
}

function transitionRuns(
  desired: EnvironmentScheduleEvent["desired"],
  time: string,
  shift: number,
): Record<string, ScheduledRun> {
  const [hour, minute] = clock(time);
  const run = (minutes: string, further: number, last: boolean): ScheduledRun => {
    const at = hour + further;
    const days = DAYS[shift + Math.floor(at / HOURS_A_DAY)];
    if (days === undefined) throw new Error(`${desired} at ${time} goes on for two nights.`);
    return runOf({ desired, last }, minutes, String(at % HOURS_A_DAY), days);
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

/** A call at the minute of going down, in each hour of which another one isn't made. */
function keepingRuns(hours: Hours): Record<string, ScheduledRun> {
  const [, minute] = clock(hours.down);
  const perDay = WEEK.map((_, day) => keptHours(hours, day).join(","));
  const runs: [string, ScheduledRun][] = [];
  for (const [first, kept] of perDay.entries()) {
    if (kept === "" || kept === perDay[first - 1]) continue;
    // Days in a row that are alike are one run.
    let last = first;
    while (perDay[last + 1] === kept) last += 1;
    const days = first === last ? `${WEEK[first]}` : `${WEEK[first]}-${WEEK[last]}`;
    const event = { desired: "down", last: false } as const;
    runs.push([`down-kept-${days.toLowerCase()}`, runOf(event, String(minute), kept, days)]);
  }
  return Object.fromEntries(runs);
}

/** Hours of a day at whose minute the environment is down, and the calls of going down are over. */
function keptHours({ down, up }: Hours, day: number): number[] {
  const [downHour, minute] = clock(down);
  const [upHour, upMinute] = clock(up);
  /** Minutes since a time of a working day, at most a week. */
  const since = (at: number, time: number) =>
    Math.min(
      ...WORKING_DAYS.map((of) => {
        const passed = at - minutesOf(of, 0, time);
        return (passed + WEEK.length * minutesOf(1)) % (WEEK.length * minutesOf(1));
      }),
    );
  const wentUp = minutesOf(0, upHour, upMinute);
  const wentDown = minutesOf(down < up ? 1 : 0, downHour, minute);
  return Array.from({ length: HOURS_A_DAY }, (_, hour) => hour).filter((hour) => {
    const at = minutesOf(day, hour, minute);
    const isDownFor = since(at, wentDown);
    return isDownFor < since(at, wentUp) && isDownFor > LAST_HOUR * 60;
  });
}

function minutesOf(days: number, hours = 0, minutes = 0): number {
  return (days * HOURS_A_DAY + hours) * 60 + minutes;
}

function clock(time: string): [hour: number, minute: number] {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return [hour, minute];
}

function runOf(
  event: EnvironmentScheduleEvent,
  minutes: string,
  hours: string,
  days: string,
): ScheduledRun {
  return { expression: `cron(${minutes} ${hours} ? * ${days} *)`, input: { ...event } };
}
