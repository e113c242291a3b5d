import { type Graph, managedResources, type Resource } from "../../plan/graph/resource.ts";

/** AWS's limits, written down apart from `components/shared/names.ts`: property, characters. */
const LIMITS: Readonly<Record<string, readonly [property: string, limit: number]>> = {
  "aws:autoscaling/group:Group": ["name", 255],
  "aws:backup/vault:Vault": ["name", 50],
  // CloudWatch Logs documents no limit for the name of a resource policy.
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["policyName", Infinity],
  "aws:cloudfront/function:Function": ["name", 64],
  "aws:cloudwatch/logGroup:LogGroup": ["name", 512],
  "aws:budgets/budget:Budget": ["name", 100],
  "aws:cloudwatch/dashboard:Dashboard": ["dashboardName", 255],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name", 255],
  "aws:sns/topic:Topic": ["name", 256],
  "aws:accessanalyzer/analyzer:Analyzer": ["analyzerName", 255],
  "aws:cfg/rule:Rule": ["name", 128],
  "aws:cloudtrail/trail:Trail": ["name", 128],
  "aws:cognito/userPool:UserPool": ["name", 128],
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": ["name", 1024],
  "aws:costexplorer/anomalySubscription:AnomalySubscription": ["name", 1024],
  "aws:cloudwatch/eventRule:EventRule": ["name", 64],
  "aws:dynamodb/table:Table": ["name", 255],
  "aws:ecr/repository:Repository": ["name", 256],
  "aws:ecs/cluster:Cluster": ["name", 255],
  "aws:ecs/service:Service": ["name", 255],
  "aws:ecs/taskDefinition:TaskDefinition": ["family", 255],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId", 40],
  "aws:iam/group:Group": ["name", 128],
  "aws:iam/instanceProfile:InstanceProfile": ["name", 128],
  "aws:iam/policy:Policy": ["name", 128],
  "aws:iam/role:Role": ["name", 64],
  "aws:iam/user:User": ["name", 64],
  "aws:kms/alias:Alias": ["name", 256],
  "aws:lambda/function:Function": ["name", 64],
  "aws:memorydb/acl:Acl": ["name", 40],
  "aws:memorydb/cluster:Cluster": ["name", 40],
  "aws:memorydb/user:User": ["userName", 40],
  "aws:rds/instance:Instance": ["identifier", 63],
  "aws:s3/bucket:Bucket": ["bucket", 63],
  "aws:scheduler/schedule:Schedule": ["name", 64],
  "aws:scheduler/scheduleGroup:ScheduleGroup": ["name", 64],
  "aws:secretsmanager/secret:Secret": ["name", 512],
  "aws:sqs/queue:Queue": ["name", 80],
};

/** Limits of types that Pulumi names: the logical name, a hyphen and seven digits must fit. */
const AUTO_NAMED_LIMITS: Readonly<Record<string, number>> = {
  "aws:backup/plan:Plan": 50,
  "aws:backup/selection:Selection": 50,
  "aws:cloudfront/originAccessControl:OriginAccessControl": 64,
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": 128,
  "aws:cloudwatch/logDelivery:LogDelivery": Infinity,
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": 60,
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": 60,
  "aws:ec2/launchTemplate:LaunchTemplate": 128,
  "aws:ec2/securityGroup:SecurityGroup": 255,
  "aws:elasticache/parameterGroup:ParameterGroup": 255,
  "aws:elasticache/subnetGroup:SubnetGroup": 255,
  "aws:lb/loadBalancer:LoadBalancer": 32,
  "aws:lb/targetGroup:TargetGroup": 32,
  "aws:memorydb/parameterGroup:ParameterGroup": 255,
  "aws:memorydb/subnetGroup:SubnetGroup": 255,
  "aws:rds/parameterGroup:ParameterGroup": 255,
  "aws:rds/subnetGroup:SubnetGroup": 255,
  "aws:wafv2/webAcl:WebAcl": 128,
};
const AUTO_NAME_SUFFIX = 8;

/**
 * Names of a graph that their service would refuse for their length, as `urn: name`; and resources
 * with a name of P-NAME for whose type no limit is known here.
 */
export function limitsBroken(graph: Graph): string[] {
  const prefix = `${graph.project}-${graph.stack}-`;
  return managedResources(graph).flatMap((resource) => nameProblem(resource, prefix) ?? []);
}

function nameProblem({ urn, type, name, inputs }: Resource, prefix: string): string | undefined {
  const fixed = LIMITS[type];
  if (fixed !== undefined) {
    const [property, limit] = fixed;
    const value = inputs[property];
    if (typeof value !== "string") return `${urn}: its name is not known`;
    return value.length > limit ? `${urn}: "${value}"` : undefined;
  }
  const limit = AUTO_NAMED_LIMITS[type];
  if (limit !== undefined) {
    return name.length + AUTO_NAME_SUFFIX > limit ? `${urn}: "${name}"` : undefined;
  }
  const named = [name, inputs["name"], inputs["family"], inputs["identifier"]].some(
    (value) => typeof value === "string" && value.startsWith(prefix),
  );
  return named ? `${urn}: no limit is known for its type` : undefined;
}
