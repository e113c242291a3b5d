import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { SecurityGroup } from "../network/securityGroup.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { finalSnapshotName } from "./finalSnapshot.ts";
import {
  checkReplicas,
  REDIS_PARAMETERS,
  REDIS_PORT,
  type RedisEndpoint,
} from "./redisEndpoint.ts";
import { cacheMetrics, type RedisMetrics } from "./redisMetrics.ts";
import { quietWindows } from "./windows.ts";

/** What can run in a cache. */
export type CacheEngine = "valkey" | "redis";

/** What a system decides of its cache; encryption and token are no choice. */
export interface CacheArgs {
  /** Opens the name; where data must survive, the cache is protected and leaves a snapshot. */
  readonly environment: Environment;
  /** Encrypts memory on disk, snapshots and logs. */
  readonly key: EncryptionKey;
  /** VPC of the subnets; the cache's security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** Subnets without a way out, one a zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Last part of the cache's name, such as `main`. */
  readonly identifier: string;
  /** @default "valkey" */
  readonly engine?: CacheEngine | undefined;
  /** Such as `cache.t3.micro`. */
  readonly nodeType: string;
  /** Nodes beside the primary, 0–5. With one or more, another zone takes over by itself. */
  readonly replicas: number;
  /** Days that daily snapshots are kept, 0–35; 0 takes none. */
  readonly snapshotDays: number;
  /** What clients authenticate with: 16–128 characters, specials among `!&#$^<>-` (T75). */
  readonly authToken: pulumi.Input<string>;
  /** Days that the logs are kept; one of the values that CloudWatch Logs accepts. @default 30 */
  readonly logRetentionDays?: number | undefined;
}

/** Version to start from, and the family of parameters that goes with it. */
const ENGINES: Readonly<
  Record<CacheEngine, { readonly version: string; readonly family: string }>
> = {
  valkey: { version: "8.0", family: "valkey8" },
  redis: { version: "7.1", family: "redis7" },
};

const LOGS = ["slow-log", "engine-log"] as const;

/**
 * An ElastiCache replication group in the data tier: encrypted at rest and in transit, entered with
 * a token, failing over when it has replicas (P-DATA-2). Its name is fixed, since alarms name it.
 *
 * Cost (us-east-1, Valkey, a node and month): cache.t3.micro 9.93 USD, cache.t3.small 19.86,
 * cache.t3.medium 39.71; Redis a quarter more. Source: Amazon ElastiCache pricing.
 *
 * @throws Error when `replicas` is not 0–5, or `logRetentionDays` is none that CloudWatch Logs
 *   accepts.
 */
export class Cache extends pulumi.ComponentResource implements RedisEndpoint {
  public static readonly token = "rampart:data:Cache";
  /** Admits nobody until a connection says so. */
  public readonly securityGroup: SecurityGroup;
  /** Host name for reads and writes; stable when another zone takes over. */
  public readonly primaryEndpoint: pulumi.Output<string>;
  /** Host name for reads that may be a moment old, spread over the replicas. */
  public readonly readerEndpoint: pulumi.Output<string>;
  /** Redis's own, 6379; TLS only. */
  public readonly port: number;
  /** ElastiCache gives its token to Redis's own first user. */
  public readonly username: string;
  /** Always false: one shard, which any client can talk to. */
  public readonly clusterMode: boolean;
  /** What alarms and dashboards read; known before it exists. */
  public readonly metrics: RedisMetrics;
  /** Physical name; known before the group exists. Its nodes are `{name}-001` and on. */
  public readonly replicationGroupId: pulumi.Output<string>;

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Cache.token, name, {}, opts);
    const { environment, key, identifier, engine = "valkey", replicas } = args;
    checkReplicas(name, replicas);
    const { version, family } = ENGINES[engine];
    const keep = keepsData(environment);
    const windows = quietWindows();
    const parent = { parent: this };

    this.port = REDIS_PORT;
    this.username = "default";
    this.clusterMode = false;
    this.securityGroup = new SecurityGroup(
      name,
      {
        environment,
        vpcId: args.vpcId,
        identifier: `cache-${identifier}`,
        description: "Redis-compatible cache",
      },
      parent,
    );
    const subnets = new aws.elasticache.SubnetGroup(
      nameOf(environment, "cache-subnets", identifier),
      { description: "Data tier", subnetIds: [...args.subnetIds] },
      parent,
    );
    const parameters = new aws.elasticache.ParameterGroup(
      nameOf(environment, "cache-parameters", `${identifier}-${family}`),
      { family, description: "Evicts keys that expire", parameters: REDIS_PARAMETERS },
      parent,
    );

    const group = new aws.elasticache.ReplicationGroup(
      name,
      {
        replicationGroupId: nameOf(environment, "cache", identifier),
        description: "Application cache",
        engine,
        engineVersion: version,
        autoMinorVersionUpgrade: true,
        applyImmediately: false,
        nodeType: args.nodeType,
        numCacheClusters: replicas + 1,
        automaticFailoverEnabled: replicas > 0,
        multiAzEnabled: replicas > 0,
        port: REDIS_PORT,
        subnetGroupName: subnets.name,
        securityGroupIds: [this.securityGroup.id],
        parameterGroupName: parameters.name,
        atRestEncryptionEnabled: true,
        kmsKeyId: key.arn,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        authToken: pulumi.secret(args.authToken),
        // ROTATE, the default, would let in clients without a token when one is first set.
        authTokenUpdateStrategy: "SET",
        snapshotRetentionLimit: args.snapshotDays,
        snapshotWindow: windows.backup,
        maintenanceWindow: windows.maintenance,
        finalSnapshotIdentifier: finalSnapshotName(name, environment, identifier, this),
        logDeliveryConfigurations: this.#logs(name, args),
      },
      // The provider would replace the group to get back below a minor version that AWS moved to.
      { ...parent, protect: keep, retainOnDelete: keep, ignoreChanges: ["engineVersion"] },
    );

    this.primaryEndpoint = group.primaryEndpointAddress;
    this.readerEndpoint = group.readerEndpointAddress;
    this.replicationGroupId = group.replicationGroupId;
    this.metrics = cacheMetrics(this.replicationGroupId, args);
    this.registerOutputs({
      securityGroupId: this.securityGroup.id,
      primaryEndpoint: this.primaryEndpoint,
      readerEndpoint: this.readerEndpoint,
      port: this.port,
      username: this.username,
      clusterMode: this.clusterMode,
      replicationGroupId: this.replicationGroupId,
    });
  }

  /**
   * Delivery of both logs. Below `/aws/vendedlogs/` one line of the account's log policy covers all
   * groups; elsewhere each would lengthen it, up to its 5,120 characters.
   */
  #logs(
    name: string,
    { environment, key, identifier, logRetentionDays: retentionDays = 30 }: CacheArgs,
  ): aws.types.input.elasticache.ReplicationGroupLogDeliveryConfiguration[] {
    const path = `/aws/vendedlogs/elasticache/${nameOf(environment, "cache", identifier)}`;
    return LOGS.map((logType) => {
      const group = new LogGroup(
        `${name}-${logType}`,
        { environment, key, logGroupName: `${path}/${logType}`, retentionDays },
        { parent: this },
      );
      return {
        logType,
        logFormat: "json",
        destinationType: "cloudwatch-logs",
        destination: group.logGroupName,
      };
    });
  }
}
