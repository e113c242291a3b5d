/** What a service of AWS publishes: metrics by the sets of dimensions under which it does. */
interface Published {
  /** Page of AWS's documentation that says so. */
  readonly source: string;
  /** Names of metrics, by the names of their dimensions in order of the alphabet. */
  readonly metrics: Readonly<Record<string, readonly string[]>>;
}

/**
 * The metrics of AWS that alarms and dashboards may ask for, written down apart from the program: one
 * that there is not is accepted, and stays silent for ever. Checked 2026-11.
 */
const PUBLISHED: Readonly<Record<string, Published>> = {
  "AWS/ApplicationELB": {
    source: "Elastic Load Balancing guide, CloudWatch metrics for your Application Load Balancer",
    metrics: {
      LoadBalancer: ["HTTPCode_ELB_4XX_Count", "HTTPCode_ELB_5XX_Count", "RequestCount"],
      "LoadBalancer TargetGroup": [
        "HTTPCode_Target_4XX_Count",
        "HTTPCode_Target_5XX_Count",
        "HealthyHostCount",
        "TargetResponseTime",
        "UnHealthyHostCount",
      ],
    },
  },
  "AWS/AutoScaling": {
    source: "EC2 Auto Scaling guide, CloudWatch metrics for Amazon EC2 Auto Scaling",
    metrics: { AutoScalingGroupName: ["GroupDesiredCapacity", "GroupInServiceInstances"] },
  },
  "AWS/Backup": {
    source: "AWS Backup guide, AWS Backup metrics with CloudWatch",
    metrics: { BackupVaultName: ["NumberOfBackupJobsExpired", "NumberOfBackupJobsFailed"] },
  },
  "AWS/CloudFront": {
    source: "CloudFront guide, Types of metrics for CloudFront",
    metrics: { "DistributionId Region": ["4xxErrorRate", "5xxErrorRate", "Requests"] },
  },
  "AWS/DynamoDB": {
    source: "Amazon DynamoDB guide, DynamoDB metrics and dimensions",
    metrics: {
      "Operation TableName": ["SuccessfulRequestLatency", "SystemErrors", "ThrottledRequests"],
      TableName: ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"],
    },
  },
  "AWS/EC2": {
    source: "Amazon EC2 guide, CloudWatch metrics that are available for your instances",
    metrics: {
      AutoScalingGroupName: ["CPUUtilization", "NetworkIn", "NetworkOut"],
      InstanceId: ["CPUUtilization", "StatusCheckFailed"],
    },
  },
  "AWS/ECS": {
    source: "Amazon ECS guide, Amazon ECS CloudWatch metrics",
    metrics: { "ClusterName ServiceName": ["CPUUtilization", "MemoryUtilization"] },
  },
  "AWS/ElastiCache": {
    source: "ElastiCache guide, Metrics for Valkey and Redis OSS",
    metrics: {
      CacheClusterId: [
        "CPUUtilization",
        "CacheHits",
        "CacheMisses",
        "CurrConnections",
        "DatabaseMemoryUsagePercentage",
        "EngineCPUUtilization",
        "ReplicationLag",
      ],
    },
  },
  "AWS/Lambda": {
    source: "Lambda guide, Types of metrics for Lambda functions",
    metrics: { FunctionName: ["Errors", "Throttles"] },
  },
  "AWS/MemoryDB": {
    source: "MemoryDB guide, Metrics for MemoryDB",
    metrics: {
      "ClusterName NodeName": [
        "CPUUtilization",
        "CurrConnections",
        "DatabaseMemoryUsagePercentage",
        "EngineCPUUtilization",
        "KeyspaceHits",
        "KeyspaceMisses",
        "ReplicationLag",
      ],
    },
  },
  "AWS/NATGateway": {
    source: "Amazon VPC guide, NAT gateway metrics and dimensions",
    metrics: {
      NatGatewayId: ["BytesInFromDestination", "BytesOutToDestination", "ErrorPortAllocation"],
    },
  },
  "AWS/Billing": {
    source: "CloudWatch guide, Create a billing alarm to monitor your estimated AWS charges",
    metrics: { Currency: ["EstimatedCharges"] },
  },
  "AWS/RDS": {
    source: "Amazon RDS guide, Amazon CloudWatch metrics for Amazon RDS",
    metrics: {
      DBInstanceIdentifier: [
        "CPUSurplusCreditsCharged",
        "CPUUtilization",
        "DatabaseConnections",
        "FreeStorageSpace",
        "FreeableMemory",
        "ReadLatency",
        "WriteLatency",
      ],
    },
  },
  "AWS/SQS": {
    source: "Amazon SQS guide, Available CloudWatch metrics for Amazon SQS",
    metrics: { QueueName: ["ApproximateNumberOfMessagesVisible"] },
  },
  "ECS/ContainerInsights": {
    source: "CloudWatch guide, Amazon ECS Container Insights metrics",
    metrics: { "ClusterName ServiceName": ["DesiredTaskCount", "RunningTaskCount"] },
  },
};

/** A metric as an alarm or a dashboard asks for it. */
export interface AskedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly string[];
}

/** What is wrong with a metric of AWS: it is not published so. Undefined when it is. */
export function metricProblem({
  namespace,
  metricName,
  dimensions,
}: AskedMetric): string | undefined {
  const by = [...dimensions].sort().join(" ");
  const asked = `${namespace} ${metricName} by ${by || "nothing"}`;
  const service = PUBLISHED[namespace];
  if (service === undefined) return `${asked}: no such namespace is known`;
  return service.metrics[by]?.includes(metricName) === true
    ? undefined
    : `${asked}: not in ${service.source}`;
}
