import { alarmNotice } from "./alarm.ts";
import { anomalyNotice, budgetNotice } from "./costs.ts";
import { eventNotice } from "./findings.ts";
import type { Format, Notice, Told } from "./notice.ts";
import { reportNotice, responseNotice } from "./ownMessages.ts";

const FORMATS: readonly Format[] = [
  alarmNotice,
  eventNotice,
  responseNotice,
  reportNotice,
  anomalyNotice,
];

/** What a message says; one of no known kind is shown as it is, never dropped. */
export function noticeOf(told: Told): Notice {
  const value = jsonIn(told.message);
  for (const format of FORMATS) {
    const notice = format(value, told);
    if (notice !== undefined) return notice;
  }
  const { subject, message, tone } = told;
  return budgetNotice(told) ?? { title: subject ?? "Message", tone, text: message, facts: [] };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
