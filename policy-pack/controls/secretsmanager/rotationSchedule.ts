import type { View } from "../../engine/view.ts";

const UNITS: Readonly<Record<string, number>> = { hour: 24, day: 1 };

/** Longest time between two rotations in days; undefined if the rules leave it open. */
export function rotationDays(rotation: View): number | undefined {
  const days = rotation.at("rotationRules.automaticallyAfterDays").number;
  if (days !== undefined) return days;
  const schedule = rotation.at("rotationRules.scheduleExpression").text ?? "";
  const [, count, unit = ""] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule) ?? [];
  const perDay = UNITS[unit];
  if (count !== undefined && perDay !== undefined) return Number(count) / perDay;
  // Minute, hour, day of the month, month, day of the week, year: monthly or more often if the
  // last three leave no month out.
  const fields = /^cron\(([^)]+)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/);
  const [, , , month, weekday = "", year] = fields ?? [];
  // Few months have a fifth Monday.
  const monthly = month === "*" && year === "*" && !weekday.endsWith("#5");
  return fields?.length === 6 && monthly ? 31 : undefined;
}
