import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { ConfigRecorder } from "./configRecorder.ts";

/** What the rules judge. */
export interface ConfigRulesArgs {
  /** Opens the names; by it their findings are told from those of other rules. */
  readonly environment: Environment;
  /**
   * Must record, or the rules are refused (T91).
   * @default the account's own, which somebody else started
   */
  readonly recorder?: ConfigRecorder | undefined;
}

/** A rule that AWS wrote. */
interface ManagedRule {
  /** AWS's own name of the rule. */
  readonly identifier: string;
  /** What it finds, as the console shows it. */
  readonly description: string;
  /** Judges once a day; the others, whenever what they judge changes. */
  readonly daily?: true;
}

/**
 * The rules of P-DET-4, by the last part of their names. Source: AWS Config guide, "List of AWS Config
 * Managed Rules", which also says which of them are periodic.
 */
const CONFIG_RULES: Readonly<Record<string, ManagedRule>> = {
  "s3-bucket-public-read-prohibited": {
    identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    description: "Buckets that anyone may read",
  },
  "rds-instance-public-access-check": {
    identifier: "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
    description: "Databases with a public address",
  },
  "encrypted-volumes": {
    identifier: "ENCRYPTED_VOLUMES",
    description: "Volumes in use that are not encrypted",
  },
  "iam-root-access-key-check": {
    identifier: "IAM_ROOT_ACCESS_KEY_CHECK",
    description: "An access key of the root user",
    daily: true,
  },
  "vpc-flow-logs-enabled": {
    identifier: "VPC_FLOW_LOGS_ENABLED",
    description: "VPCs without flow logs",
    daily: true,
  },
  "cloudtrail-enabled": {
    identifier: "CLOUD_TRAIL_ENABLED",
    description: "An account without a trail",
    daily: true,
  },
};

/**
 * Rules of AWS Config that judge what it records (P-DET-4, P-IAM-5). Cost: about 0.001 USD an
 * evaluation, the six together under 0.50 USD a month where little changes. Source:
 * aws.amazon.com/config/pricing, us-east-1.
 */
export class ConfigRules extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:ConfigRules";

  constructor(name: string, args: ConfigRulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ConfigRules.token, name, {}, opts);
    const { environment, recorder } = args;
    for (const [rule, { identifier, description, daily }] of Object.entries(CONFIG_RULES)) {
      new aws.cfg.Rule(
        `${name}-${rule}`,
        {
          name: nameOf(environment, "config-rule", rule),
          description,
          source: { owner: "AWS", sourceIdentifier: identifier },
          ...(daily && { maximumExecutionFrequency: "TwentyFour_Hours" }),
        },
        { parent: this, dependsOn: recorder ? [recorder] : [] },
      );
    }
    this.registerOutputs({});
  }
}

/** What the names of this environment's rules start with. */
export function configRulePrefixOf(environment: Environment): string {
  return nameOf(environment, "config-rule", "x").slice(0, -1);
}
