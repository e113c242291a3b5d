/**
 * Services with a VPC endpoint, and the types of resources by which a stack uses each. Task
 * definitions pull images (layers come from S3) and write logs. Source: ECR's and ECS's pages on
 * interface endpoints, read in 2026.
 */
export const USED_BY: Readonly<Record<string, readonly string[]>> = {
  s3: [
    "aws:s3/bucket:Bucket",
    "aws:ecr/repository:Repository",
    "aws:ecs/taskDefinition:TaskDefinition",
  ],
  dynamodb: ["aws:dynamodb/table:Table", "aws:dynamodb/globalTable:GlobalTable"],
  "ecr.api": ["aws:ecr/repository:Repository", "aws:ecs/taskDefinition:TaskDefinition"],
  "ecr.dkr": ["aws:ecr/repository:Repository", "aws:ecs/taskDefinition:TaskDefinition"],
  logs: ["aws:cloudwatch/logGroup:LogGroup", "aws:ecs/taskDefinition:TaskDefinition"],
  secretsmanager: ["aws:secretsmanager/secret:Secret"],
  kms: ["aws:kms/key:Key"],
  sts: ["aws:iam/role:Role"],
  ssm: [
    "aws:ssm/parameter:Parameter",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchTemplate:LaunchTemplate",
  ],
};

/** The types of resources by which a stack uses a service; none if nothing is known of it. */
export function serviceTypes(service: string): readonly string[] {
  return USED_BY[service] ?? [];
}

/** The service in a name such as `com.amazonaws.us-east-1.ecr.api`. */
export function serviceIn(name: string): string {
  const parts = name.split(".");
  const [, ...service] = parts.slice(parts.indexOf("amazonaws") + 1);
  return service.join(".").replace(/-fips$/, "");
}
