import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup, logGroupArnOf } from "../observability/logGroup.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/** Whose traffic is recorded, and how long that is kept. */
export interface FlowLogsArgs {
  /** Opens the names, and is in the log group's path. */
  readonly environment: Environment;
  /** Encrypts the log group. */
  readonly key: EncryptionKey;
  /** Ceiling of the role that writes (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** VPC whose traffic is recorded. */
  readonly vpcId: pulumi.Input<string>;
  /** Name of the VPC in names, such as `main`. */
  readonly identifier: string;
  /** Days; one of the values that CloudWatch Logs accepts (T19). */
  readonly retentionDays: number;
}

/**
 * A record of all traffic of a VPC, accepted and refused (P-NET-6), written by a role that reaches
 * this one log group. Cost: 0.50 USD a GB ingested, 0.03 USD a GB and month kept.
 */
export class FlowLogs extends pulumi.ComponentResource {
  public static readonly token = "rampart:network:FlowLogs";

  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FlowLogs.token, name, {}, opts);
    const { environment, key, boundary, identifier } = args;
    const parent = { parent: this };
    const logGroupName = `/vpc/${environment.name}/${identifier}/flow-logs`;

    const group = new LogGroup(
      name,
      { environment, key, logGroupName, retentionDays: args.retentionDays },
      parent,
    );
    const role = new Role(
      name,
      {
        environment,
        boundary,
        identifier: `${identifier}-flow-logs`,
        service: "vpc-flow-logs.amazonaws.com",
        sourceArn: arnOf(environment, "ec2", "vpc-flow-log/*"),
        policies: { write: [writeStatement(logGroupArnOf(environment, logGroupName))] },
      },
      parent,
    );
    new aws.ec2.FlowLog(
      name,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        tags: { Name: nameOf(environment, "flow-log", identifier) },
      },
      // Without its policy the role can't write, and the log would start in error.
      { ...parent, dependsOn: [role] },
    );
    this.registerOutputs({});
  }
}

/** Source: Amazon VPC guide, "IAM role for publishing flow logs to CloudWatch Logs". */
function writeStatement(logGroupArn: string): Statement {
  return {
    Sid: "WriteFlowLogs",
    Effect: "Allow",
    // The guide's CreateLogGroup is left out: the group exists.
    Action: [
      "logs:CreateLogStream",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ],
    Resource: [logGroupArn, `${logGroupArn}:*`],
  };
}
