import { arnOf, type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { actionsOf, type Statement } from "../shared/policy.ts";
import { UNNAMED } from "./deployServices.ts";
import { stateKeyAliasOf } from "./stateBackend.ts";

/** What there is to deploy, beyond what every environment has. */
export interface Deployment {
  /** Whose things it is about. */
  readonly environment: Environment;
  /** Zone that records are added to; one that the stack makes is an administrator's. */
  readonly hostedZoneId?: string | undefined;
  /** Whether a distribution answers at the edge. */
  readonly distributes: boolean;
  /** Whether ECS shifts the traffic of a deployment, by a role that it is given. @default no */
  readonly shiftsTraffic?: boolean | undefined;
  /** Whether one of them serves a page, whose readers sign in. */
  readonly servesPage: boolean;
  /** ARNs, or patterns of them, of what watches the account and is not deployed. */
  readonly baseline: readonly string[];
  /** ARN of the function that rotates: whoever sets a rotation up must be let to call it. */
  readonly rotatorArn: string;
}

/** Services that the program's roles are for. */
export const PASSED_TO: readonly string[] = [
  "backup.amazonaws.com",
  "ec2.amazonaws.com",
  "ecs-tasks.amazonaws.com",
  "lambda.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "scheduler.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Who moves weights and targets where traffic is shifted. */
export const SHIFTER = "ecs.amazonaws.com";

/** Services that make a role of their own when an account uses them for the first time. */
const OWN_ROLES: readonly string[] = [
  "autoscaling.amazonaws.com",
  "backup.amazonaws.com",
  "ecs.amazonaws.com",
  "ecs.application-autoscaling.amazonaws.com",
  "elasticache.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "memorydb.amazonaws.com",
  "rds.amazonaws.com",
  "wafv2.amazonaws.com",
];

/** What does nothing to the services of the baseline. */
const READING = ["cloudwatch", "iam", "lambda", "logs", "s3", "sqs"].flatMap((service) =>
  actionsOf(service, ["Describe*", "Get*", "List*"]),
);

/** What a deployment does beside making what is its own, and what it leaves alone. */
export function besideStatements(deployment: Deployment): Statement[] {
  const { environment, baseline, hostedZoneId, rotatorArn } = deployment;
  return [
    ...identityStatements(environment, deployment.shiftsTraffic ? [SHIFTER] : []),
    ...keyStatements(environment),
    {
      Sid: "StartRotation",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: rotatorArn,
    },
    balancerStatement(environment),
    ...(hostedZoneId === undefined ? [] : recordsStatements(environment, hostedZoneId)),
    ...(deployment.distributes ? [CHANGE_HEADERS] : []),
    ...(keepsData(environment) ? [] : [emptyingStatement(environment)]),
    { Sid: "ReadUnnamed", Effect: "Allow", Action: UNNAMED, Resource: "*" },
    { Sid: "KeepBaseline", Effect: "Deny", NotAction: READING, Resource: baseline },
    keepStateKeyStatement(environment),
  ];
}

/** The tags that the provider sets, on what is asked for or on what is there. */
export function ownTags({ project, name }: Environment, kind: "Request" | "Resource") {
  return { [`aws:${kind}Tag/Project`]: project, [`aws:${kind}Tag/Environment`]: name };
}

/** Roles go to services of the program only; the boundary keeps the pipeline's as they are. */
function identityStatements(environment: Environment, alsoTo: readonly string[]): Statement[] {
  const { project, name } = environment;
  return [
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: arnOf(environment, "iam", `role/${project}-${name}-*`),
      Condition: { StringEquals: { "iam:PassedToService": [...PASSED_TO, ...alsoTo] } },
    },
    {
      Sid: "LetServicesMakeTheirs",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: arnOf(environment, "iam", "role/aws-service-role/*"),
      Condition: { StringEquals: { "iam:AWSServiceName": OWN_ROLES } },
    },
  ];
}

/** Services ask KMS in the name of whoever makes what is encrypted. */
function keyStatements(environment: Environment): Statement[] {
  const { project, name, region } = environment;
  const alias = `${project}-${name}`;
  return [
    {
      Sid: "NameKeys",
      Effect: "Allow",
      Action: "kms:CreateAlias",
      Resource: [`alias/${alias}`, `alias/${alias}-*`].map((one) => arnOf(environment, "kms", one)),
    },
    {
      Sid: "UseKeys",
      Effect: "Allow",
      Action: [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
        "kms:RetireGrant",
      ],
      Resource: arnOf(environment, "kms", "key/*"),
      Condition: {
        StringEquals: ownTags(environment, "Resource"),
        // Of any region, where the environment is in several.
        StringLike: {
          "kms:ViaService": [
            "backup",
            "dynamodb",
            "ec2",
            "ecr",
            "elasticache",
            "lambda",
            "memorydb",
            "rds",
            "s3",
            "secretsmanager",
          ].map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    },
    {
      // RDS makes it in the name of whoever makes a database, and alone reads and rotates it.
      Sid: "MakeMasterSecret",
      Effect: "Allow",
      Action: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
      Resource: arnOf(environment, "secretsmanager", "secret:rds!*"),
    },
  ];
}

/** Whoever puts a firewall before a balancer must be let to both. */
function balancerStatement(environment: Environment): Statement {
  const { project, name } = environment;
  return {
    Sid: "GuardBalancers",
    Effect: "Allow",
    Action: actionsOf("wafv2", ["AssociateWebACL", "DisassociateWebACL", "GetWebACLForResource"]),
    Resource: arnOf(environment, "elasticloadbalancing", `loadbalancer/app/${project}-${name}-*`),
  };
}

/** The zone is often shared with others, and its records are what a deployment adds. */
function recordsStatements({ partition }: Environment, hostedZoneId: string): Statement[] {
  return [
    {
      Sid: "ChangeRecords",
      Effect: "Allow",
      Action: [
        "route53:ChangeResourceRecordSets",
        "route53:GetHostedZone",
        "route53:ListResourceRecordSets",
      ],
      Resource: `arn:${partition}:route53:::hostedzone/${hostedZoneId}`,
    },
    {
      Sid: "AwaitRecords",
      Effect: "Allow",
      Action: "route53:GetChange",
      Resource: `arn:${partition}:route53:::change/*`,
    },
  ];
}

/** Such policies have neither names in their ARNs nor tags, and to make one names nothing at all. */
const CHANGE_HEADERS: Statement = {
  Sid: "ChangeHeaders",
  Effect: "Allow",
  Action: [
    "cloudfront:CreateResponseHeadersPolicy",
    "cloudfront:DeleteResponseHeadersPolicy",
    "cloudfront:GetResponseHeadersPolicy*",
    "cloudfront:UpdateResponseHeadersPolicy",
  ],
  Resource: "*",
};

/** Buckets are emptied before they go, where data need not survive. */
function emptyingStatement(environment: Environment): Statement {
  const buckets = nameOf(environment, "bucket", "x").replace(/x$/, "*");
  return {
    Sid: "EmptyBuckets",
    Effect: "Allow",
    Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"],
    Resource: arnOf(environment, "s3", buckets),
  };
}

/** It may have no tags, and could be claimed. */
function keepStateKeyStatement(environment: Environment): Statement {
  return {
    Sid: "KeepStateKey",
    Effect: "Deny",
    NotAction: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:Get*"],
    Resource: arnOf(environment, "kms", "key/*"),
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": stateKeyAliasOf(environment) },
    },
  };
}
