import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, keepsData } from "../shared/environment.ts";
import { LOG_RETENTION_DAYS } from "../shared/retention.ts";

/** What a group is called, and how long its events stay. */
export interface LogGroupArgs {
  /** Where data must survive, the group outlives the stack. */
  readonly environment: Environment;
  /** Encrypts the events; its policy must name CloudWatch Logs (T11). */
  readonly key: EncryptionKey;
  /** Full name, such as `/ecs/dev/api`. */
  readonly logGroupName: string;
  /** Days; one of the values that CloudWatch Logs accepts (T19). */
  readonly retentionDays: number;
}

/**
 * A log group, encrypted and with an end (P-OBS-1). It is the only place that creates log groups;
 * the key's policy names CloudWatch Logs before the group exists (T11). Cost: 0.50 USD a GB
 * ingested, 0.03 USD a GB and month kept.
 *
 * @throws Error when `retentionDays` is none that CloudWatch Logs accepts.
 */
export class LogGroup extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:LogGroup";
  /** Full name; known before the group exists. */
  public readonly logGroupName: pulumi.Output<string>;
  /** ARN without the `:*` that some services want behind it (T2, T10). */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: LogGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(LogGroup.token, name, {}, opts);
    const { environment } = args;
    if (!(LOG_RETENTION_DAYS as readonly number[]).includes(args.retentionDays)) {
      throw new Error(
        `retentionDays of ${name} is ${args.retentionDays}; allowed: ${LOG_RETENTION_DAYS.join(", ")}.`,
      );
    }

    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: args.logGroupName, retentionInDays: args.retentionDays, kmsKeyId: args.key.arn },
      { parent: this, retainOnDelete: keepsData(environment) },
    );

    this.logGroupName = group.name;
    this.arn = group.name.apply((groupName) => logGroupArnOf(environment, groupName));
    this.registerOutputs({ logGroupName: this.logGroupName, arn: this.arn });
  }
}

/** ARN of a log group, known from its name; add `:*` for the streams in it. */
export function logGroupArnOf(environment: Environment, logGroupName: string): string {
  return arnOf(environment, "logs", `log-group:${logGroupName}`);
}
