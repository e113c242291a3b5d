import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { SecurityGroup } from "../network/securityGroup.ts";
import { type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { finalSnapshotName } from "./finalSnapshot.ts";
import {
  checkReplicas,
  REDIS_PARAMETERS,
  REDIS_PORT,
  type RedisEndpoint,
} from "./redisEndpoint.ts";
import { memoryMetrics, type RedisMetrics } from "./redisMetrics.ts";
import { quietWindows } from "./windows.ts";

/** What a system decides of its cluster; shards, encryption and password are no choice. */
export interface MemoryDbArgs {
  /** Opens the names; where data must survive, the cluster is protected and leaves a snapshot. */
  readonly environment: Environment;
  /** Encrypts the log on disk and snapshots. */
  readonly key: EncryptionKey;
  /** VPC of the subnets; the cluster's security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** Subnets without a way out, one a zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Last part of the cluster's name, such as `main`. */
  readonly identifier: string;
  /** Such as `db.t4g.small`. */
  readonly nodeType: string;
  /** Nodes beside the primary, 0–5. With one or more, another zone takes over by itself. */
  readonly replicas: number;
  /** Days that daily snapshots are kept, 0–35; 0 takes none. */
  readonly snapshotDays: number;
  /** Password of the one user, 16–128 characters. */
  readonly authToken: pulumi.Input<string>;
}

/** Version to start from, and the family of parameters that goes with it. */
const ENGINE_VERSION = "7.2";
const FAMILY = "memorydb_valkey7";

/** All keys and channels, all commands but those that harm or inspect the server; INFO is harmless. */
const ACCESS = "on ~* &* +@all -@dangerous +info";

/**
 * A MemoryDB Valkey cluster of one shard in the data tier: a cache that loses nothing, since every
 * write is in a log across zones first (P-DATA-2). TLS only, entered by one user with a password.
 * Clients speak the cluster protocol.
 *
 * Cost: about twice that of a {@link Cache} of the same size, and 0.04 USD a GB written beyond
 * 10 TB a month. Source: Amazon MemoryDB pricing.
 *
 * @throws Error when `replicas` is not 0–5.
 */
export class MemoryDb extends pulumi.ComponentResource implements RedisEndpoint {
  public static readonly token = "rampart:data:MemoryDb";
  /** Admits nobody until a connection says so. */
  public readonly securityGroup: SecurityGroup;
  /** Host name of the cluster, which tells clients its nodes. */
  public readonly primaryEndpoint: pulumi.Output<string>;
  /** The same: clients of a cluster find its readers by themselves. */
  public readonly readerEndpoint: pulumi.Output<string>;
  /** Redis's own, 6379; TLS only. */
  public readonly port: number;
  /** The one user of the cluster's access list. */
  public readonly username: string;
  /** Always true, with one shard too. */
  public readonly clusterMode: boolean;
  /** What alarms and dashboards read; known before it exists. */
  public readonly metrics: RedisMetrics;
  /** Physical name; known before the cluster exists. */
  public readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: MemoryDbArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MemoryDb.token, name, {}, opts);
    const { environment, key, identifier } = args;
    checkReplicas(name, args.replicas);
    const keep = keepsData(environment);
    const windows = quietWindows();
    const parent = { parent: this };

    this.port = REDIS_PORT;
    this.username = nameOf(environment, "memory-user", identifier);
    this.clusterMode = true;
    this.securityGroup = new SecurityGroup(
      name,
      {
        environment,
        vpcId: args.vpcId,
        identifier: `memorydb-${identifier}`,
        description: "Redis-compatible database",
      },
      parent,
    );
    const subnets = new aws.memorydb.SubnetGroup(
      nameOf(environment, "memory-subnets", identifier),
      { description: "Data tier", subnetIds: [...args.subnetIds] },
      parent,
    );
    const parameters = new aws.memorydb.ParameterGroup(
      nameOf(environment, "memory-parameters", `${identifier}-valkey7`),
      { family: FAMILY, description: "Evicts keys that expire", parameters: REDIS_PARAMETERS },
      parent,
    );

    const cluster = new aws.memorydb.Cluster(
      name,
      {
        name: nameOf(environment, "memory-cluster", identifier),
        description: "Application store",
        engine: "valkey",
        engineVersion: ENGINE_VERSION,
        autoMinorVersionUpgrade: true,
        nodeType: args.nodeType,
        numShards: 1,
        numReplicasPerShard: args.replicas,
        port: REDIS_PORT,
        subnetGroupName: subnets.name,
        securityGroupIds: [this.securityGroup.id],
        parameterGroupName: parameters.name,
        kmsKeyArn: key.arn,
        tlsEnabled: true,
        aclName: this.#acl(name, args).name,
        snapshotRetentionLimit: args.snapshotDays,
        snapshotWindow: windows.backup,
        maintenanceWindow: windows.maintenance,
        finalSnapshotName: finalSnapshotName(name, environment, identifier, this),
      },
      // AWS moves to newer minor versions by itself and never back.
      { ...parent, protect: keep, retainOnDelete: keep, ignoreChanges: ["engineVersion"] },
    );

    this.primaryEndpoint = cluster.clusterEndpoints.apply(addressOf);
    this.readerEndpoint = this.primaryEndpoint;
    this.clusterName = cluster.name;
    this.metrics = memoryMetrics(this.clusterName, args);
    this.registerOutputs({
      securityGroupId: this.securityGroup.id,
      primaryEndpoint: this.primaryEndpoint,
      readerEndpoint: this.readerEndpoint,
      port: this.port,
      username: this.username,
      clusterMode: this.clusterMode,
      clusterName: this.clusterName,
    });
  }

  /** One user, and the list of users that admits only it: MemoryDB's `open-access` admits all. */
  #acl(name: string, { environment, identifier, authToken }: MemoryDbArgs): aws.memorydb.Acl {
    const user = new aws.memorydb.User(
      name,
      {
        userName: this.username,
        accessString: ACCESS,
        authenticationMode: { type: "password", passwords: [pulumi.secret(authToken)] },
      },
      { parent: this },
    );
    return new aws.memorydb.Acl(
      name,
      { name: nameOf(environment, "memory-acl", identifier), userNames: [user.userName] },
      { parent: this },
    );
  }
}

/** MemoryDB answers with exactly one endpoint; only a run without AWS answers with none. */
function addressOf(endpoints: readonly { readonly address: string }[] | undefined): string {
  return endpoints?.[0]?.address ?? "";
}
