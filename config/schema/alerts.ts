import { z } from "zod";

import { thresholdsSchema } from "./thresholds.ts";

/** An address as SNS takes it; whether it exists, its owner confirms. */
const email = z.email("an e-mail address such as team@example.com").meta({
  description: "An e-mail address; it hears nothing until its owner confirms.",
});

const addresses = z
  .array(email)
  .refine((list) => new Set(list).size === list.length, "each address once")
  .default([]);

const emails = z.strictObject({
  critical: addresses.meta({ description: "Told of what needs somebody now. Default: nobody." }),
  warning: addresses.meta({
    description: "Told of what needs somebody today. Default: nobody.",
  }),
  info: addresses.meta({ description: "Told of what is good to know. Default: nobody." }),
});

/** Who is told of what. */
export const alertsSchema = z.strictObject({
  emails: emails.prefault({}).meta({
    description: "Addresses by severity; SNS asks each one to confirm. Default: none.",
  }),
  pagerDutyFrom: z.enum(["nowhere", "config"]).default("nowhere").meta({
    description:
      "config: critical alerts go to the secret setting rampart:pagerDutyUrl, an Amazon CloudWatch integration of PagerDuty. Default nowhere.",
  }),
  budgetOf: z.enum(["account", "environment"]).default("account").meta({
    description:
      "What the monthly budget counts. environment: what bears the tag Environment, once that is among account.costAllocationTags of the account that pays; until then it counts nothing. Default account.",
  }),
  thresholds: thresholdsSchema.prefault({}).meta({
    description: "When alarms go off. Default: the values of each.",
  }),
});
