import * as pulumi from "@pulumi/pulumi";

import { Schedule } from "../../components/automation/schedule.ts";
import { LambdaFunction } from "../../components/compute/function.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import { topicArnOf } from "../../components/observability/topic.ts";
import { arnOf, type Environment } from "../../components/shared/environment.ts";
import type { Statement } from "../../components/shared/policy.ts";
import {
  FOLDER,
  type PostureReportEnvironment,
  type PostureReportEvent,
  SCHEDULED_TIME,
} from "../../functions/posture-report/contract.ts";
import type { Alerts } from "../alerts.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import { LOG_DAYS } from "./logs.ts";
import { publishStatements } from "./statements.ts";

/** When the report comes, and to whom. */
export interface PostureReportArgs {
  /** Keys and ceiling of the function. */
  readonly foundation: Foundation;
  /** Its info topic hears the report, its warning topic of a report that failed. */
  readonly alerts: Alerts;
  /** IANA time zone. */
  readonly timeZone: string;
  /** Time of day on Mondays, as `09:00`. */
  readonly at: string;
}

const IDENTIFIER = "posture-report";

/** Seconds for a hundred pages of findings. */
const TIMEOUT_SECONDS = 300;

/**
 * The weekly summary of what Security Hub has open (P-AUTO-2). Cost: 0.40 USD a month for four
 * alarms; its calls are free as a rule.
 */
export class PostureReport extends pulumi.ComponentResource {
  public static readonly token = "rampart:response:PostureReport";
  /** Physical name of the function. */
  public readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: PostureReportArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PostureReport.token, name, {}, opts);
    const { foundation, alerts } = args;
    const { environment, key, boundary } = foundation;
    const parent = { parent: this };

    const report = new LambdaFunction<PostureReportEnvironment>(
      IDENTIFIER,
      {
        environment,
        key,
        boundary,
        identifier: IDENTIFIER,
        description: "Sums up the findings of Security Hub, once a week",
        folder: FOLDER,
        environmentVariables: { REPORT_TOPIC_ARN: topicArnOf(environment, "info") },
        statements: [readFindingsStatement(environment), ...publishStatements(foundation, "info")],
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: LOG_DAYS,
        reservedConcurrency: shareOf(FOLDER, foundation.lambdaConcurrency),
      },
      parent,
    );
    new FunctionAlarms(
      IDENTIFIER,
      {
        environment,
        identifier: IDENTIFIER,
        consequence: "this week's report is missing",
        functionName: report.functionName,
        failureQueueName: report.failureQueueName,
        topic: alerts.warning,
      },
      parent,
    );
    const input: PostureReportEvent = { scheduledTime: SCHEDULED_TIME };
    new Schedule(
      "weekly",
      {
        environment,
        key,
        boundary,
        identifier: IDENTIFIER,
        description: "Summary of Security Hub's findings",
        timeZone: args.timeZone,
        functionIdentifier: IDENTIFIER,
        functionArn: report.arn,
        topic: alerts.warning,
        runs: { weekly: { expression: mondaysAt(args.at), input: { ...input } } },
      },
      { ...parent, dependsOn: [report] },
    );

    this.functionName = report.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}

/** `09:05` on Mondays. */
function mondaysAt(time: string): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return `cron(${minutes} ${hours} ? * MON *)`;
}

/** Findings of the account are all in its one hub. */
function readFindingsStatement(environment: Environment): Statement {
  return {
    Sid: "ReadFindings",
    Effect: "Allow",
    Action: "securityhub:GetFindings",
    Resource: arnOf(environment, "securityhub", "hub/default"),
  };
}
