import type { RedisMetrics, RedisNode } from "../../components/data/redisMetrics.ts";
import type { Metric, MetricFormula, Statistic } from "../../components/observability/metric.ts";
import type { OperationsSettings } from "../../config/settings.ts";
import type { AlarmRow } from "./alarmRow.ts";

type Thresholds = OperationsSettings["alerts"]["thresholds"];

/** Keys asked for in a period below which a share of hits says nothing. */
const LEAST_LOOKUPS = 100;

/** The alarms of each node of the cache (P-OBS-4): any of them may be the primary tomorrow. */
export function cacheAlarms(
  metrics: RedisMetrics,
  thresholds: Thresholds,
  prefix = "cache",
): AlarmRow[] {
  const rows = metrics.nodes.flatMap((node) => [
    ...loadRows(metrics, node, thresholds),
    hitRow(metrics, node, thresholds),
    ...(metrics.nodes.length > 1 ? [lagRow(metrics, node, thresholds)] : []),
  ]);
  return rows.map((row) => ({ ...row, identifier: `${prefix}-${row.identifier}` }));
}

function metricOf(
  { namespace }: RedisMetrics,
  { dimensions }: RedisNode,
  metricName: string,
  statistic: Statistic,
): Metric {
  return { namespace, metricName, dimensions, statistic };
}

function loadRows(metrics: RedisMetrics, node: RedisNode, thresholds: Thresholds): AlarmRow[] {
  const common = { wrong: "above", periods: 5, silenceIs: "fine", severity: "warning" } as const;
  return [
    {
      ...common,
      identifier: `${node.label}-cpu`,
      description: `Node ${node.label} of the cache is busy; look for slow commands in its slow log`,
      metric: metricOf(metrics, node, metrics.cpu, "Average"),
      threshold: thresholds.cacheCpuPercent,
    },
    {
      ...common,
      identifier: `${node.label}-memory`,
      description: `Node ${node.label} of the cache is nearly full and drops keys, or it is gone: see its events`,
      metric: metricOf(metrics, node, "DatabaseMemoryUsagePercentage", "Average"),
      threshold: thresholds.cacheMemoryPercent,
      // A node that says nothing is down; this alarm tells it for all of the node's.
      silenceIs: "wrong",
    },
    {
      ...common,
      identifier: `${node.label}-connections`,
      description: `Node ${node.label} of the cache has many connections; does a client open one for each request?`,
      metric: metricOf(metrics, node, "CurrConnections", "Maximum"),
      threshold: thresholds.cacheConnections,
    },
  ];
}

/** A share of few is chance: with fewer look-ups there is no number, which is fine. */
function hitRow(metrics: RedisMetrics, node: RedisNode, { cacheHitPercent }: Thresholds): AlarmRow {
  return {
    identifier: `${node.label}-hit-rate`,
    description: `Node ${node.label} of the cache lacks many keys that are asked for; they expire too soon, or it is too small`,
    metric: hitRate(metrics, node),
    wrong: "below",
    threshold: cacheHitPercent,
    periodSeconds: 300,
    periods: 6,
    silenceIs: "fine",
    severity: "info",
  };
}

/** ElastiCache's own CacheHitRate, which MemoryDB does not have, and which is 0 when nobody asks. */
function hitRate(metrics: RedisMetrics, node: RedisNode): MetricFormula {
  return {
    expression: `IF(hits + misses > ${LEAST_LOOKUPS}, 100 * hits / (hits + misses))`,
    label: "CacheHitRate",
    metrics: {
      hits: metricOf(metrics, node, metrics.hits, "Sum"),
      misses: metricOf(metrics, node, metrics.misses, "Sum"),
    },
  };
}

/** Of replicas only; the primary, whichever it is, reports none. */
function lagRow(metrics: RedisMetrics, node: RedisNode, thresholds: Thresholds): AlarmRow {
  return {
    identifier: `${node.label}-lag`,
    description: `Replica ${node.label} of the cache is behind: what it answers is old, and lost if it takes over`,
    metric: metricOf(metrics, node, "ReplicationLag", "Average"),
    wrong: "above",
    threshold: thresholds.cacheLagSeconds,
    periods: 5,
    silenceIs: "fine",
    severity: "warning",
  };
}
