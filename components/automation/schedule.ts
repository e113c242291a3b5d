import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { functionArnOf } from "../compute/functionStatements.ts";
import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import { type EncryptionKey, keyUseStatement } from "../keys/encryptionKey.ts";
import { Alarm } from "../observability/alarm.ts";
import { queueFilled } from "../observability/queueFilled.ts";
import type { Topic } from "../observability/topic.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { Queue, queueArnOf } from "../storage/queue.ts";

/** When a function is called, and with what. */
export interface ScheduledRun {
  /** `cron(MINUTES HOURS DAY MONTH WEEKDAY YEAR)` in the schedule's time zone. */
  readonly expression: string;
  /** The event that the function gets. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Which function is called, and when. */
export interface ScheduleArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Encrypts the queue of calls that could not be made. */
  readonly key: EncryptionKey;
  /** Ceiling of the scheduler's role (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** Last part of the group's name; opens those of role, queue and runs. */
  readonly identifier: string;
  /** What the runs are for, as the console shows it. */
  readonly description: string;
  /** IANA time zone; daylight saving is its business. */
  readonly timeZone: string;
  /** Identifier of the function, from which its ARN is known. */
  readonly functionIdentifier: string;
  /** ARN of that function, so that runs wait for it. */
  readonly functionArn: pulumi.Input<string>;
  /** Who is told that a call could not be handed to the function. */
  readonly topic: Topic;
  /** One run or several, by a name for each. */
  readonly runs: Readonly<Record<string, ScheduledRun>>;
}

/** Minutes and the like, of which one of the two kinds of day is `?`. */
const CRON = /^cron\(\S+ \S+ (\? \S+ [^\s?]+|[^\s?]+ \S+ \?) \S+\)$/;

/** Seconds after which a call that could not be made is given up, and how often it is tried. */
const RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 };

/**
 * Calls of a function at set times by EventBridge Scheduler (P-AUTO-1, P-AUTO-2). What Scheduler
 * could not hand to Lambda for an hour is kept in a queue, and told; what the function itself failed
 * on is in the function's own. Its role is only for this group's schedules: Scheduler sends the ARN
 * of the group along, never that of a schedule. Cost: 0.10 USD a month for the alarm; 1 USD a million
 * calls after 14 million a month. Source: EventBridge Scheduler guide, "Confused deputy prevention".
 *
 * @throws Error when there is no run, or an expression is no `cron(…)` that Scheduler takes.
 */
export class Schedule extends pulumi.ComponentResource {
  public static readonly token = "rampart:automation:Schedule";
  /** Physical name of the group; known before it exists. */
  public readonly groupName: pulumi.Output<string>;

  constructor(name: string, args: ScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Schedule.token, name, {}, opts);
    check(name, args);
    const { environment, key, boundary, identifier } = args;
    const parent = { parent: this };

    const group = new aws.scheduler.ScheduleGroup(name, { name: groupNameOf(args) }, parent);
    const undelivered = new Queue(
      `${name}-undelivered`,
      { environment, key, identifier: queueOf(args) },
      parent,
    );
    this.#watch(name, args, undelivered);
    const role = new Role(
      `${name}-scheduler`,
      {
        environment,
        boundary,
        identifier: `${identifier}-scheduler`,
        service: "scheduler.amazonaws.com",
        sourceArn: arnOf(environment, "scheduler", `schedule-group/${groupNameOf(args)}`),
        policies: { call: callStatements(args) },
      },
      parent,
    );
    for (const [label, { expression, input }] of Object.entries(args.runs)) {
      new aws.scheduler.Schedule(
        `${name}-${label}`,
        {
          name: nameOf(environment, "schedule", `${identifier}-${label}`),
          groupName: group.name,
          description: args.description,
          scheduleExpression: expression,
          scheduleExpressionTimezone: args.timeZone,
          flexibleTimeWindow: { mode: "OFF" },
          state: "ENABLED",
          target: {
            arn: args.functionArn,
            roleArn: role.arn,
            input: JSON.stringify(input),
            retryPolicy: RETRY,
            deadLetterConfig: { arn: undelivered.arn },
          },
        },
        // Scheduler tries the role at once, and the first run may be due at once.
        { ...parent, dependsOn: [role, undelivered] },
      );
    }

    this.groupName = group.name;
    this.registerOutputs({ groupName: this.groupName });
  }

  #watch(name: string, args: ScheduleArgs, undelivered: Queue): void {
    new Alarm(
      `${name}-undelivered`,
      {
        environment: args.environment,
        identifier: queueOf(args),
        description: `Scheduler could not hand over a call; the queue says why: ${args.description}`,
        ...queueFilled(undelivered.queueName),
        topic: args.topic,
      },
      { parent: this },
    );
  }
}

function check(name: string, { runs }: ScheduleArgs): void {
  const entries = Object.entries(runs);
  if (entries.length === 0) throw new Error(`runs of ${name} is empty; allowed: 1 or more.`);
  for (const [label, { expression }] of entries) {
    if (CRON.test(expression)) continue;
    throw new Error(
      `Run ${label} of ${name} is at ${expression}; allowed: cron(MINUTES HOURS DAY MONTH WEEKDAY ` +
        "YEAR), with ? for one of DAY and WEEKDAY.",
    );
  }
}

function groupNameOf({ environment, identifier }: ScheduleArgs): string {
  return nameOf(environment, "schedule-group", identifier);
}

function queueOf({ identifier }: ScheduleArgs): string {
  return `${identifier}-undelivered`;
}

/** Call the one function, and keep what could not be handed to it. */
function callStatements(args: ScheduleArgs): Statement[] {
  const { environment, key, functionIdentifier } = args;
  return [
    {
      Sid: "CallFunction",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: functionArnOf({ environment, identifier: functionIdentifier }),
    },
    {
      Sid: "KeepUndelivered",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: queueArnOf(environment, queueOf(args)),
    },
    keyUseStatement(environment, key.alias, "sqs", ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}
