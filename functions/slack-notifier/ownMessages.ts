import { z } from "zod";

import { RESPONSE_SOURCE } from "../auto-remediate/contract.ts";
import { REPORT_SOURCE } from "../posture-report/contract.ts";
import type { Format } from "./notice.ts";

const response = z.object({
  source: z.literal(RESPONSE_SOURCE),
  finding: z.string(),
  severity: z.string(),
  outcome: z.enum(["done", "dry-run", "refused", "failed", "unread"]),
  actions: z.array(z.string()),
  refused: z.array(z.string()),
  failure: z.string().optional(),
  origin: z.object({
    account: z.string(),
    region: z.string(),
    time: z.string(),
    what: z.string(),
    actor: z.string().optional(),
  }),
});

const TITLES = {
  done: "Response",
  "dry-run": "Dry run",
  refused: "Response refused",
  failed: "Response failed",
  unread: "No response",
} as const;

/** What the automated response did, would do, or left. */
export const responseNotice: Format = (value, { tone }) => {
  const { data } = response.safeParse(value);
  if (data === undefined) return undefined;
  const { finding, severity, outcome, actions, refused, failure, origin } = data;
  return {
    title: `${TITLES[outcome]}: ${finding}`,
    tone,
    text: [
      ...actions.map((action) => `• ${action}`),
      ...refused.map((change) => `• Not done: ${change}`),
      ...(failure ? [`Failed: ${failure}`] : []),
    ].join("\n"),
    facts: [
      ["Severity", severity],
      ["After", origin.what],
      ["By", origin.actor],
      ["Account", origin.account],
      ["Region", origin.region],
      ["At", origin.time],
    ],
  };
};

const report = z.object({
  source: z.literal(REPORT_SOURCE),
  title: z.string(),
  lines: z.array(z.string()),
});

/** The weekly report of the posture. */
export const reportNotice: Format = (value, { tone }) => {
  const { data } = report.safeParse(value);
  if (data === undefined) return undefined;
  return { title: data.title, tone, text: data.lines.join("\n"), facts: [] };
};
