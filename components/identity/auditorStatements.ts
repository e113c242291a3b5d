import type { Environment } from "../shared/environment.ts";
import { actionsOf, allow, type Statement } from "../shared/policy.ts";
import { ownFactorOf, withMfa } from "./secondFactor.ts";

/** Services that an auditor looks into, with what does not begin as reading does elsewhere. */
const AUDITED = [
  "access-analyzer",
  "acm",
  "backup",
  "cloudtrail",
  "config",
  "ec2",
  "ecr",
  "ecs",
  "elasticache",
  "elasticloadbalancing",
  "events",
  "guardduty",
  "iam",
  "inspector2",
  "kms",
  "rds",
  "route53",
  "securityhub",
  "sns",
  "sqs",
  "wafv2",
];

/** Data, not how it is kept. */
const DATA = [
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ec2:GetConsole*",
  "ec2:GetPasswordData",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "lambda:GetFunction",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "s3:GetObject*",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter*",
  "sqs:ReceiveMessage",
];

/** Reads how all of the account is set up, and neither its data nor a way to change it (P-IAM-2). */
export function auditorStatements(environment: Environment): Statement[] {
  const reads = AUDITED.flatMap((service) => actionsOf(service, ["Describe*", "Get*", "List*"]));
  return [
    allow(
      "ReadSettings",
      [
        ...reads,
        "cloudwatch:Describe*",
        "lambda:GetFunctionConfiguration",
        "lambda:GetPolicy",
        "lambda:List*",
        "logs:Describe*",
        "logs:List*",
        "s3:GetAccountPublicAccessBlock",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:ListAllMyBuckets",
        "secretsmanager:DescribeSecret",
        "secretsmanager:ListSecrets",
      ],
      "*",
    ),
    {
      // Not even an auditor works without a second factor, and nobody makes it for him.
      Sid: "ChangeNobody",
      Effect: "Deny" as const,
      Action: ["Attach", "Create", "Delete", "Detach", "Put", "Update"].map(
        (verb) => `iam:${verb}*`,
      ),
      NotResource: ownFactorOf(environment),
    },
    { Sid: "NoData", Effect: "Deny" as const, Action: DATA, Resource: "*" },
  ].map(withMfa);
}
