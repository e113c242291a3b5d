import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson } from "../shared/policy.ts";
import { publishByTlsOnly } from "./topic.ts";

/** What a topic is called, and what it is encrypted with. */
export interface WorkTopicArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Encrypts the messages; whoever publishes needs leave to use it. */
  readonly key: EncryptionKey;
  /** Last part of the topic's physical name; unique in the environment. */
  readonly identifier: string;
}

/**
 * An encrypted topic by which a system tells of its work. Roles of this account publish by a
 * statement of their own, no service of AWS does, and nobody without TLS. Alerts have a `Topic`.
 * Cost: the first 1,000 e-mails a month are free, then 2 USD for 100,000. Source: Amazon SNS pricing.
 */
export class WorkTopic extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:WorkTopic";
  /** Physical name; known before the topic exists. */
  public readonly topicName: pulumi.Output<string>;
  /** ARN; known before the topic exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: WorkTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super(WorkTopic.token, name, {}, opts);
    const { environment, key, identifier } = args;
    const arn = workTopicArnOf(environment, identifier);

    const topic = new aws.sns.Topic(
      name,
      {
        name: nameOf(environment, "topic", identifier),
        // What e-mails are from.
        displayName: `${environment.project} ${environment.name} ${identifier}`,
        kmsMasterKeyId: key.arn,
        // SHA-256; version 1 signs with SHA-1.
        signatureVersion: 2,
      },
      { parent: this },
    );
    this.topicName = topic.name;
    this.arn = topic.name.apply(() => arn);
    new aws.sns.TopicPolicy(
      name,
      { arn: this.arn, policy: policyJson("topic", [publishByTlsOnly(arn)]) },
      { parent: this },
    );
    this.registerOutputs({ topicName: this.topicName, arn: this.arn });
  }
}

/** ARN of such a topic of this environment, known from its identifier alone. */
export function workTopicArnOf(environment: Environment, identifier: string): string {
  return arnOf(environment, "sns", nameOf(environment, "topic", identifier));
}
