import {
  aclRules,
  bytes,
  cacheNodes,
  characters,
  type Count,
  fargateCpus,
  firewallCapacity,
  groupsPerInterface,
  most,
  mostTasks,
  per,
  perAccount,
  perBalancerOfListener,
  perRegion,
  perResource,
  perZone,
  reservedConcurrency,
  ruleWeight,
  whose,
} from "./quotasCounts.ts";

/** A limit that AWS sets on a new account. */
export interface QuotaRow {
  readonly title: string;
  /** What AWS allows unless asked for more. */
  readonly limit: number;
  /** Page of AWS's documentation with the limit. */
  readonly source: string;
  readonly count: Count;
}

/** When the limits below were looked up. */
export const CHECKED = "2026-11-22";

const DOCS = "https://docs.aws.amazon.com";
const VPC = `${DOCS}/vpc/latest/userguide/amazon-vpc-limits.html`;
const BALANCING = `${DOCS}/elasticloadbalancing/latest/application/load-balancer-limits.html`;
const CONTAINERS = `${DOCS}/general/latest/gr/ecs-service.html`;
const DATABASES = `${DOCS}/AmazonRDS/latest/UserGuide/CHAP_Limits.html`;
const IAM = `${DOCS}/IAM/latest/UserGuide/reference_iam-quotas.html`;
const FIREWALL = `${DOCS}/waf/latest/developerguide/limits.html`;
const KEYS = `${DOCS}/kms/latest/developerguide/resource-limits.html`;
const BUCKETS = `${DOCS}/general/latest/gr/s3.html`;
const DNS = `${DOCS}/Route53/latest/DeveloperGuide/DNSLimitations.html`;

/**
 * The quotas that a stack of this kind can run into, by id. A row whose need is 0 isn't shown, so
 * a row may speak of a type that no stack has yet.
 */
export const QUOTAS = {
  "elastic-ips": row(
    "Elastic IP addresses per region",
    5,
    VPC,
    most(["aws:ec2/eip:Eip"], perRegion),
  ),
  vpcs: row("VPCs per region", 5, VPC, most(["aws:ec2/vpc:Vpc"], perRegion)),
  "internet-gateways": row(
    "Internet gateways per region",
    5,
    VPC,
    most(["aws:ec2/internetGateway:InternetGateway"], perRegion),
  ),
  "nat-gateways": row(
    "NAT gateways per zone",
    5,
    VPC,
    most(["aws:ec2/natGateway:NatGateway"], perZone),
  ),
  subnets: row("Subnets per VPC", 200, VPC, most(["aws:ec2/subnet:Subnet"], per("vpcId"))),
  "route-tables": row(
    "Route tables per VPC",
    200,
    VPC,
    most(["aws:ec2/routeTable:RouteTable"], per("vpcId")),
  ),
  routes: row(
    "Routes per route table",
    500,
    VPC,
    most(["aws:ec2/route:Route"], per("routeTableId")),
  ),
  "network-acl-rules-in": row("Inbound rules per network ACL", 20, VPC, aclRules("ingress")),
  "network-acl-rules-out": row("Outbound rules per network ACL", 20, VPC, aclRules("egress")),
  "interface-endpoints": row(
    "Interface endpoints per VPC",
    50,
    VPC,
    most(
      ["aws:ec2/vpcEndpoint:VpcEndpoint"],
      per("vpcId"),
      whose("vpcEndpointType", "Interface", "Gateway"),
    ),
  ),
  "gateway-endpoints": row(
    "Gateway endpoints per region",
    20,
    VPC,
    most(
      ["aws:ec2/vpcEndpoint:VpcEndpoint"],
      perRegion,
      whose("vpcEndpointType", "Gateway", "Gateway"),
    ),
  ),
  "security-groups": row(
    "Security groups per region",
    2_500,
    VPC,
    most(["aws:ec2/securityGroup:SecurityGroup"], perRegion),
  ),
  "group-rules-in": row(
    "Inbound rules per security group",
    60,
    VPC,
    most(
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
      per("securityGroupId"),
      ruleWeight,
    ),
  ),
  "group-rules-out": row(
    "Outbound rules per security group",
    60,
    VPC,
    most(
      ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
      per("securityGroupId"),
      ruleWeight,
    ),
  ),
  "groups-per-interface": row("Security groups per network interface", 5, VPC, groupsPerInterface),

  "load-balancers": row(
    "Application Load Balancers per region",
    50,
    BALANCING,
    most(
      ["aws:lb/loadBalancer:LoadBalancer"],
      perRegion,
      whose("loadBalancerType", "application", "application"),
    ),
  ),
  listeners: row(
    "Listeners per load balancer",
    50,
    BALANCING,
    most(["aws:lb/listener:Listener"], per("loadBalancerArn")),
  ),
  "listener-rules": row(
    "Listener rules per load balancer",
    100,
    BALANCING,
    most(["aws:lb/listenerRule:ListenerRule"], perBalancerOfListener),
  ),
  "target-groups": row(
    "Target groups per region",
    3_000,
    BALANCING,
    most(["aws:lb/targetGroup:TargetGroup"], perRegion),
  ),
  certificates: row(
    "Certificates per region",
    2_500,
    `${DOCS}/acm/latest/userguide/acm-limits.html`,
    most(["aws:acm/certificate:Certificate"], perRegion),
  ),
  "hosted-zones": row("Hosted zones", 500, DNS, most(["aws:route53/zone:Zone"], perAccount)),
  records: row(
    "Records per hosted zone",
    10_000,
    DNS,
    most(["aws:route53/record:Record"], per("zoneId")),
  ),
  "web-acls": row(
    "Web ACLs per region",
    100,
    FIREWALL,
    most(["aws:wafv2/webAcl:WebAcl"], perRegion),
  ),
  "web-acl-capacity": row(
    "Capacity units of a web ACL",
    5_000,
    FIREWALL,
    most(["aws:wafv2/webAcl:WebAcl"], perResource, firewallCapacity),
  ),

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

function row(title: string, limit: number, source: string, count: Count): QuotaRow {
  return { title, limit, source, count };
}

/** Id of a quota. */
export type QuotaId = keyof typeof QUOTAS;
