import { keyUseStatement } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { allow, type Statement } from "../shared/policy.ts";
import { RESPONDER_IDENTIFIER } from "./guardrails.ts";
import { passTaskRolesStatement, serviceArnOf } from "./releaseStatements.ts";
import { withMfa } from "./secondFactor.ts";

/** What people work on. */
export interface Workplace {
  /** Opens the names. */
  readonly environment: Environment;
  /** Alias of the key that encrypts the environment's data. */
  readonly keyAlias: string;
  /** Identifiers of services, and of their tasks. */
  readonly services: readonly string[];
  /** Identifier of their cluster. */
  readonly cluster: string;
  /** Pattern of the ARNs of services in another cluster. @default none */
  readonly fleet?: string | undefined;
}

/** Reads what runs and how, never data or secrets. */
export function readOnlyStatements(workplace: Workplace): Statement[] {
  const { environment } = workplace;
  const scope = `${environment.project}-${environment.name}`;
  const of = (service: string, ...resources: string[]): string[] =>
    resources.map((resource) => arnOf(environment, service, resource));
  return [
    allow(
      "SeeEnvironment",
      [
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
      [
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
    ),
    // These name no resource.
    allow(
      "SeeNumbers",
      [
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
      "*",
    ),
  ].map(withMfa);
}

/** Reads logs, and starts services anew. */
export function developerStatements(workplace: Workplace): Statement[] {
  const { environment, services, cluster, fleet } = workplace;
  return [
    allow(
      "ReadLogs",
      ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetQueryResults", "logs:StartQuery"],
      logGroupsOf(environment),
    ),
    // It has no resource to name.
    allow("StopQueries", "logs:StopQuery", "*"),
    allow("StartServiceAnew", "ecs:UpdateService", [
      ...services.map((service) => serviceArnOf(environment, cluster, service)),
      ...(fleet === undefined ? [] : [fleet]),
    ]),
  ].map(withMfa);
}

/** Runs the environment: tasks, database, cache, functions, backups, rotations, failed messages. */
export function devOpsStatements(workplace: Workplace): Statement[] {
  const { environment, keyAlias, services, cluster } = workplace;
  const scope = `${environment.project}-${environment.name}`;
  return [
    allow(
      "RunTasks",
      "ecs:RunTask",
      services.map((service) =>
        arnOf(environment, "ecs", `task-definition/${nameOf(environment, "task", service)}:*`),
      ),
      {
        ArnEquals: {
          "ecs:cluster": arnOf(
            environment,
            "ecs",
            `cluster/${nameOf(environment, "cluster", cluster)}`,
          ),
        },
      },
    ),
    passTaskRolesStatement({ environment, services }),
    allow(
      "StopTasks",
      "ecs:StopTask",
      arnOf(environment, "ecs", `task/${nameOf(environment, "cluster", cluster)}/*`),
    ),
    allow(
      "RunStores",
      [
        "elasticache:CreateSnapshot",
        "elasticache:TestFailover",
        "rds:CreateDBSnapshot",
        "rds:RebootDBInstance",
        "rds:StartDBInstance",
        "rds:StopDBInstance",
      ],
      [
        arnOf(environment, "elasticache", `replicationgroup:${scope}-*`),
        arnOf(environment, "elasticache", `snapshot:${scope}-*`),
        arnOf(environment, "rds", `db:${scope}-*`),
        arnOf(environment, "rds", `snapshot:${scope}-*`),
      ],
    ),
    allow(
      "RunFunctions",
      ["lambda:InvokeFunction", "secretsmanager:RotateSecret"],
      [
        arnOf(environment, "lambda", `function:${scope}-*`),
        arnOf(environment, "secretsmanager", `secret:/${environment.name}/*`),
      ],
    ),
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
    allow(
      "RenewHosts",
      ["autoscaling:CancelInstanceRefresh", "autoscaling:StartInstanceRefresh"],
      arnOf(environment, "autoscaling", `autoScalingGroup:*:autoScalingGroupName/${scope}-*`),
    ),
    // Their logs stay on them. The plain shell alone: no port is led to anyone's machine.
    allow("EnterHosts", "ssm:StartSession", arnOf(environment, "ec2", "instance/*"), {
      StringEquals: {
        "ssm:resourceTag/Project": environment.project,
        "ssm:resourceTag/Environment": environment.name,
      },
      BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" },
    }),
    allow(
      "OpenShells",
      "ssm:StartSession",
      arnOf(environment, "ssm", "document/SSM-SessionManagerRunShell"),
    ),
    allow(
      "EndOwnSessions",
      ["ssm:ResumeSession", "ssm:TerminateSession"],
      arnOf(environment, "ssm", "session/${aws:userid}-*"),
    ),
    allow(
      "SilenceAlarms",
      ["cloudwatch:DisableAlarmActions", "cloudwatch:EnableAlarmActions"],
      arnOf(environment, "cloudwatch", `alarm:${scope}-*`),
    ),
    allow(
      "TakeFailedMessages",
      ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
      arnOf(environment, "sqs", `${scope}-*`),
    ),
    keyUseStatement(environment, keyAlias, "sqs"),
  ].map(withMfa);
}

/** Where services and functions log. */
function logGroupsOf(environment: Environment): string[] {
  const scope = `${environment.project}-${environment.name}`;
  return [`/aws/ecs/${scope}/*`, `/aws/lambda/${scope}-*`, `/ecs/${environment.name}/*`].map(
    (group) => arnOf(environment, "logs", `log-group:${group}`),
  );
}
