import { keyUseStatement } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { RESPONDER_IDENTIFIER } from "./guardrails.ts";
import { passTaskRolesStatement } from "./releaseStatements.ts";
import { withMfa } from "./secondFactor.ts";

/** What people work on. */
export interface Workplace {
  /** Opens the names. */
  readonly environment: Environment;
  /** Alias of the key that encrypts the environment's data. */
  readonly keyAlias: string;
  /** Identifier of service, task and image repository. */
  readonly service: string;
  /** Identifier of the cluster. */
  readonly cluster: string;
  /** ARNs, or patterns of them, of the services of other systems. @default none */
  readonly otherServices?: readonly string[] | undefined;
}

/** Reads what runs and how, never data or secrets. */
export function readOnlyStatements(workplace: Workplace): Statement[] {
  const { environment } = workplace;
  const scope = `${environment.project}-${environment.name}`;
  const of = (service: string, ...resources: string[]): string[] =>
    resources.map((resource) => arnOf(environment, service, resource));
  return [
    {
      Sid: "SeeEnvironment",
      Effect: "Allow" as const,
      Action: [
        "cloudwatch:DescribeAlarmHistory",
        "cloudwatch:GetDashboard",
        "dynamodb:DescribeTable",
        "ecr:DescribeImages",
        "ecr:DescribeRepositories",
        "ecs:DescribeClusters",
        "ecs:DescribeServices",
        "ecs:DescribeTasks",
        "elasticache:DescribeReplicationGroups",
        "events:DescribeRule",
        "lambda:GetFunctionConfiguration",
        "logs:DescribeLogStreams",
        "rds:DescribeDBInstances",
        "rds:DescribeDBSnapshots",
        "s3:GetBucketLocation",
        "scheduler:GetSchedule",
        "sns:GetTopicAttributes",
        "sqs:GetQueueAttributes",
      ],
      Resource: [
        ...of("cloudwatch", `alarm:${scope}-*`, `dashboard/${scope}-*`),
        ...of("dynamodb", `table/${scope}-*`),
        ...of("ecr", `repository/${scope}-*`),
        ...of("ecs", `cluster/${scope}-*`, `service/${scope}-*`, `task/${scope}-*`),
        ...of("elasticache", `replicationgroup:${scope}-*`),
        ...of("events", `rule/${scope}-*`),
        ...of("lambda", `function:${scope}-*`),
        ...logGroupsOf(environment),
        ...of("rds", `db:${scope}-*`, `snapshot:${scope}-*`),
        ...of("s3", `${scope}-s3-*`),
        ...of("scheduler", `schedule/${scope}-*`),
        ...of("sns", `${environment.name}-*-alerts`),
        ...of("sqs", `${scope}-*`),
      ],
    },
    {
      // These name no resource.
      Sid: "SeeNumbers",
      Effect: "Allow" as const,
      Action: [
        "application-autoscaling:Describe*",
        "autoscaling:Describe*",
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListDashboards",
        "cloudwatch:ListMetrics",
        "ec2:Describe*",
        "ecs:DescribeTaskDefinition",
        "elasticloadbalancing:Describe*",
      ],
      Resource: "*",
    },
  ].map(withMfa);
}

/** Reads logs, and starts the service anew. */
export function developerStatements(workplace: Workplace): Statement[] {
  const { environment } = workplace;
  return [
    {
      Sid: "ReadLogs",
      Effect: "Allow" as const,
      Action: [
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:GetQueryResults",
        "logs:StartQuery",
      ],
      Resource: logGroupsOf(environment),
    },
    {
      // It has no resource to name.
      Sid: "StopQueries",
      Effect: "Allow" as const,
      Action: "logs:StopQuery",
      Resource: "*",
    },
    {
      Sid: "StartServiceAnew",
      Effect: "Allow" as const,
      Action: "ecs:UpdateService",
      Resource: [serviceArnOf(workplace), ...(workplace.otherServices ?? [])],
    },
  ].map(withMfa);
}

/** Runs the environment: tasks, database, cache, functions, backups, rotations, failed messages. */
export function devOpsStatements(workplace: Workplace): Statement[] {
  const { environment, keyAlias, service, cluster } = workplace;
  const scope = `${environment.project}-${environment.name}`;
  return [
    {
      Sid: "RunTasks",
      Effect: "Allow" as const,
      Action: "ecs:RunTask",
      Resource: arnOf(
        environment,
        "ecs",
        `task-definition/${nameOf(environment, "task", service)}:*`,
      ),
      Condition: {
        ArnEquals: {
          "ecs:cluster": arnOf(
            environment,
            "ecs",
            `cluster/${nameOf(environment, "cluster", cluster)}`,
          ),
        },
      },
    },
    passTaskRolesStatement({ environment, services: [service] }),
    {
      Sid: "StopTasks",
      Effect: "Allow" as const,
      Action: "ecs:StopTask",
      Resource: arnOf(environment, "ecs", `task/${nameOf(environment, "cluster", cluster)}/*`),
    },
    {
      Sid: "RunStores",
      Effect: "Allow" as const,
      Action: [
        "elasticache:CreateSnapshot",
        "elasticache:TestFailover",
        "rds:CreateDBSnapshot",
        "rds:RebootDBInstance",
        "rds:StartDBInstance",
        "rds:StopDBInstance",
      ],
      Resource: [
        arnOf(environment, "elasticache", `replicationgroup:${scope}-*`),
        arnOf(environment, "elasticache", `snapshot:${scope}-*`),
        arnOf(environment, "rds", `db:${scope}-*`),
        arnOf(environment, "rds", `snapshot:${scope}-*`),
      ],
    },
    {
      Sid: "RunFunctions",
      Effect: "Allow" as const,
      Action: ["lambda:InvokeFunction", "secretsmanager:RotateSecret"],
      Resource: [
        arnOf(environment, "lambda", `function:${scope}-*`),
        arnOf(environment, "secretsmanager", `secret:/${environment.name}/*`),
      ],
    },
    {
      // Whoever calls it with a finding of his own making has it act on what he names.
      Sid: "LeaveResponder",
      Effect: "Deny" as const,
      Action: "lambda:InvokeFunction",
      Resource: arnOf(
        environment,
        "lambda",
        `function:${nameOf(environment, "function", RESPONDER_IDENTIFIER)}*`,
      ),
    },
    {
      Sid: "RenewHosts",
      Effect: "Allow" as const,
      Action: ["autoscaling:CancelInstanceRefresh", "autoscaling:StartInstanceRefresh"],
      Resource: arnOf(
        environment,
        "autoscaling",
        `autoScalingGroup:*:autoScalingGroupName/${scope}-*`,
      ),
    },
    {
      // Their logs stay on them. The plain shell alone: no port is led to anyone's machine.
      Sid: "EnterHosts",
      Effect: "Allow" as const,
      Action: "ssm:StartSession",
      Resource: arnOf(environment, "ec2", "instance/*"),
      Condition: {
        StringEquals: {
          "ssm:resourceTag/Project": environment.project,
          "ssm:resourceTag/Environment": environment.name,
        },
        BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" },
      },
    },
    {
      Sid: "OpenShells",
      Effect: "Allow" as const,
      Action: "ssm:StartSession",
      Resource: arnOf(environment, "ssm", "document/SSM-SessionManagerRunShell"),
    },
    {
      Sid: "EndOwnSessions",
      Effect: "Allow" as const,
      Action: ["ssm:ResumeSession", "ssm:TerminateSession"],
      Resource: arnOf(environment, "ssm", "session/${aws:userid}-*"),
    },
    {
      Sid: "SilenceAlarms",
      Effect: "Allow" as const,
      Action: ["cloudwatch:DisableAlarmActions", "cloudwatch:EnableAlarmActions"],
      Resource: arnOf(environment, "cloudwatch", `alarm:${scope}-*`),
    },
    {
      Sid: "TakeFailedMessages",
      Effect: "Allow" as const,
      Action: ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
      Resource: arnOf(environment, "sqs", `${scope}-*`),
    },
    keyUseStatement(environment, keyAlias, "sqs"),
  ].map(withMfa);
}

function serviceArnOf({ environment, service, cluster }: Workplace): string {
  const names = [nameOf(environment, "cluster", cluster), nameOf(environment, "service", service)];
  return arnOf(environment, "ecs", `service/${names.join("/")}`);
}

/** Where services and functions log. */
function logGroupsOf(environment: Environment): string[] {
  const scope = `${environment.project}-${environment.name}`;
  return [`/aws/ecs/${scope}/*`, `/aws/lambda/${scope}-*`, `/ecs/${environment.name}/*`].map(
    (group) => arnOf(environment, "logs", `log-group:${group}`),
  );
}
