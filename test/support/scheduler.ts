import assert from "node:assert/strict";

/** A wall clock's reading. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in a time zone shows. */
export function wallClock(instant: number, timeZone: string): Wall {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

const asUtc = ({ year, month, day, hour, minute }: Wall): number =>
  Date.UTC(year, month - 1, day, hour, minute);

/** When a clock shows this: the first time if it does twice, undefined if it never does. */
function instantOf(wall: number, timeZone: string): number | undefined {
  // Offsets of all zones are within 14 hours; around a change there are two of them.
  const offsets = [wall - 14 * 60 * MINUTE, wall + 14 * 60 * MINUTE].map(
    (instant) => asUtc(wallClock(instant, timeZone)) - instant,
  );
  const found = offsets
    .map((offset) => wall - offset)
    .filter((instant) => asUtc(wallClock(instant, timeZone)) === wall);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** The numbers that a field stands for: `0/5`, `7`, `21,22`. */
function numbersOf(field: string, limit: number): number[] {
  return field.split(",").flatMap((part) => {
    const [from = NaN, step] = part.split("/").map(Number);
    assert.ok(Number.isInteger(from) && from >= 0 && from < limit, `${field} below ${limit}`);
    if (step === undefined) return [from];
    return Array.from({ length: Math.ceil((limit - from) / step) }, (_, i) => from + i * step);
  });
}

function weekdaysOf(field: string): string[] {
  const [first = "", last = first] = field.split("-");
  const from = WEEKDAYS.indexOf(first);
  const to = WEEKDAYS.indexOf(last);
  assert.ok(from >= 0 && to >= from, `${field} are weekdays`);
  return WEEKDAYS.slice(from, to + 1);
}

/**
 * When EventBridge Scheduler calls by a cron expression on days of the week. In spring what falls
 * into the hour that is left out is skipped; in autumn what falls into the repeated hour runs once.
 * Source: EventBridge Scheduler guide, "Schedule types", daylight saving time.
 */
export function scheduledTimes(
  expression: string,
  timeZone: string,
  from: number,
  to: number,
): number[] {
  const [, fields = ""] = /^cron\((.*)\)$/.exec(expression) ?? [];
  const [minutes = "", hours = "", day, month, weekdays = "", year] = fields.split(" ");
  assert.deepEqual([day, month, year], ["?", "*", "*"], expression);
  const days = weekdaysOf(weekdays);
  const times: number[] = [];
  for (let date = Math.floor(from / DAY) * DAY - DAY; date < to + DAY; date += DAY) {
    if (!days.includes(WEEKDAYS[new Date(date).getUTCDay()] ?? "")) continue;
    for (const hour of numbersOf(hours, 24)) {
      for (const minute of numbersOf(minutes, 60)) {
        const instant = instantOf(date + (hour * 60 + minute) * MINUTE, timeZone);
        if (instant !== undefined && instant >= from && instant < to) times.push(instant);
      }
    }
  }
  return times;
}
