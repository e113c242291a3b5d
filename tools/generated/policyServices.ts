import { globSync } from "node:fs";
import { basename, dirname } from "node:path";

import type { Control } from "../../policy-pack/engine/control.ts";

/** Names of the folders of controls; one that is missing here is told by its own name. */
const SERVICES: Readonly<Record<string, string>> = {
  accessanalyzer: "IAM Access Analyzer",
  any: "Any resource",
  backup: "AWS Backup",
  budgets: "AWS Budgets",
  cloudfront: "Amazon CloudFront",
  cloudtrail: "AWS CloudTrail",
  cloudwatch: "Amazon CloudWatch",
  cognito: "Amazon Cognito",
  config: "AWS Config",
  dynamodb: "Amazon DynamoDB",
  ec2: "Amazon EC2",
  ecr: "Amazon ECR",
  ecs: "Amazon ECS",
  efs: "Amazon EFS",
  elasticache: "Amazon ElastiCache",
  elb: "Elastic Load Balancing",
  events: "Amazon EventBridge",
  guardduty: "Amazon GuardDuty",
  iam: "AWS IAM",
  inspector: "Amazon Inspector",
  kms: "AWS KMS",
  lambda: "AWS Lambda",
  logs: "CloudWatch Logs",
  rds: "Amazon RDS",
  s3: "Amazon S3",
  secretsmanager: "AWS Secrets Manager",
  securityhub: "AWS Security Hub",
  sns: "Amazon SNS",
  sqs: "Amazon SQS",
  vpc: "Amazon VPC",
  waf: "AWS WAF",
};

/** The controls by the service that they are about, in the order of the pack. */
export function byService(
  root: string,
  controls: readonly Control[],
): ReadonlyMap<string, readonly Control[]> {
  const folders = new Map(
    globSync("policy-pack/controls/*/*.ts", { cwd: root })
      .map((path) => path.replaceAll("\\", "/"))
      .map((path) => [basename(path, ".ts"), basename(dirname(path))]),
  );
  return Map.groupBy(controls, ({ id }) => {
    const folder = folders.get(id) ?? "";
    return SERVICES[folder] ?? folder;
  });
}
