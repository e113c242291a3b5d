import { z } from "zod";

import type { Format, Tone } from "./notice.ts";

/** What CloudWatch publishes when an alarm changes; a composite one has no trigger. */
const alarm = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().nullish(),
  AWSAccountId: z.string(),
  NewStateValue: z.enum(["ALARM", "OK", "INSUFFICIENT_DATA"]),
  OldStateValue: z.string(),
  NewStateReason: z.string(),
  StateChangeTime: z.string(),
  Region: z.string(),
  Trigger: z
    .object({ MetricName: z.string().optional(), Namespace: z.string().optional() })
    .optional(),
});

/** An alarm of CloudWatch. */
export const alarmNotice: Format = (value, { tone }) => {
  const { data } = alarm.safeParse(value);
  if (data === undefined) return undefined;
  const tones: Readonly<Record<typeof data.NewStateValue, Tone>> = {
    ALARM: tone,
    OK: "good",
    INSUFFICIENT_DATA: "info",
  };
  const { Namespace: namespace, MetricName: metric } = data.Trigger ?? {};
  return {
    title: `${data.NewStateValue}: ${data.AlarmName}`,
    tone: tones[data.NewStateValue],
    text: [data.AlarmDescription, data.NewStateReason].filter(Boolean).join("\n"),
    facts: [
      ["Was", data.OldStateValue],
      ["Metric", namespace && metric ? `${namespace} ${metric}` : metric],
      ["Account", data.AWSAccountId],
      ["Region", data.Region],
      ["Since", data.StateChangeTime],
    ],
  };
};
