import * as pulumi from "@pulumi/pulumi";

import { LambdaFunction } from "../../components/compute/function.ts";
import { functionLogGroupOf } from "../../components/compute/functionStatements.ts";
import { Alarm } from "../../components/observability/alarm.ts";
import { EventRule, eventRuleArnOf } from "../../components/observability/eventRule.ts";
import { FunctionAlarms } from "../../components/observability/functionAlarms.ts";
import { queueFilled } from "../../components/observability/queueFilled.ts";
import { SavedQuery } from "../../components/observability/savedQuery.ts";
import { workTopicArnOf } from "../../components/observability/workTopic.ts";
import { bucketNameOf, nameOf } from "../../components/shared/environment.ts";
import { Queue } from "../../components/storage/queue.ts";
import {
  FOLDER,
  INGEST_EVENT,
  type IngestEnvironment,
  MEMORY_MB,
  TIMEOUT_SECONDS,
} from "../../functions/ingest/contract.ts";
import type { Alerts } from "../alerts.ts";
import { shareOf } from "../concurrency.ts";
import type { Foundation } from "../foundation.ts";
import {
  FUNCTION_IDENTIFIER,
  functionStatements,
  PROCESSING,
  QUARANTINE,
  TABLE_IDENTIFIER,
  TOPIC_IDENTIFIER,
} from "./access.ts";
import type { IngestStores } from "./stores.ts";

/** What comes in, where it goes, and who hears of what does not. */
export interface IngestPipelineArgs {
  /** Keys and ceiling of the function. */
  readonly foundation: Foundation;
  /** Its warning topic hears of what fails. */
  readonly alerts: Alerts;
  /** Buckets, table and topic; the function waits for them. */
  readonly stores: IngestStores;
  /** Days for which the function's log is kept. */
  readonly logRetentionDays: number;
}

/** Identifier of the rule. */
const RULE = "ingest";

/** Identifier of the queue of events that did not reach the function. */
const UNDELIVERED = `${FUNCTION_IDENTIFIER}-undelivered`;

/** Six hours, Lambda's own bound: a flood of objects waits for its turn. */
const WAITS_SECONDS = 21_600;

/** Questions to the function's log; Lambda puts what it logs under `message`. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  outcomes: [
    "filter ispresent(message.key)",
    "stats count(*) as objects by message.message as outcome, bin(1d) as day",
    "sort day desc, outcome asc",
  ],
  failures: [
    "filter message.message = 'failed'",
    "fields @timestamp, message.key as key, message.version as version, message.failure as why",
    "sort @timestamp desc",
    "limit 100",
  ],
};

/** What does not happen while the pipeline fails. */
const CONSEQUENCE =
  "objects stay in the processing bucket, neither stored nor rejected; see docs/runbooks/ingest-failures.md";

/**
 * From an object that is put to the function that judges it (S-INGEST-2, 4). An event that can't be
 * handed over is tried for a day, one that the function fails on three times; both are kept then, and
 * told. Cost: 0.40 USD a month for four alarms; 1 USD a million events, and that of
 * {@link LambdaFunction}.
 */
export class IngestPipeline extends pulumi.ComponentResource {
  public static readonly token = "rampart:ingest:IngestPipeline";
  /** Physical name of the function. */
  public readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: IngestPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super(IngestPipeline.token, name, {}, opts);
    const { environment, alertsKey } = args.foundation;
    const ingest = this.#function(args);
    const undelivered = new Queue(
      UNDELIVERED,
      {
        environment,
        key: alertsKey,
        identifier: UNDELIVERED,
        undeliveredBy: [eventRuleArnOf(environment, RULE)],
      },
      { parent: this },
    );
    new EventRule(
      RULE,
      {
        environment,
        identifier: RULE,
        description: "An object was put into the processing bucket",
        pattern: {
          source: [INGEST_EVENT.source],
          "detail-type": [INGEST_EVENT.detailType],
          detail: { bucket: { name: [bucketNameOf(environment, PROCESSING)] } },
        },
        receivers: { [FUNCTION_IDENTIFIER]: ingest },
        undelivered,
        triesFor: "day",
      },
      { parent: this },
    );
    this.#watch(args, ingest, undelivered);
    for (const [title, query] of Object.entries(QUERIES)) {
      new SavedQuery(
        `${FUNCTION_IDENTIFIER}-${title}`,
        {
          title: `${environment.project}/${environment.name}/${FUNCTION_IDENTIFIER}/${title}`,
          logGroupNames: [functionLogGroupOf({ environment, identifier: FUNCTION_IDENTIFIER })],
          query,
        },
        // CloudWatch refuses a group that is not there.
        { parent: this, dependsOn: [ingest] },
      );
    }

    this.functionName = ingest.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }

  #function(args: IngestPipelineArgs): LambdaFunction<IngestEnvironment> {
    const { foundation, stores } = args;
    const { environment, key, boundary, lambdaConcurrency } = foundation;
    return new LambdaFunction(
      FUNCTION_IDENTIFIER,
      {
        environment,
        key,
        boundary,
        identifier: FUNCTION_IDENTIFIER,
        description: "Stores valid events of the music catalogue, and quarantines the others",
        folder: FOLDER,
        environmentVariables: {
          PROCESSING_BUCKET: bucketNameOf(environment, PROCESSING),
          QUARANTINE_BUCKET: bucketNameOf(environment, QUARANTINE),
          TABLE_NAME: nameOf(environment, "table", TABLE_IDENTIFIER),
          TABLE_KEY: stores.tableKey,
          TOPIC_ARN: workTopicArnOf(environment, TOPIC_IDENTIFIER),
        },
        statements: functionStatements(foundation),
        timeoutSeconds: TIMEOUT_SECONDS,
        memoryMiB: MEMORY_MB,
        logRetentionDays: args.logRetentionDays,
        reservedConcurrency: shareOf(FOLDER, lambdaConcurrency),
        waitsSeconds: WAITS_SECONDS,
        invokers: {
          events: {
            service: "events.amazonaws.com",
            sourceArn: eventRuleArnOf(environment, RULE),
          },
        },
      },
      { parent: this, dependsOn: [stores] },
    );
  }

  #watch(
    { foundation: { environment }, alerts: { warning: topic } }: IngestPipelineArgs,
    { functionName, failureQueueName }: LambdaFunction<IngestEnvironment>,
    undelivered: Queue,
  ): void {
    const parent = { parent: this };
    new FunctionAlarms(
      FUNCTION_IDENTIFIER,
      {
        environment,
        identifier: FUNCTION_IDENTIFIER,
        consequence: CONSEQUENCE,
        functionName,
        failureQueueName,
        topic,
      },
      parent,
    );
    new Alarm(
      UNDELIVERED,
      {
        environment,
        identifier: UNDELIVERED,
        description: `EventBridge could not hand over an event: ${CONSEQUENCE}`,
        ...queueFilled(undelivered.queueName),
        topic,
      },
      parent,
    );
  }
}
