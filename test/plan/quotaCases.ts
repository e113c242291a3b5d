import type { Resource } from "../../plan/graph/resource.ts";
import { UNKNOWN } from "../../plan/graph/value.ts";
import type { QuotaId } from "../../plan/readers/quotas/table.ts";
import { resource } from "./builder.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

export const east = resource("pulumi:providers:aws", "east", { region: "us-east-1" });
export const west = resource("pulumi:providers:aws", "west", { region: "us-west-2" });
const inEast = { provider: east.urn };
const inWest = { provider: west.urn };

const vpc = resource("aws:ec2/vpc:Vpc", "main", {}, {}, inEast);
const subnetA = resource(
  "aws:ec2/subnet:Subnet",
  "a",
  { availabilityZoneId: "z1" },
  { vpcId: vpc },
);
const subnetB = resource(
  "aws:ec2/subnet:Subnet",
  "b",
  { availabilityZoneId: "z1" },
  { vpcId: vpc },
);
const nat = (name: string, subnetId: Resource) =>
  resource("aws:ec2/natGateway:NatGateway", name, {}, { subnetId });
const table = resource("aws:ec2/routeTable:RouteTable", "t", {}, { vpcId: vpc });
const route = (name: string) => resource("aws:ec2/route:Route", name, {}, { routeTableId: table });
const acl = resource(
  "aws:ec2/networkAcl:NetworkAcl",
  "acl",
  { ingress: [{}, {}, {}], egress: [{}] },
  { vpcId: vpc },
);
const endpoint = (name: string, vpcEndpointType: string) =>
  resource("aws:ec2/vpcEndpoint:VpcEndpoint", name, { vpcEndpointType }, { vpcId: vpc });
const s3Endpoint = endpoint("s3", "Gateway");
const group = resource("aws:ec2/securityGroup:SecurityGroup", "app", {}, { vpcId: vpc });
const otherGroup = resource("aws:ec2/securityGroup:SecurityGroup", "alb", {}, { vpcId: vpc });
const rule = (type: string, name: string, owner: Resource, inputs = {}) =>
  resource(type, name, inputs, { securityGroupId: owner });

const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "api", {
  securityGroups: [UNKNOWN, UNKNOWN],
});
const networkBalancer = resource("aws:lb/loadBalancer:LoadBalancer", "tcp", {
  loadBalancerType: "network",
});
const listener = (name: string) =>
  resource("aws:lb/listener:Listener", name, {}, { loadBalancerArn: balancer });
const https = listener("https");
const otherListener = listener("http");
const listenerRule = (name: string, listenerArn: Resource) =>
  resource("aws:lb/listenerRule:ListenerRule", name, {}, { listenerArn });
const webAcl = resource("aws:wafv2/webAcl:WebAcl", "api", {
  rules: [
    {
      statement: {
        managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesSQLiRuleSet" },
      },
    },
    {
      statement: {
        rateBasedStatement: { limit: 2000, scopeDownStatement: { geoMatchStatement: {} } },
      },
    },
    {
      statement: {
        andStatement: {
          statements: [
            { labelMatchStatement: {} },
            {
              notStatement: {
                statement: {
                  byteMatchStatement: {
                    positionalConstraint: "STARTS_WITH",
                    textTransformations: [{ type: "LOWERCASE" }, { type: "NONE" }],
                  },
                },
              },
            },
          ],
        },
      },
    },
  ],
});

const task = resource("aws:ecs/taskDefinition:TaskDefinition", "api", { cpu: "1024" });
const cluster = resource("aws:ecs/cluster:Cluster", "main");
const service = resource(
  "aws:ecs/service:Service",
  "api",
  {
    desiredCount: 0,
    capacityProviderStrategies: [
      { capacityProvider: "FARGATE", base: 3, weight: 75 },
      { capacityProvider: "FARGATE_SPOT", weight: 25 },
    ],
  },
  { taskDefinition: task, cluster },
);
const plainService = resource(
  "aws:ecs/service:Service",
  "worker",
  { desiredCount: 2, launchType: "FARGATE" },
  { taskDefinition: task, cluster },
);
const scaling = resource(
  "aws:appautoscaling/target:Target",
  "api",
  { maxCapacity: 12, minCapacity: 3 },
  { resourceId: service },
);

const role = resource("aws:iam/role:Role", "api", { assumeRolePolicy: '{ "a": 1 }' });
const inline = (name: string, policy: string) =>
  resource("aws:iam/rolePolicy:RolePolicy", name, { policy }, { role });
const bucket = resource("aws:s3/bucket:Bucket", "logs", {}, {}, inEast);
const zone = resource("aws:route53/zone:Zone", "example");

/** For each quota, resources that need it and how much of it they need. */
export const CASES: Readonly<
  Record<QuotaId, readonly [needed: number, resources: readonly Resource[]]>
> = {
  "elastic-ips": [
    2,
    [
      east,
      west,
      resource("aws:ec2/eip:Eip", "a", {}, {}, inEast),
      resource("aws:ec2/eip:Eip", "b", {}, {}, inEast),
      resource("aws:ec2/eip:Eip", "c", {}, {}, inWest),
      resource("aws:ec2/eip:Eip", "d", { region: "us-west-1" }, {}, inEast),
    ],
  ],
  vpcs: [1, [east, vpc]],
  "internet-gateways": [1, [resource("aws:ec2/internetGateway:InternetGateway", "main")]],
  "nat-gateways": [2, [subnetA, subnetB, nat("a", subnetA), nat("b", subnetB)]],
  subnets: [2, [vpc, subnetA, subnetB]],
  "route-tables": [2, [vpc, table]],
  routes: [3, [table, route("a"), route("b"), route("c")]],
  "network-acl-rules-in": [4, [acl]],
  "network-acl-rules-out": [
    3,
    [
      acl,
      resource(
        "aws:ec2/networkAclRule:NetworkAclRule",
        "a",
        { egress: true },
        { networkAclId: acl },
      ),
      resource(
        "aws:ec2/networkAclRule:NetworkAclRule",
        "b",
        { egress: true },
        { networkAclId: acl },
      ),
      resource("aws:ec2/networkAclRule:NetworkAclRule", "c", {}, { networkAclId: acl }),
    ],
  ],
  "interface-endpoints": [
    2,
    [endpoint("kms", "Interface"), endpoint("sts", "Interface"), s3Endpoint],
  ],
  "gateway-endpoints": [1, [endpoint("kms", "Interface"), s3Endpoint]],
  "security-groups": [2, [group, otherGroup]],
  "group-rules-in": [
    56,
    [
      rule(INGRESS, "cloudfront", otherGroup, { prefixListId: "pl-3b927c52" }),
      rule(INGRESS, "peer", otherGroup, { cidrIpv4: "10.9.0.0/16" }),
      rule(INGRESS, "app", group),
    ],
  ],
  "group-rules-out": [
    2,
    [
      s3Endpoint,
      rule(EGRESS, "db", group),
      resource(EGRESS, "s3", {}, { securityGroupId: group, prefixListId: s3Endpoint }),
      rule(EGRESS, "app", otherGroup),
    ],
  ],
  "groups-per-interface": [2, [balancer]],

  "load-balancers": [1, [balancer, networkBalancer]],
  listeners: [2, [balancer, https, otherListener]],
  "listener-rules": [
    3,
    [
      balancer,
      https,
      otherListener,
      listenerRule("a", https),
      listenerRule("b", https),
      listenerRule("c", otherListener),
    ],
  ],
  "target-groups": [1, [resource("aws:lb/targetGroup:TargetGroup", "api")]],
  certificates: [1, [resource("aws:acm/certificate:Certificate", "api")]],
  "hosted-zones": [1, [zone]],
  records: [1, [zone, resource("aws:route53/record:Record", "api", {}, { zoneId: zone })]],
  "web-acls": [1, [webAcl]],
  // 200 for the group, 2 + 1 for the rate, 1 + 2 + 10 for the combination.
  "web-acl-capacity": [216, [webAcl]],

  services: [2, [cluster, service, plainService]],
  tasks: [12, [service, scaling]],
  // 3 + 75 % of 9, rounded up, and the plain service's 2.
  "fargate-cpus": [12, [task, service, scaling, plainService]],
  "fargate-spot-cpus": [3, [task, service, scaling, plainService]],
  "reserved-concurrency": [
    107,
    [
      resource("aws:lambda/function:Function", "a", { reservedConcurrentExecutions: 2 }),
      resource("aws:lambda/function:Function", "b", { reservedConcurrentExecutions: 5 }),
      resource("aws:lambda/function:Function", "c", { reservedConcurrentExecutions: -1 }),
    ],
  ],

  databases: [1, [resource("aws:rds/instance:Instance", "main")]],
  "database-parameters": [1, [resource("aws:rds/parameterGroup:ParameterGroup", "main")]],
  "database-subnets": [1, [resource("aws:rds/subnetGroup:SubnetGroup", "main")]],
  "cache-nodes": [
    8,
    [
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "a", { numCacheClusters: 2 }),
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "b", {
        numNodeGroups: 2,
        replicasPerNodeGroup: 2,
      }),
    ],
  ],
  "memory-nodes": [
    4,
    [resource("aws:memorydb/cluster:Cluster", "a", { numShards: 2, numReplicasPerShard: 1 })],
  ],
  tables: [1, [resource("aws:dynamodb/table:Table", "music")]],
  buckets: [2, [bucket, resource("aws:s3/bucket:Bucket", "media", {}, {}, inWest)]],
  "bucket-policy": [
    4,
    [resource("aws:s3/bucketPolicy:BucketPolicy", "logs", { policy: '"é"' }, { bucket })],
  ],

  keys: [1, [resource("aws:kms/key:Key", "main", { policy: UNKNOWN })]],
  "key-policy": [7, [resource("aws:kms/key:Key", "main", { policy: '{"a":1}' })]],
  secrets: [1, [resource("aws:secretsmanager/secret:Secret", "jwt")]],
  roles: [1, [role]],
  "managed-policies": [1, [resource("aws:iam/policy:Policy", "boundary")]],
  "policies-per-role": [
    1,
    [resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {}, { role })],
  ],
  "inline-policies": [9, [role, inline("a", '{ "b": 2 }'), inline("b", "{}")]],
  "managed-policy": [2, [resource("aws:iam/policy:Policy", "boundary", { policy: "{ }" })]],
  "trust-policy": [7, [role]],
  "log-policies": [1, [resource("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "edge")]],
  trails: [1, [resource("aws:cloudtrail/trail:Trail", "main")]],
  "event-rules": [
    2,
    [
      resource("aws:cloudwatch/eventRule:EventRule", "a"),
      resource("aws:cloudwatch/eventRule:EventRule", "b"),
      resource("aws:cloudwatch/eventRule:EventRule", "c", { eventBusName: "other" }),
    ],
  ],
};
