import { z } from "zod";

import { text, timeOfDay, timeZone } from "./primitives.ts";

const report = z.strictObject({
  timeZone,
  at: timeOfDay("09:00").meta({
    description: "When the report comes, on Mondays.",
  }),
});

/** What the environment does by itself when something is found (P-RESP, P-AUTO-2). */
export const responseSchema = z.strictObject({
  mode: z.enum(["off", "dry-run", "on"]).default("off").meta({
    description:
      "What happens when a security group or a bucket is opened, or GuardDuty finds an attack. on: it is closed, or cut off, and told; dry-run: it is told what would be done. It works in the whole account and region, so only one stack of an account may; what others open to the world is revoked, but for neighbours. What has the tag response:exempt is left, and told. Default off.",
  }),
  neighbours: z
    .array(text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "the name of a stack such as staging"))
    .default([])
    .meta({
      description:
        "Other stacks of this program in the same account and region: ports 80 and 443 of their balancers are left open, and their tasks and instances are stopped and cut off as its own. Default: none.",
    }),
  report: report.optional().meta({
    description: "Weekly summary of Security Hub to the info topic. Default: none.",
  }),
});
