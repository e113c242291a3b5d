import { UNKNOWN } from "../../../plan/graph/value.ts";
import { type Defect, given, gone, pointed, T, together } from "./defects.ts";

const FILLED = { name: "ErrorCount", namespace: "rampart/prod/api", value: "1" };

/** What can keep a metric empty, on which an alarm waits for ever. */
export const METRIC_DEFECTS: readonly Defect[] = [
  {
    mutant: gone("a metric that nothing counts any more", T.metricFilter, "api-errors"),
    faults: [
      "stops: no metric filter fills ErrorCount of rampart/prod/api, so alarm rampart-prod-alarm-api-errors never goes off → Add a metric filter that fills it, or let alarm rampart-prod-alarm-api-errors watch a metric that is filled.",
    ],
  },
  {
    mutant: given("a filter that fills another metric", T.metricFilter, "api-errors", {
      metricTransformation: { ...FILLED, name: "Errors" },
    }),
    faults: [
      "stops: no metric filter fills ErrorCount of rampart/prod/api, so alarm rampart-prod-alarm-api-errors never goes off → Add a metric filter that fills it, or let alarm rampart-prod-alarm-api-errors watch a metric that is filled.",
      "stops: neither an alarm nor a dashboard reads Errors, which log metric filter errors fills → Let an alarm read what log metric filter errors fills, or take it away.",
    ],
  },
  {
    mutant: given("a filter that fills another namespace", T.metricFilter, "api-errors", {
      metricTransformation: { ...FILLED, namespace: "rampart/dev/api" },
    }),
    faults: [
      "stops: no metric filter fills ErrorCount of rampart/prod/api, so alarm rampart-prod-alarm-api-errors never goes off → Add a metric filter that fills it, or let alarm rampart-prod-alarm-api-errors watch a metric that is filled.",
      "stops: neither an alarm nor a dashboard reads ErrorCount, which log metric filter errors fills → Let an alarm read what log metric filter errors fills, or take it away.",
    ],
  },
  {
    mutant: given("a filter in another region", T.metricFilter, "api-errors", {
      region: "eu-west-1",
    }),
    faults: [
      "stops: no metric filter fills ErrorCount of rampart/prod/api, so alarm rampart-prod-alarm-api-errors never goes off → Add a metric filter that fills it, or let alarm rampart-prod-alarm-api-errors watch a metric that is filled.",
      "stops: neither an alarm nor a dashboard reads ErrorCount, which log metric filter errors fills → Let an alarm read what log metric filter errors fills, or take it away.",
    ],
  },
  {
    mutant: given("a filter that counts by path", T.metricFilter, "api-errors", {
      metricTransformation: { ...FILLED, dimensions: { Path: "$.path" } },
    }),
    faults: [
      "stops: log metric filter errors fills its metric by Path, and alarm rampart-prod-alarm-api-errors asks for it by no dimension → Let alarm rampart-prod-alarm-api-errors ask for its metric by Path.",
    ],
  },
  {
    mutant: given("an alarm on a misspelt metric", T.alarm, "trail-alarms-root-use", {
      metricName: "root-uses",
    }),
    faults: [
      "stops: no metric filter fills root-uses of rampart-prod/trail, so alarm rampart-prod-alarm-trail-root-use never goes off → Add a metric filter that fills it, or let alarm rampart-prod-alarm-trail-root-use watch a metric that is filled.",
      "stops: neither an alarm nor a dashboard reads root-use, which log metric filter trail-root-use fills → Let an alarm read what log metric filter trail-root-use fills, or take it away.",
    ],
  },
  {
    mutant: given("an alarm on one service of many", T.alarm, "api-errors", {
      dimensions: { Service: "api", Path: "/" },
    }),
    faults: [
      "stops: log metric filter errors fills its metric by no dimension, and alarm rampart-prod-alarm-api-errors asks for it by Path and Service → Let alarm rampart-prod-alarm-api-errors ask for its metric by no dimension.",
    ],
  },
  {
    mutant: pointed("an alarm on who knows what", T.alarm, "api-errors", "namespace", UNKNOWN),
    faults: [
      "unknown: which metric alarm rampart-prod-alarm-api-errors watches is unknown, so it can't be shown that anything fills it → Name the metric of alarm rampart-prod-alarm-api-errors with values that are known before anything exists.",
      "stops: neither an alarm nor a dashboard reads ErrorCount, which log metric filter errors fills → Let an alarm read what log metric filter errors fills, or take it away.",
    ],
  },
  {
    mutant: given("an alarm that reckons with what nothing fills", T.alarm, "api-errors", {
      metricQueries: [{ id: "m", metric: { namespace: "mine", metricName: "Load" } }],
    }),
    faults: [
      "stops: no metric filter fills Load of mine, so alarm rampart-prod-alarm-api-errors never goes off → Add a metric filter that fills it, or let alarm rampart-prod-alarm-api-errors watch a metric that is filled.",
    ],
  },
  {
    mutant: given("a filter on a group elsewhere", T.metricFilter, "trail-alarms-root-use", {
      logGroupName: "/elsewhere",
    }),
    faults: [
      "unknown: the log group is not of this stack, so it can't be shown that log metric filter trail-root-use counts anything → Let log metric filter trail-root-use read a log group of this stack.",
    ],
  },
  {
    mutant: given("a filter on a group that is not written", T.metricFilter, "api-errors", {
      logGroupName: "/ecs/prod/main/debug-shell",
    }),
    faults: [
      "stops: nothing of this stack writes to log group /ecs/prod/main/debug-shell → Let something write to log group /ecs/prod/main/debug-shell.",
    ],
  },
  {
    mutant: given("a group in which filters count nothing", T.logGroup, "api", {
      logGroupClass: "INFREQUENT_ACCESS",
    }),
    faults: [
      "stops: log group /ecs/prod/api is of class INFREQUENT_ACCESS, in which metric filters count nothing → Give log group /ecs/prod/api the class STANDARD.",
    ],
  },
  {
    mutant: given("a cluster that is not watched", T.cluster, "cluster", {
      settings: [{ name: "containerInsights", value: "disabled" }],
    }),
    faults: [
      "stops: Container Insights is not on in cluster rampart-prod-ecs-main, so alarm rampart-prod-alarm-api-running-tasks never goes off → Set containerInsights of cluster rampart-prod-ecs-main to enabled.",
    ],
  },
  {
    mutant: gone("a filter that no alarm reads any more", T.alarm, "trail-alarms-root-use"),
    faults: [
      "stops: neither an alarm nor a dashboard reads root-use, which log metric filter trail-root-use fills → Let an alarm read what log metric filter trail-root-use fills, or take it away.",
    ],
  },
  {
    mutant: together(
      "a filter that counts elsewhere",
      given("", T.metricFilter, "trail-alarms-root-use", { region: "eu-west-1" }),
      given("", T.alarm, "trail-alarms-root-use", { region: "eu-west-1" }),
    ),
    faults: [
      "stops: alarm rampart-prod-alarm-trail-root-use is in eu-west-1, and an alarm tells nobody in us-east-1 → Let alarm rampart-prod-alarm-trail-root-use tell a topic in eu-west-1.",
      "stops: log group /aws/cloudtrail/rampart-prod-trail-account is in us-east-1, and log metric filter trail-root-use counts nothing but what is in eu-west-1 → Put log metric filter trail-root-use into us-east-1.",
    ],
  },
  {
    mutant: given("an alarm on a function that is not there", T.alarm, "rotation-errors", {
      dimensions: { FunctionName: "rampart-prod-fn-rotate" },
    }),
    faults: [
      "unknown: no function of this stack is called rampart-prod-fn-rotate, so it can't be shown that alarm rampart-prod-alarm-rotation-errors ever goes off → Let alarm rampart-prod-alarm-rotation-errors watch a function of this stack.",
    ],
  },
  {
    mutant: given("an alarm by another dimension", T.alarm, "rotation-errors", {
      dimensions: { Function: "rampart-prod-fn-rotate-database-secret" },
    }),
    faults: [
      "unknown: what AWS/Lambda measures by Function is not known here, so it can't be shown that alarm rampart-prod-alarm-rotation-errors ever goes off → Let alarm rampart-prod-alarm-rotation-errors ask for its metric by FunctionName.",
    ],
  },
  {
    mutant: given("an alarm by no dimension", T.alarm, "database-cpu", { dimensions: null }),
    faults: [
      "unknown: what AWS/RDS measures by no dimension is not known here, so it can't be shown that alarm rampart-prod-alarm-database-cpu ever goes off → Let alarm rampart-prod-alarm-database-cpu ask for its metric by DBInstanceIdentifier.",
    ],
  },
  {
    mutant: given("an alarm on another service of AWS", T.alarm, "database-cpu", {
      namespace: "AWS/Rds",
    }),
    faults: [
      "unknown: what AWS/Rds measures is not known here, so it can't be shown that alarm rampart-prod-alarm-database-cpu ever goes off → Name the namespace as AWS does, or teach the plan what AWS/Rds measures.",
    ],
  },
  {
    mutant: given("an alarm far from what it watches", T.alarm, "api-5xx", { region: "eu-west-1" }),
    faults: [
      "stops: alarm rampart-prod-alarm-api-5xx is in eu-west-1, and an alarm tells nobody in us-east-1 → Let alarm rampart-prod-alarm-api-5xx tell a topic in eu-west-1.",
      "stops: load balancer rampart-prod-alb-main is measured in us-east-1, and alarm rampart-prod-alarm-api-5xx is in eu-west-1, so it never goes off → Put alarm rampart-prod-alarm-api-5xx and its topic into us-east-1.",
    ],
  },
  {
    mutant: given("an alarm on a node of another cache", T.alarm, "cache-001-cpu", {
      dimensions: { CacheClusterId: "rampart-prod-cache-other-001" },
    }),
    faults: [
      "unknown: no replication group of this stack is called rampart-prod-cache-other-001, so it can't be shown that alarm rampart-prod-alarm-cache-001-cpu ever goes off → Let alarm rampart-prod-alarm-cache-001-cpu watch a replication group of this stack.",
    ],
  },
  {
    mutant: given("an alarm on a metric that AWS does not have", T.alarm, "rotation-errors", {
      metricName: "Error",
    }),
    faults: [
      "unknown: no metric of AWS/Lambda that is known here is called Error, so it can't be shown that alarm rampart-prod-alarm-rotation-errors ever goes off → Let alarm rampart-prod-alarm-rotation-errors ask for a metric by the name that AWS gives it.",
    ],
  },
  {
    mutant: given("an alarm by one dimension too many", T.alarm, "rotation-errors", {
      dimensions: { FunctionName: "rampart-prod-fn-rotate-database-secret", Stage: "prod" },
    }),
    faults: [
      "unknown: what AWS/Lambda measures by FunctionName and Stage is not known here, so it can't be shown that alarm rampart-prod-alarm-rotation-errors ever goes off → Let alarm rampart-prod-alarm-rotation-errors ask for its metric by FunctionName.",
    ],
  },
  {
    mutant: given("an alarm on hosts of no group", T.alarm, "api-unhealthy-tasks", {
      dimensions: { LoadBalancer: { $unknown: true } },
    }),
    faults: [
      "unknown: what AWS/ApplicationELB measures by LoadBalancer is not known here, so it can't be shown that alarm rampart-prod-alarm-api-unhealthy-tasks ever goes off → Let alarm rampart-prod-alarm-api-unhealthy-tasks ask for its metric by LoadBalancer and TargetGroup, or by AvailabilityZone and LoadBalancer and TargetGroup.",
    ],
  },
];
