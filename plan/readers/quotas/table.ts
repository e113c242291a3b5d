import {
  bytes,
  cacheNodes,
  characters,
  fargateCpus,
  most,
  mostTasks,
  per,
  perAccount,
  perRegion,
  perResource,
  reservedConcurrency,
} from "./counts.ts";
import { NETWORK_QUOTAS } from "./network.ts";
import { DOCS, type QuotaRow, row } from "./row.ts";

/** When the limits of the table were looked up. */
export const CHECKED = "2026-11-22";

const CONTAINERS = `${DOCS}/general/latest/gr/ecs-service.html`;
const DATABASES = `${DOCS}/AmazonRDS/latest/UserGuide/CHAP_Limits.html`;
const IAM = `${DOCS}/IAM/latest/UserGuide/reference_iam-quotas.html`;
const KEYS = `${DOCS}/kms/latest/developerguide/resource-limits.html`;
const BUCKETS = `${DOCS}/general/latest/gr/s3.html`;

/**
 * The quotas that a stack of this kind can run into, by id. A row whose need is 0 isn't shown, so
 * a row may speak of a type that no stack has yet.
 */
export const QUOTAS = {
  ...NETWORK_QUOTAS,
  services: row(
    "ECS services per cluster",
    5_000,
    CONTAINERS,
    most(["aws:ecs/service:Service"], per("cluster")),
  ),
  tasks: row(
    "Tasks per ECS service",
    5_000,
    CONTAINERS,
    most(["aws:ecs/service:Service"], perResource, mostTasks),
  ),
  "fargate-cpus": row("Fargate vCPUs, on demand", 6, CONTAINERS, fargateCpus("FARGATE")),
  "fargate-spot-cpus": row("Fargate vCPUs, Spot", 6, CONTAINERS, fargateCpus("FARGATE_SPOT")),
  "reserved-concurrency": row(
    "Lambda concurrency per region",
    1_000,
    `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`,
    reservedConcurrency,
  ),

  databases: row(
    "RDS instances per region",
    40,
    DATABASES,
    most(["aws:rds/instance:Instance"], perRegion),
  ),
  "database-parameters": row(
    "RDS parameter groups per region",
    50,
    DATABASES,
    most(["aws:rds/parameterGroup:ParameterGroup"], perRegion),
  ),
  "database-subnets": row(
    "RDS subnet groups per region",
    50,
    DATABASES,
    most(["aws:rds/subnetGroup:SubnetGroup"], perRegion),
  ),
  "cache-nodes": row(
    "ElastiCache nodes per region",
    300,
    `${DOCS}/general/latest/gr/elasticache-service.html`,
    most(["aws:elasticache/replicationGroup:ReplicationGroup"], perRegion, cacheNodes),
  ),
  "memory-nodes": row(
    "MemoryDB nodes per region",
    300,
    `${DOCS}/general/latest/gr/memorydb-service.html`,
    most(["aws:memorydb/cluster:Cluster"], perRegion, cacheNodes),
  ),
  tables: row(
    "DynamoDB tables per region",
    2_500,
    `${DOCS}/amazondynamodb/latest/developerguide/ServiceQuotas.html`,
    most(["aws:dynamodb/table:Table"], perRegion),
  ),
  buckets: row("S3 buckets", 10_000, BUCKETS, most(["aws:s3/bucket:Bucket"], perAccount)),
  "bucket-policy": row(
    "Bytes of a bucket policy",
    20 * 1_024,
    BUCKETS,
    most(["aws:s3/bucketPolicy:BucketPolicy"], per("bucket"), bytes("policy")),
  ),

  keys: row("KMS keys per region", 100_000, KEYS, most(["aws:kms/key:Key"], perRegion)),
  "key-policy": row(
    "Bytes of a key policy",
    32 * 1_024,
    KEYS,
    most(["aws:kms/key:Key"], perResource, bytes("policy")),
  ),
  secrets: row(
    "Secrets per region",
    500_000,
    `${DOCS}/secretsmanager/latest/userguide/reference_limits.html`,
    most(["aws:secretsmanager/secret:Secret"], perRegion),
  ),
  roles: row("IAM roles", 1_000, IAM, most(["aws:iam/role:Role"], perAccount)),
  "managed-policies": row(
    "Customer managed policies",
    1_500,
    IAM,
    most(["aws:iam/policy:Policy"], perAccount),
  ),
  "policies-per-role": row(
    "Managed policies per role",
    10,
    IAM,
    most(["aws:iam/rolePolicyAttachment:RolePolicyAttachment"], per("role")),
  ),
  "inline-policies": row(
    "Characters of a role's inline policies",
    10_240,
    IAM,
    most(["aws:iam/rolePolicy:RolePolicy"], per("role"), characters("policy")),
  ),
  "managed-policy": row(
    "Characters of a managed policy",
    6_144,
    IAM,
    most(["aws:iam/policy:Policy"], perResource, characters("policy")),
  ),
  "trust-policy": row(
    "Characters of a trust policy",
    2_048,
    IAM,
    most(["aws:iam/role:Role"], perResource, characters("assumeRolePolicy")),
  ),
  "log-policies": row(
    "CloudWatch Logs resource policies per region",
    10,
    `${DOCS}/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html`,
    most(["aws:cloudwatch/logResourcePolicy:LogResourcePolicy"], perRegion),
  ),
  trails: row(
    "CloudTrail trails per region",
    5,
    `${DOCS}/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html`,
    most(["aws:cloudtrail/trail:Trail"], perRegion),
  ),
  "event-rules": row(
    "EventBridge rules per bus",
    300,
    `${DOCS}/eventbridge/latest/userguide/eb-quota.html`,
    most(["aws:cloudwatch/eventRule:EventRule"], per("eventBusName")),
  ),
} as const satisfies Record<string, QuotaRow>;

/** Id of a quota. */
export type QuotaId = keyof typeof QUOTAS;
