import type * as pulumi from "@pulumi/pulumi";

import type { SecurityGroup } from "../network/securityGroup.ts";
import type { RedisMetrics } from "./redisMetrics.ts";

/** Where a Redis-compatible store answers, over TLS, whichever service runs it. */
export interface RedisEndpoint {
  /** Admits nobody until a connection says so. */
  readonly securityGroup: SecurityGroup;
  /** Host name for reads and writes. */
  readonly primaryEndpoint: pulumi.Output<string>;
  /** Host name for reads that may be a moment old. */
  readonly readerEndpoint: pulumi.Output<string>;
  /** TCP port; TLS only. */
  readonly port: number;
  /** Whom the token belongs to. */
  readonly username: string;
  /** Whether clients must speak the cluster protocol. */
  readonly clusterMode: boolean;
  /** What alarms and dashboards read. */
  readonly metrics: RedisMetrics;
}

/** Redis's port, as network ACLs and security groups know it (P-NET-4). */
export const REDIS_PORT = 6379;

/**
 * Evicts the least used among keys that expire, which is what a cache holds; keys without an end,
 * such as queued jobs, are never lost to it.
 */
export const REDIS_PARAMETERS = [{ name: "maxmemory-policy", value: "volatile-lfu" }];

/** Nodes that ElastiCache and MemoryDB allow beside the primary. */
const REPLICA_LIMIT = 5;

/**
 * Checks what both services refuse.
 *
 * @throws Error for a number of replicas that is not 0–5
 */
export function checkReplicas(name: string, replicas: number): void {
  if (Number.isInteger(replicas) && replicas >= 0 && replicas <= REPLICA_LIMIT) return;
  throw new Error(`replicas of ${name} is ${replicas}; allowed: 0–${REPLICA_LIMIT}.`);
}
