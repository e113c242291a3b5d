import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import {
  cacheMetrics,
  memoryMetrics,
  type RedisMetrics,
} from "../../../components/data/redisMetrics.ts";

/** Metrics with what their outputs hold. */
function settled(metrics: RedisMetrics): Promise<pulumi.Unwrap<RedisMetrics>> {
  return new Promise((resolve) => {
    pulumi.output(metrics).apply(resolve);
  });
}

describe("metrics of Redis-compatible stores", () => {
  it("P-OBS-4: ElastiCache numbers its nodes", async () => {
    const metrics = await settled(
      cacheMetrics(pulumi.output("group"), { nodeType: "cache.t3.medium", replicas: 1 }),
    );
    assert.deepEqual(metrics, {
      namespace: "AWS/ElastiCache",
      hits: "CacheHits",
      misses: "CacheMisses",
      cpu: "CPUUtilization",
      nodes: [
        { label: "001", dimensions: { CacheClusterId: "group-001" } },
        { label: "002", dimensions: { CacheClusterId: "group-002" } },
      ],
    });
  });

  it("P-OBS-4: MemoryDB numbers its shard, too", async () => {
    const metrics = await settled(
      memoryMetrics(pulumi.output("cluster"), { nodeType: "db.r6g.xlarge", replicas: 0 }),
    );
    assert.deepEqual(metrics, {
      namespace: "AWS/MemoryDB",
      hits: "KeyspaceHits",
      misses: "KeyspaceMisses",
      cpu: "EngineCPUUtilization",
      nodes: [
        { label: "001", dimensions: { ClusterName: "cluster", NodeName: "cluster-0001-001" } },
      ],
    });
  });

  for (const [nodeType, cpu] of [
    ["cache.t4g.micro", "CPUUtilization"],
    ["cache.m6g.large", "CPUUtilization"],
    ["cache.m6g.xlarge", "EngineCPUUtilization"],
    ["cache.r7g.16xlarge", "EngineCPUUtilization"],
  ] as const) {
    it(`P-OBS-4: ${nodeType} is busy by its ${cpu}`, async () => {
      const metrics = await settled(
        cacheMetrics(pulumi.output("group"), { nodeType, replicas: 0 }),
      );
      assert.equal(metrics.cpu, cpu);
    });
  }
});
