import type * as pulumi from "@pulumi/pulumi";

/** One node of a store, as CloudWatch knows it. */
export interface RedisNode {
  /** Tells the nodes of a store apart, such as `001`. */
  readonly label: string;
  /** What its metrics are found by. */
  readonly dimensions: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Where the metrics of a store are, whichever service runs it. */
export interface RedisMetrics {
  /** Both services give most metrics the same names. */
  readonly namespace: "AWS/ElastiCache" | "AWS/MemoryDB";
  /** Metric of keys that were asked for and there. */
  readonly hits: "CacheHits" | "KeyspaceHits";
  /** Metric of keys that were asked for and not there. */
  readonly misses: "CacheMisses" | "KeyspaceMisses";
  /**
   * Metric of the CPU that runs commands: on two cores it is the host's, on more the engine's, which
   * has one core to itself. Source: ElastiCache guide, "Which metrics should I monitor?".
   */
  readonly cpu: "CPUUtilization" | "EngineCPUUtilization";
  /** All nodes; any of them may be the primary. */
  readonly nodes: readonly RedisNode[];
}

/** Metrics of an ElastiCache group without shards; it numbers its nodes from 001. */
export function cacheMetrics(
  replicationGroupId: pulumi.Output<string>,
  { nodeType, replicas }: { readonly nodeType: string; readonly replicas: number },
): RedisMetrics {
  return {
    namespace: "AWS/ElastiCache",
    hits: "CacheHits",
    misses: "CacheMisses",
    cpu: cpuMetric(nodeType),
    nodes: labels(replicas).map((label) => ({
      label,
      dimensions: { CacheClusterId: replicationGroupId.apply((id) => `${id}-${label}`) },
    })),
  };
}

/** Metrics of a MemoryDB cluster of one shard; it numbers shards from 0001, and their nodes. */
export function memoryMetrics(
  clusterName: pulumi.Output<string>,
  { nodeType, replicas }: { readonly nodeType: string; readonly replicas: number },
): RedisMetrics {
  return {
    namespace: "AWS/MemoryDB",
    hits: "KeyspaceHits",
    misses: "KeyspaceMisses",
    cpu: cpuMetric(nodeType),
    nodes: labels(replicas).map((label) => ({
      label,
      dimensions: {
        ClusterName: clusterName,
        NodeName: clusterName.apply((name) => `${name}-0001-${label}`),
      },
    })),
  };
}

function labels(replicas: number): string[] {
  return Array.from({ length: replicas + 1 }, (_, index) => String(index + 1).padStart(3, "0"));
}

/** Classes up to `large` have two cores. */
function cpuMetric(nodeType: string): RedisMetrics["cpu"] {
  const size = nodeType.split(".")[2] ?? "";
  return ["micro", "small", "medium", "large"].includes(size)
    ? "CPUUtilization"
    : "EngineCPUUtilization";
}
