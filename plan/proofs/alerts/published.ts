import { TYPE } from "../types.ts";

/** Names of dimensions that stand together. */
type Dimensions = readonly string[];

/** Metrics that a service publishes by the same dimensions. */
interface Published {
  /** Without them, all of the namespace. */
  readonly names?: readonly string[];
  /** Each set of dimensions, whole; AWS takes a metric with one more or less for another metric. */
  readonly by: readonly Dimensions[];
}

/** What a service measures. */
interface Measured {
  /** Types of things by the dimension that names one; other dimensions name no thing. */
  readonly of: Readonly<Record<string, string>>;
  readonly metrics: readonly Published[];
}

/** Namespace of Container Insights, which a cluster publishes only where they are on. */
export const CLUSTER_METRICS = "ECS/ContainerInsights";

/** Namespace of what Auto Scaling groups count, each of which only what it is told to. */
export const GROUP_METRICS = "AWS/AutoScaling";

const SCALING_GROUP = "aws:autoscaling/group:Group";
const SERVICE = "aws:ecs/service:Service";
const OF_SERVICES: Measured = {
  of: { ClusterName: TYPE.cluster, ServiceName: SERVICE },
  metrics: [{ by: [["ClusterName", "ServiceName"], ["ClusterName"]] }],
};

/** One kind of thing that is measured by its name alone. */
const alone = (dimension: string, type: string, names?: readonly string[]): Measured => ({
  of: { [dimension]: type },
  metrics: [{ ...(names && { names }), by: [[dimension]] }],
});

const codes = (prefix: string, suffix: string, ...all: readonly string[]): string[] =>
  all.map((code) => `${prefix}${code}${suffix}`);

const OF_BALANCER: readonly Dimensions[] = [["LoadBalancer"], ["AvailabilityZone", "LoadBalancer"]];
const OF_TARGETS: readonly Dimensions[] = [
  ["LoadBalancer", "TargetGroup"],
  ["AvailabilityZone", "LoadBalancer", "TargetGroup"],
];

/**
 * What AWS's services measure, by namespace. The names of metrics are listed for those that are
 * watched most. Source: each service's guide, in its list of metrics and dimensions.
 */
export const MEASURED: Readonly<Record<string, Measured>> = {
  "AWS/ApplicationELB": {
    of: {
      LoadBalancer: "aws:lb/loadBalancer:LoadBalancer",
      TargetGroup: "aws:lb/targetGroup:TargetGroup",
    },
    metrics: [
      {
        names: [
          "ActiveConnectionCount",
          "ClientTLSNegotiationErrorCount",
          "ConsumedLCUs",
          "DesyncMitigationMode_NonCompliant_Request_Count",
          "DroppedInvalidHeaderRequestCount",
          "ELBAuthError",
          "ELBAuthFailure",
          "ELBAuthLatency",
          "ELBAuthRefreshTokenSuccess",
          "ELBAuthSuccess",
          "ELBAuthUserClaimsSizeExceeded",
          "ForwardedInvalidHeaderRequestCount",
          "GrpcRequestCount",
          "HTTP_Fixed_Response_Count",
          "HTTP_Redirect_Count",
          "HTTP_Redirect_Url_Limit_Exceeded_Count",
          ...codes("HTTPCode_ELB_", "_Count", "3XX", "4XX", "5XX", "500", "502", "503", "504"),
          "IPv6ProcessedBytes",
          "IPv6RequestCount",
          "NewConnectionCount",
          "NonStickyRequestCount",
          "ProcessedBytes",
          "RejectedConnectionCount",
          "RuleEvaluations",
        ],
        by: OF_BALANCER,
      },
      {
        names: [
          ...codes("HTTPCode_Target_", "_Count", "2XX", "3XX", "4XX", "5XX"),
          "RequestCount",
          "TargetConnectionErrorCount",
          "TargetResponseTime",
          "TargetTLSNegotiationErrorCount",
        ],
        by: [...OF_BALANCER, ...OF_TARGETS],
      },
      {
        names: [
          "AnomalousHostCount",
          "HealthyHostCount",
          "HealthyStateDNS",
          "HealthyStateRouting",
          "MitigatedHostCount",
          "UnHealthyHostCount",
          "UnhealthyRoutingRequestCount",
          "UnhealthyStateDNS",
          "UnhealthyStateRouting",
        ],
        by: OF_TARGETS,
      },
      { names: ["RequestCountPerTarget"], by: [["TargetGroup"], ...OF_TARGETS] },
    ],
  },
  [GROUP_METRICS]: alone("AutoScalingGroupName", SCALING_GROUP, [
    ...["Min", "Max"].map((end) => `Group${end}Size`),
    ...["InService", "Pending", "Standby", "Terminating", "Total"].flatMap((state) => [
      `Group${state}Instances`,
      `Group${state}Capacity`,
    ]),
    "GroupDesiredCapacity",
  ]),
  "AWS/Backup": alone("BackupVaultName", "aws:backup/vault:Vault"),
  // Of the account, in one region; no thing of a stack.
  "AWS/Billing": { of: {}, metrics: [{ names: ["EstimatedCharges"], by: [["Currency"]] }] },
  "AWS/CloudFront": {
    of: { DistributionId: "aws:cloudfront/distribution:Distribution" },
    metrics: [
      {
        names: [
          "BytesDownloaded",
          "BytesUploaded",
          "CacheHitRate",
          "OriginLatency",
          "Requests",
          ...codes(
            "",
            "ErrorRate",
            "4xx",
            "5xx",
            "Total",
            "401",
            "403",
            "404",
            "502",
            "503",
            "504",
          ),
        ],
        by: [["DistributionId", "Region"]],
      },
    ],
  },
  "AWS/DynamoDB": {
    of: { TableName: "aws:dynamodb/table:Table" },
    metrics: [
      {
        names: [
          "ConsumedReadCapacityUnits",
          "ConsumedWriteCapacityUnits",
          "ReadThrottleEvents",
          "WriteThrottleEvents",
        ],
        by: [["TableName"], ["GlobalSecondaryIndexName", "TableName"]],
      },
      {
        names: ["SuccessfulRequestLatency", "SystemErrors", "ThrottledRequests"],
        by: [["Operation", "TableName"]],
      },
    ],
  },
  "AWS/EC2": {
    of: {
      AutoScalingGroupName: SCALING_GROUP,
      InstanceId: "aws:ec2/instance:Instance",
    },
    metrics: [{ by: [["InstanceId"], ["AutoScalingGroupName"]] }],
  },
  "AWS/ECS": OF_SERVICES,
  "AWS/ElastiCache": {
    of: { CacheClusterId: "aws:elasticache/replicationGroup:ReplicationGroup" },
    metrics: [{ by: [["CacheClusterId"], ["CacheClusterId", "CacheNodeId"]] }],
  },
  "AWS/Events": alone("RuleName", TYPE.rule),
  "AWS/Lambda": alone("FunctionName", TYPE.function, [
    "AsyncEventAge",
    "AsyncEventsDropped",
    "AsyncEventsReceived",
    "ConcurrentExecutions",
    "DeadLetterErrors",
    "DestinationDeliveryFailures",
    "Duration",
    "Errors",
    "Invocations",
    "IteratorAge",
    "OffsetLag",
    "OversizedRecordCount",
    "PostRuntimeExtensionsDuration",
    "ProvisionedConcurrencyInvocations",
    "ProvisionedConcurrencySpilloverInvocations",
    "ProvisionedConcurrencyUtilization",
    "ProvisionedConcurrentExecutions",
    "RecursiveInvocationsDropped",
    "Throttles",
  ]),
  "AWS/MemoryDB": {
    of: { ClusterName: "aws:memorydb/cluster:Cluster", NodeName: "aws:memorydb/cluster:Cluster" },
    metrics: [{ by: [["ClusterName"], ["ClusterName", "NodeName"]] }],
  },
  "AWS/NATGateway": alone("NatGatewayId", "aws:ec2/natGateway:NatGateway"),
  "AWS/RDS": alone("DBInstanceIdentifier", "aws:rds/instance:Instance"),
  "AWS/SNS": alone("TopicName", TYPE.topic),
  "AWS/SQS": alone("QueueName", TYPE.queue, [
    "ApproximateAgeOfOldestMessage",
    "ApproximateNumberOfGroupsWithInflightMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesVisible",
    "NumberOfDeduplicatedSentMessages",
    "NumberOfEmptyReceives",
    "NumberOfMessagesDeleted",
    "NumberOfMessagesReceived",
    "NumberOfMessagesSent",
    "SentMessageSize",
  ]),
  [CLUSTER_METRICS]: OF_SERVICES,
};

/**
 * The value that a dimension always has. Source: CloudFront guide, "Metrics for CloudFront"; AWS
 * Billing guide, "Creating a billing alarm".
 */
export const FIXED: Readonly<Record<string, string>> = { Currency: "USD", Region: "Global" };

/** Where what an account as a whole spends is measured, and nowhere else (T25). */
export const BILLED_IN = "us-east-1";

/** Dimensions that name a node of a thing. */
export const OF_NODES: readonly string[] = ["CacheClusterId", "NodeName"];
