import { z } from "zod";

import { arn, logRetention, text } from "./primitives.ts";

const address = z.email("an e-mail address such as team@example.com").meta({
  description: "An e-mail address; it hears nothing until its owner confirms.",
});

const replica = z.strictObject({
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as us-east-2").meta({
    description: "Another region than the environment's, such as us-east-2.",
  }),
  keyArn: arn("kms").meta({
    description:
      "ARN of a customer key of that region; it must outlive the replica, and changing it rebuilds that.",
  }),
});

const once = (values: readonly string[]) => new Set(values).size === values.length;

const off = z.strictObject({
  mode: z.literal("off").meta({ description: "The environment takes no events in." }),
});

const on = z.strictObject({
  mode: z.literal("on").meta({
    description: "Objects that are put into the processing bucket become items, or are rejected.",
  }),
  emails: z.array(address).min(1).refine(once, "each address once").meta({
    description: "Told of what became of each object; 1 address or more.",
  }),
  user: z.boolean().default(false).meta({
    description:
      "Whether there is an IAM user that becomes the uploader, for those who have no role of their own; the policy pack takes one by an exemption alone, and an administrator deploys it. Default false.",
  }),
  forceDestroy: z.boolean().optional().meta({
    description:
      "Whether a destroy empties the two buckets; without that it fails while anything is in them. Default: where data is disposable.",
  }),
  rangeKey: z.boolean().default(true).meta({
    description:
      "Whether an artist has many items, told apart by ItemID, or one. Changing it replaces the table, which a fixed name and protection refuse. Default true.",
  }),
  replicas: z
    .array(replica)
    .refine((list) => once(list.map(({ region }) => region)), "each region once")
    .default([])
    .meta({
      description:
        "Copies of the table in other regions. An administrator deploys them, since the program's roles stay in their region. Default: none.",
    }),
  logRetentionDays: logRetention.default(365).meta({
    description: "Days for which the function's log is kept: it says why objects were rejected.",
  }),
});

/** Whether the environment takes music catalogue events in (S-INGEST), and how. */
export const ingestSchema = z.discriminatedUnion("mode", [off, on]);
