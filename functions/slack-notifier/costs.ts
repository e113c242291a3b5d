import { z } from "zod";

import type { Format, Notice, Told } from "./notice.ts";

/** What Cost Anomaly Detection publishes. */
const anomaly = z.object({
  anomalyId: z.string(),
  accountId: z.string(),
  anomalyStartDate: z.string(),
  monitorName: z.string().optional(),
  dimensionalValue: z.string().optional(),
  impact: z.object({
    totalImpact: z.number(),
    totalActualSpend: z.number().optional(),
    totalExpectedSpend: z.number().optional(),
  }),
});

const usd = (amount: number | undefined) =>
  amount === undefined ? undefined : `${amount.toFixed(2)} USD`;

/** A cost anomaly. */
export const anomalyNotice: Format = (value, { tone }) => {
  const { data } = anomaly.safeParse(value);
  if (data === undefined) return undefined;
  const { impact } = data;
  return {
    title: `Cost anomaly: ${usd(impact.totalImpact) ?? ""} more than expected`,
    tone,
    text: "",
    facts: [
      ["Service", data.dimensionalValue],
      ["Spent", usd(impact.totalActualSpend)],
      ["Expected", usd(impact.totalExpectedSpend)],
      ["Since", data.anomalyStartDate],
      ["Monitor", data.monitorName],
      ["Account", data.accountId],
    ],
  };
};

/** Lines of a budget's message that say something: `Budget Name: main`. */
const LINE = /^(Budget Name|Budgeted Amount|Alert Threshold|(?:ACTUAL|FORECASTED) Amount): (.+)$/;

/** A message of AWS Budgets, which is text. */
export function budgetNotice({ subject, message, tone }: Told): Notice | undefined {
  if (!message.startsWith("AWS Budget Notification")) return undefined;
  const facts = message.split(/\r?\n/).flatMap((line): [string, string][] => {
    const [, label, value] = LINE.exec(line.trim()) ?? [];
    return label === undefined || value === undefined ? [] : [[label, value]];
  });
  const account = /^AWS Account (\d{12})$/m.exec(message)?.[1];
  return {
    title: subject ?? "AWS Budgets: an alert threshold is passed",
    tone,
    text: "",
    facts: [...facts, ["Account", account]],
  };
}
