import * as pulumi from "@pulumi/pulumi";

import { Schedule } from "../../components/automation/schedule.ts";
import { LambdaFunction } from "../../components/compute/function.ts";
import type { Alarm } from "../../components/observability/alarm.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import { arnOf, type Environment, nameOf } from "../../components/shared/environment.ts";
import type { Statement } from "../../components/shared/policy.ts";
import type { PlatformSettings } from "../../config/settings.ts";
import {
  type EnvironmentScheduleEnvironment,
  FOLDER,
  HOLD_TAG,
  MEMORY_TAG,
} from "../../functions/environment-schedule/contract.ts";
import type { Alerts } from "../alerts.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import { CLUSTER_IDENTIFIER } from "./application.ts";
import { SERVICE_IDENTIFIER } from "./applicationTarget.ts";
import { DATABASE_IDENTIFIER } from "./data.ts";
import { type Hours, hourlyRuns } from "./hours.ts";

/** What goes down and up, and when. */
export interface PlatformScheduleArgs {
  /** Key and ceiling of the function, and names of what it stops. */
  readonly foundation: Foundation;
  /** Who is told when the environment does not go down or come up. */
  readonly alerts: Alerts;
  /** Time zone, and times of day. */
  readonly hours: Hours;
  /** Bounds of the service's tasks, for a morning that remembers none. */
  readonly service: PlatformSettings["service"];
  /** Whether the service has an image to run; without one it has no minimum. */
  readonly hasImage: boolean;
  /** Alarms that a stop would set off; the function's own are none of them. */
  readonly silenced: readonly Alarm[];
}

const IDENTIFIER = "environment-schedule";

/** Seconds for one call: a hundred short calls of AWS, when each alarm is silenced. */
const TIMEOUT_SECONDS = 120;

/** Tags that the function writes; the provider must leave them alone. */
export const SCHEDULE_TAGS: readonly string[] = [MEMORY_TAG, HOLD_TAG];

/**
 * The hours of the environment (P-AUTO-1): a function takes the service's tasks away, silences its
 * alarms and stops the database, and puts all back. What a deployment, or RDS after seven days, starts
 * meanwhile goes down again: tasks by the next call, within the hour, and the database by the one
 * after it, within two. A cache can't be stopped, only deleted: it stays. Cost: well under 0.10 USD a
 * month; a database that is stopped still pays for its storage.
 */
export class PlatformSchedule extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformSchedule";

  constructor(name: string, args: PlatformScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformSchedule.token, name, {}, opts);
    const { environment, key, boundary } = args.foundation;
    const parent = { parent: this };

    const transit = new LambdaFunction(
      IDENTIFIER,
      {
        environment,
        key,
        boundary,
        identifier: IDENTIFIER,
        description: "Takes the environment down and brings it up",
        folder: FOLDER,
        environmentVariables: variablesOf(args),
        statements: accessStatements(args),
        timeoutSeconds: TIMEOUT_SECONDS,
        logRetentionDays: args.service.logRetentionDays,
        reservedConcurrency: shareOf(FOLDER, args.foundation.lambdaConcurrency),
      },
      parent,
    );
    const { warning: topic } = args.alerts;
    new FunctionAlarms(
      IDENTIFIER,
      {
        environment,
        identifier: IDENTIFIER,
        consequence: "the environment stays up or down",
        functionName: transit.functionName,
        failureQueueName: transit.failureQueueName,
        topic,
      },
      parent,
    );
    new Schedule(
      "hours",
      {
        environment,
        key,
        boundary,
        identifier: "hours",
        description: "Hours in which the environment is up",
        timeZone: args.hours.timeZone,
        functionIdentifier: IDENTIFIER,
        functionArn: transit.arn,
        topic,
        runs: hourlyRuns(args.hours),
      },
      { ...parent, dependsOn: transit },
    );
    this.registerOutputs({ functionName: transit.functionName });
  }
}

function variablesOf(args: PlatformScheduleArgs): EnvironmentScheduleEnvironment {
  const { minimum, maximum } = args.service.scaling;
  return {
    ...stopped(args.foundation.environment),
    MINIMUM_TASKS: String(args.hasImage ? minimum : 0),
    MAXIMUM_TASKS: String(maximum),
    ALARMS: args.silenced.map(({ arn }) => arn.replace(/^.*:alarm:/, "")).join(","),
  };
}

/** Names of what it stops, all known before anything exists. */
function stopped(environment: Environment) {
  return {
    DATABASE: nameOf(environment, "database", DATABASE_IDENTIFIER),
    CLUSTER: nameOf(environment, "cluster", CLUSTER_IDENTIFIER),
    SERVICE: nameOf(environment, "service", SERVICE_IDENTIFIER),
  };
}

/** The one service, its scaling target, the one database, and the alarms that a stop would set off. */
function accessStatements({
  foundation: { environment },
  silenced,
}: PlatformScheduleArgs): Statement[] {
  const { project, name } = environment;
  const { DATABASE, CLUSTER, SERVICE } = stopped(environment);
  const targets = arnOf(environment, "application-autoscaling", "scalable-target/*");
  const alarms = silenced.map(({ arn }) => arn);
  const own = {
    "aws:ResourceTag/Project": project,
    "aws:ResourceTag/Environment": name,
  };
  const only = (...tags: readonly string[]) => ({
    "ForAllValues:StringEquals": { "aws:TagKeys": [...tags] },
  });
  return [
    {
      Sid: "SetNumberOfTasks",
      Effect: "Allow",
      Action: ["ecs:DescribeServices", "ecs:UpdateService"],
      Resource: arnOf(environment, "ecs", `service/${CLUSTER}/${SERVICE}`),
    },
    {
      // It has no resource to name.
      Sid: "FindBounds",
      Effect: "Allow",
      Action: "application-autoscaling:DescribeScalableTargets",
      Resource: "*",
    },
    {
      // The target's id is its own; Auto Scaling also asks for leave to update the one service.
      Sid: "SetBounds",
      Effect: "Allow",
      Action: "application-autoscaling:RegisterScalableTarget",
      Resource: targets,
      Condition: {
        StringEquals: {
          "application-autoscaling:service-namespace": "ecs",
          "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
        },
      },
    },
    {
      Sid: "ReadMemory",
      Effect: "Allow",
      Action: "application-autoscaling:ListTagsForResource",
      Resource: targets,
      Condition: { StringEquals: own },
    },
    {
      Sid: "WriteMemory",
      Effect: "Allow",
      Action: ["application-autoscaling:TagResource", "application-autoscaling:UntagResource"],
      Resource: targets,
      Condition: { StringEquals: own, ...only(MEMORY_TAG, HOLD_TAG) },
    },
    {
      Sid: "StopDatabase",
      Effect: "Allow",
      Action: ["rds:DescribeDBInstances", "rds:StartDBInstance", "rds:StopDBInstance"],
      Resource: arnOf(environment, "rds", `db:${DATABASE}`),
    },
    {
      // CloudWatch checks it for all alarms, whatever is asked for.
      Sid: "FindAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: arnOf(environment, "cloudwatch", "alarm:*"),
    },
    {
      Sid: "SilenceAlarms",
      Effect: "Allow",
      Action: [
        "cloudwatch:DisableAlarmActions",
        "cloudwatch:EnableAlarmActions",
        "cloudwatch:ListTagsForResource",
        "cloudwatch:SetAlarmState",
      ],
      Resource: alarms,
    },
    {
      Sid: "MarkAlarms",
      Effect: "Allow",
      Action: ["cloudwatch:TagResource", "cloudwatch:UntagResource"],
      Resource: alarms,
      Condition: only(MEMORY_TAG),
    },
  ];
}
