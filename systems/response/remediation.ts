import * as pulumi from "@pulumi/pulumi";

import { LambdaFunction } from "../../components/compute/function.ts";
import { guardDutyPattern } from "../../components/detection/findingPatterns.ts";
import { RESPONDER_IDENTIFIER } from "../../components/identity/guardrails.ts";
import { Alarm } from "../../components/observability/alarm.ts";
import {
  type EventPattern,
  EventRule,
  eventRuleArnOf,
} from "../../components/observability/eventRule.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import { queueFilled } from "../../components/observability/queueFilled.ts";
import { topicArnOf } from "../../components/observability/topic.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { Queue } from "../../components/storage/queue.ts";
import {
  type AutoRemediateEnvironment,
  type DeclaredOpening,
  FOLDER,
  HIGH_SEVERITY,
  openingsText,
  WATCHED_CALLS,
} from "../../functions/auto-remediate/contract.ts";
import type { Alerts } from "../alerts.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import { LOG_DAYS } from "./logs.ts";
import { quarantineGroupName } from "./quarantine.ts";
import { publishStatements, responseStatements } from "./statements.ts";

/** What is responded to, and how far. */
export interface RemediationArgs {
  /** Keys and ceiling of the function. */
  readonly foundation: Foundation;
  /** Who is told of what was done, and of what could not be. */
  readonly alerts: Alerts;
  /** Whether it changes anything. */
  readonly mode: AutoRemediateEnvironment["MODE"];
  /** What the program itself opens to the world, which is never revoked. */
  readonly openings: readonly DeclaredOpening[];
  /** Names of other environments of the account and region, whose tasks and instances it is for too. */
  readonly neighbours: readonly string[];
}

/** Identifier of the function, and of its role. */
export const IDENTIFIER = RESPONDER_IDENTIFIER;

/** Identifier of the queue of events that did not reach the function. */
const UNDELIVERED = `${IDENTIFIER}-undelivered`;

/**
 * Seconds for one event: a call that AWS never answers is given up after about a minute, and a
 * response that waits for one is tried three times with pauses; so is telling of it.
 */
const TIMEOUT_SECONDS = 600;

/** Calls that CloudTrail tells of, without those that were refused. */
function callPattern(service: keyof typeof WATCHED_CALLS): EventPattern {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: [`${service}.amazonaws.com`],
      eventName: WATCHED_CALLS[service],
      errorCode: [{ exists: false }],
    },
  };
}

/** What is responded to, by the last part of the rules' names (P-DET-6). */
const FINDINGS = {
  "group-opened": {
    description: "A call that may open a security group",
    pattern: callPattern("ec2"),
  },
  "bucket-opened": {
    description: "A call that may open a bucket, or all of the account's",
    pattern: callPattern("s3"),
  },
  "attack-found": {
    description: "GuardDuty found an attack of high or critical severity",
    pattern: guardDutyPattern(">=", HIGH_SEVERITY),
  },
} as const;

/**
 * The automated response (P-RESP): a function that revokes rules which open a security group to the
 * world, puts a public access block back, cuts an attacked instance off and stops an attacked task;
 * and the rules that call it. Cost: 0.40 USD a month for four alarms; the function's calls are free
 * as a rule, the snapshots it takes of an attacked instance are 0.05 USD a GB and month.
 */
export class Remediation extends pulumi.ComponentResource {
  public static readonly token = "rampart:response:Remediation";
  /** Physical name of the function. */
  public readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: RemediationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Remediation.token, name, {}, opts);
    const { environment, alertsKey } = args.foundation;
    const respond = this.#function(args);
    const undelivered = new Queue(
      UNDELIVERED,
      {
        environment,
        key: alertsKey,
        identifier: UNDELIVERED,
        undeliveredBy: Object.keys(FINDINGS).map((kind) => ruleArnOf(args, kind)),
      },
      { parent: this },
    );
    for (const [kind, { description, pattern }] of Object.entries(FINDINGS)) {
      new EventRule(
        kind,
        {
          environment,
          identifier: ruleIdentifier(kind),
          description,
          pattern,
          receivers: { [IDENTIFIER]: respond },
          undelivered,
        },
        { parent: this },
      );
    }
    this.#watch(args, respond, undelivered);

    this.functionName = respond.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }

  #function(args: RemediationArgs): LambdaFunction<AutoRemediateEnvironment> {
    const { environment, key, boundary, lambdaConcurrency } = args.foundation;
    const environments = [environment, ...neighboursOf(args)] as const;
    return new LambdaFunction(
      IDENTIFIER,
      {
        environment,
        key,
        boundary,
        identifier: IDENTIFIER,
        description: "Closes what was opened, and cuts off what is attacked",
        folder: FOLDER,
        environmentVariables: {
          MODE: args.mode,
          ALERT_TOPIC_ARN: topicArnOf(environment, "critical"),
          QUARANTINE_GROUP_PREFIX: environments.map(quarantineGroupName).join(","),
          DECLARED_OPENINGS: openingsText(args.openings),
        },
        statements: [
          ...responseStatements(environments),
          ...publishStatements(args.foundation, "critical"),
        ],
        timeoutSeconds: TIMEOUT_SECONDS,
        // The function tries again by itself; Lambda would lose what was done and not told.
        retries: 0,
        logRetentionDays: LOG_DAYS,
        reservedConcurrency: shareOf(FOLDER, lambdaConcurrency),
        invokers: Object.fromEntries(
          Object.keys(FINDINGS).map((kind) => [
            kind,
            { service: "events.amazonaws.com", sourceArn: ruleArnOf(args, kind) } as const,
          ]),
        ),
      },
      { parent: this },
    );
  }

  #watch(
    { foundation: { environment }, alerts: { critical: topic } }: RemediationArgs,
    { functionName, failureQueueName }: LambdaFunction<AutoRemediateEnvironment>,
    undelivered: Queue,
  ): void {
    const consequence = "what was opened stays open, or an attack goes on";
    new FunctionAlarms(
      IDENTIFIER,
      { environment, identifier: IDENTIFIER, consequence, functionName, failureQueueName, topic },
      { parent: this },
    );
    new Alarm(
      UNDELIVERED,
      {
        environment,
        identifier: UNDELIVERED,
        description: `EventBridge could not hand over an event: ${consequence}`,
        ...queueFilled(undelivered.queueName),
        topic,
      },
      { parent: this },
    );
  }
}

/** Environments of the same place, by name. */
function neighboursOf({ foundation: { environment }, neighbours }: RemediationArgs): Environment[] {
  return neighbours.map((name) => ({ ...environment, name }));
}

/** Routes to people have rules of similar names. */
function ruleIdentifier(kind: string): string {
  return `respond-${kind}`;
}

function ruleArnOf({ foundation: { environment } }: RemediationArgs, kind: string): string {
  return eventRuleArnOf(environment, ruleIdentifier(kind));
}
