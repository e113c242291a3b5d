import { z } from "zod";

import { REGIONS } from "../../components/shared/regions.ts";
import { arn, logRetention, text, whole } from "./primitives.ts";
import { withRules } from "./rules.ts";

const githubProviderArn = arn("iam").meta({
  description: "ARN of the account's OIDC provider for GitHub Actions.",
});

const trail = withRules(
  z.strictObject({
    lockDays: whole(1, 3650, "days").default(365).meta({
      description:
        "Days for which nobody can delete a log file; where data is protected, nobody at all, AWS included. Default 365.",
    }),
    keepDays: whole(91, 3650, "days").default(2557).meta({
      description: "Days after which log files end, 91–3650. Default 2557, seven years.",
    }),
    logRetentionDays: logRetention.default(365).meta({
      description: "Days for which the log group keeps the trail's events. Default 365.",
    }),
  }),
  [
    {
      needs: ["lockDays", "keepDays"],
      check: ({ lockDays, keepDays }, problem) => {
        if (keepDays < lockDays) problem(["keepDays"], `${lockDays} (lockDays) or more`);
      },
    },
  ],
);

/** What each region in use has; the stack makes no more of the baseline in one that is not its own. */
const adoptedGuards = {
  detectorId: text(/^[0-9a-f]{32}$/, "a detector's id of 32 hexadecimal digits")
    .optional()
    .meta({
      description: "Id of the region's GuardDuty detector; its features stay as they are.",
    }),
  analyzerArn: arn("access-analyzer").optional().meta({
    description: "ARN of the region's analyzer of outside access.",
  }),
};

const adoptedFields = {
  ...adoptedGuards,
  otherRegions: z
    .partialRecord(z.enum(Object.keys(REGIONS)), z.strictObject(adoptedGuards))
    .default({})
    .meta({
      description:
        "The same of regions beside the stack's own, by region: the tracker's keeps both when the tracker goes. Default: none.",
    }),
  securityHubArn: arn("securityhub").optional().meta({
    description: "ARN of the region's Security Hub; its standards stay as they are.",
  }),
  recorderName: text(/^[\w.-]{1,256}$/, "a recorder's name of up to 256 characters")
    .optional()
    .meta({
      description: "Name of the region's AWS Config recorder, which has a channel and is started.",
    }),
  githubProviderArn: githubProviderArn.optional(),
  costMonitorArn: arn("ce").optional().meta({
    description:
      "ARN of the account's cost anomaly monitor of services; AWS makes one for whoever opens Cost Explorer.",
  }),
  configRoleArn: arn("iam").optional().meta({
    description: "ARN of AWS Config's service-linked role, AWSServiceRoleForConfig.",
  }),
};

const adopted = withRules(z.strictObject(adoptedFields), [
  {
    needs: ["recorderName", "configRoleArn"],
    check: ({ recorderName, configRoleArn }, problem) => {
      if (recorderName !== undefined && configRoleArn !== undefined) {
        problem(["configRoleArn"], "nothing beside recorderName, whose recorder has its role");
      }
    },
  },
]);

const owns = z.strictObject({
  mode: z.literal("owns").meta({
    description: "This stack makes the account's baseline; one stack of an account may.",
  }),
  trail: trail.prefault({}).meta({ description: "The account's CloudTrail." }),
  costAnomalyUsd: whole(1, 1_000_000, "USD").meta({
    description: "US dollars beyond what was to be expected, from which a cost anomaly is told.",
  }),
  costAllocationTags: z
    .array(text(/^(?!aws:)[\w .:/=+@-]{1,128}$/i, "a tag key of up to 128 characters, not aws:…"))
    .refine((keys) => new Set(keys).size === keys.length, "each key once")
    .default([])
    .meta({
      description:
        "Keys of tags by which bills and budgets tell costs apart, such as Environment. AWS refuses a key until about a day after its first use, and takes keys from the paying account alone. Default: none.",
    }),
  adopted: adopted.prefault({}).meta({
    description:
      "Parts that the account has already, by name, id or ARN; the stack makes none of them a second time and leaves them as they are. Default: none.",
  }),
});

const adopts = z.strictObject({
  mode: z.literal("adopts").meta({
    description: "Another stack, or the organization, made the baseline; this one uses it.",
  }),
  githubProviderArn,
});

const none = z.strictObject({
  mode: z.literal("none").meta({
    description: "This stack neither makes the account's baseline nor needs anything of it.",
  }),
});

/** Who looks after what exists once in an account (P-DET, P-IAM-5). */
export const accountSchema = z.discriminatedUnion("mode", [owns, adopts, none]);
