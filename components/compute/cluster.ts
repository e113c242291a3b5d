import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";

/** How a cluster is called and how long its records stay; what runs tasks is the same for all. */
export interface ClusterArgs {
  /** Opens the name; where data must survive, the logs outlive the cluster. */
  readonly environment: Environment;
  /** Encrypts debug-shell sessions and both log groups. */
  readonly key: EncryptionKey;
  /** Last part of the cluster's name. */
  readonly identifier: string;
  /** Days for which debug-shell sessions and performance records are kept. */
  readonly logRetentionDays: number;
}

/**
 * An ECS cluster on Fargate and Fargate Spot with Container Insights; debug shells, where a service
 * allows them, are recorded in an encrypted log group of their own (P-RUN-2, feature 24).
 *
 * Container Insights is `enabled`, not `enhanced`: cluster, service and task family are what the
 * alarms and the dashboard read, and enhanced observability bills each task and container on top
 * (0.07 USD a metric and month). Cost: none for the cluster; Container Insights reports some 12
 * metrics for it and 25 for each service, at 0.30 USD a month each, and 0.50 USD a GB of performance
 * records. Source: Amazon CloudWatch pricing, us-east-1; metrics counted in the CloudWatch guide,
 * "Amazon ECS Container Insights metrics".
 */
export class Cluster extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:Cluster";
  /** Physical name; known before the cluster exists. */
  public readonly clusterName: pulumi.Output<string>;
  /** ARN; known before the cluster exists. */
  public readonly arn: pulumi.Output<string>;
  /** Where debug shells are recorded; a plain text, for policies. */
  public readonly shellLogGroupName: string;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Cluster.token, name, {}, opts);
    const { environment, key } = args;
    const parent = { parent: this };
    const physicalName = nameOf(environment, "cluster", args.identifier);
    const logs = { environment, key, retentionDays: args.logRetentionDays };

    this.shellLogGroupName = `/ecs/${environment.name}/${args.identifier}/debug-shell`;
    const shellLog = new LogGroup(
      `${name}-debug-shell`,
      { ...logs, logGroupName: this.shellLogGroupName },
      parent,
    );
    // Container Insights would make this group itself: unencrypted, outside the program.
    const insightsLog = new LogGroup(
      `${name}-insights`,
      { ...logs, logGroupName: `/aws/ecs/containerinsights/${physicalName}/performance` },
      parent,
    );
    const cluster = new aws.ecs.Cluster(
      name,
      {
        name: physicalName,
        settings: [{ name: "containerInsights", value: "enabled" }],
        configuration: {
          executeCommandConfiguration: {
            kmsKeyId: key.arn,
            logging: "OVERRIDE",
            logConfiguration: {
              cloudWatchEncryptionEnabled: true,
              cloudWatchLogGroupName: shellLog.logGroupName,
            },
          },
        },
      },
      { ...parent, dependsOn: [insightsLog] },
    );
    new aws.ecs.ClusterCapacityProviders(
      name,
      {
        clusterName: cluster.name,
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
      },
      parent,
    );

    this.clusterName = cluster.name;
    this.arn = cluster.name.apply((clusterName) =>
      arnOf(environment, "ecs", `cluster/${clusterName}`),
    );
    this.registerOutputs({
      clusterName: this.clusterName,
      arn: this.arn,
      shellLogGroupName: this.shellLogGroupName,
    });
  }
}
