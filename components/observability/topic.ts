import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";

/** How grave what a topic tells of is; P-OBS-3 names the three. */
export type Severity = "critical" | "warning" | "info";

/** Services of AWS that may publish; roles of this account need their own leave instead. */
export type TopicPublisher = "alarms" | "events" | "budgets" | "cost-anomalies";

/** What a topic is called, what it is encrypted with, and who may publish to it. */
export interface TopicArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Encrypts the messages; its policy must let the publishers use it (T15–T17). */
  readonly key: EncryptionKey;
  /** Middle of the physical name `{env}-{identifier}-alerts`. */
  readonly identifier: Severity;
  /** Services that may publish; at least one. */
  readonly publishers: readonly TopicPublisher[];
}

/**
 * An encrypted topic for alerts (P-OBS-3): the services that it names may publish, and nobody
 * without TLS. Roles of this account publish by a statement of their own. Systems tell of their work
 * by a `WorkTopic` instead. Cost: the first 1,000 e-mails and 100,000 calls of HTTPS a
 * month are free; then 2 USD and 0.60 USD for as many again. Source: Amazon SNS pricing.
 *
 * @throws Error when nobody may publish.
 */
export class Topic extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:Topic";
  /** Physical name; known before the topic exists. */
  public readonly topicName: pulumi.Output<string>;
  /** ARN; known before the topic exists. Depend on the component to wait for its policy too. */
  public readonly arn: pulumi.Output<string>;
  /** As given; alarms ask for it. */
  public readonly severity: Severity;

  constructor(name: string, args: TopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Topic.token, name, {}, opts);
    const { environment, key, identifier, publishers } = args;
    if (publishers.length === 0) {
      throw new Error(`publishers of ${name} is empty; nothing would ever be told.`);
    }
    const parent = { parent: this };

    const topic = new aws.sns.Topic(
      name,
      {
        name: topicNameOf(environment, identifier),
        // What e-mails are from.
        displayName: `${environment.project} ${environment.name} ${identifier}`,
        kmsMasterKeyId: key.arn,
        // SHA-256; version 1 signs with SHA-1.
        signatureVersion: 2,
      },
      parent,
    );
    this.severity = identifier;
    this.topicName = topic.name;
    this.arn = topic.name.apply(() => topicArnOf(environment, identifier));
    new aws.sns.TopicPolicy(
      name,
      { arn: this.arn, policy: policyJson("topic", statementsOf(args)) },
      parent,
    );
    this.registerOutputs({ topicName: this.topicName, arn: this.arn });
  }
}

/** Physical name of a topic of this environment (P-OBS-3). */
function topicNameOf(environment: Environment, identifier: Severity): string {
  return `${environment.name}-${identifier}-alerts`;
}

/** ARN of a topic of this environment, known from its severity alone. */
export function topicArnOf(environment: Environment, identifier: Severity): string {
  return arnOf(environment, "sns", topicNameOf(environment, identifier));
}

function statementsOf({ environment, identifier, publishers }: TopicArgs): Statement[] {
  const publish = { Action: "sns:Publish", Resource: topicArnOf(environment, identifier) };
  return [
    ...publishers.map((publisher): Statement => ({
      Effect: "Allow",
      ...PUBLISHERS[publisher](environment),
      ...publish,
    })),
    publishByTlsOnly(publish.Resource),
  ];
}

/** Keeps everyone from publishing to a topic without TLS. */
export function publishByTlsOnly(topicArn: string): Statement {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Each service, and the source that it sends along. EventBridge sends none to a topic, so a
 * condition would keep its events out for good; it refuses rules of other accounts by itself, which
 * need a role to reach a topic (docs/decisions/0012). Budgets and Cost Anomaly Detection name their account, but not
 * always an ARN (T17). Sources: CloudWatch guide, "Amazon SNS topics and alarms"; EventBridge guide,
 * "Amazon SNS permissions"; AWS Cost Management guide, "Creating an Amazon SNS topic".
 */
const PUBLISHERS: Readonly<
  Record<
    TopicPublisher,
    (environment: Environment) => Pick<Statement, "Sid" | "Principal" | "Condition">
  >
> = {
  alarms: (environment) => ({
    Sid: "Alarms",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: {
      ArnLike: { "aws:SourceArn": arnOf(environment, "cloudwatch", "alarm:*") },
      StringEquals: { "aws:SourceAccount": environment.accountId },
    },
  }),
  events: () => ({ Sid: "Events", Principal: { Service: "events.amazonaws.com" } }),
  budgets: (environment) => ({
    Sid: "Budgets",
    Principal: { Service: "budgets.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": environment.accountId } },
  }),
  "cost-anomalies": (environment) => ({
    Sid: "CostAnomalies",
    Principal: { Service: "costalerts.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": environment.accountId } },
  }),
};
