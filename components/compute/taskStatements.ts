import { keyUseStatement } from "../keys/encryptionKey.ts";
import { logGroupArnOf } from "../observability/logGroup.ts";
import { arnOf, type Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { agentStatements } from "./guardDutyAgent.ts";

/** What the execution role of one task is narrowed to. */
export interface StartStatementsArgs {
  /** Account and region of the ARNs in the statements. */
  readonly environment: Environment;
  /** The one repository to pull from. */
  readonly repositoryArn: string;
  /** The one log group to write to. */
  readonly logGroupName: string;
  /** Patterns of the secrets that ECS injects. */
  readonly secretPatterns: readonly string[];
  /** Alias of the key that encrypts those secrets. */
  readonly keyAlias: string;
}

/**
 * What ECS itself needs to start a task: the one repository, GuardDuty's agent, the one log group,
 * the named secrets and their key (P-RUN-5, T56). ECR reads its own key by a grant.
 */
export function startStatements(args: StartStatementsArgs): Statement[] {
  const { environment, secretPatterns } = args;
  const readSecrets: Statement = {
    Sid: "ReadSecrets",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: secretPatterns,
  };
  return [
    {
      // The token is the registry's, not a repository's: IAM knows no narrower resource.
      Sid: "LogInToRegistry",
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
    },
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: args.repositoryArn,
    },
    ...agentStatements(environment),
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArnOf(environment, args.logGroupName)}:*`,
    },
    ...(secretPatterns.length > 0
      ? [readSecrets, keyUseStatement(environment, args.keyAlias, "secretsmanager")]
      : []),
  ];
}

/**
 * What a task needs for an audited debug shell (T54): the channel, the record of the session, and
 * the key of both. Source: Amazon ECS developer guide, "Monitor Amazon ECS containers with ECS
 * Exec".
 */
export function debugShellStatements(
  environment: Environment,
  keyAlias: string,
  shellLogGroupName: string,
): Statement[] {
  return [
    {
      // Channels have no ARN.
      Sid: "OpenShellChannel",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: "*",
    },
    {
      Sid: "FindShellRecord",
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      Resource: arnOf(environment, "logs", "log-group:*"),
    },
    {
      Sid: "WriteShellRecord",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `${logGroupArnOf(environment, shellLogGroupName)}:*`,
    },
    {
      // The agent in the container asks KMS itself, so no service stands between (kms:ViaService).
      Sid: "DecryptShell",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: arnOf(environment, "kms", "key/*"),
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyAlias } },
    },
  ];
}
