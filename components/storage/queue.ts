import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";

/** What a queue is called, and what it is encrypted with. */
export interface QueueArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Encrypts the messages; who sends or receives needs leave to use it. */
  readonly key: EncryptionKey;
  /** Last part of the queue's physical name; unique in the environment. */
  readonly identifier: string;
  /**
   * ARNs of EventBridge rules that may put here what they could not deliver; the key must admit
   * EventBridge then (T16).
   * @default none
   */
  readonly undeliveredBy?: readonly string[] | undefined;
  /**
   * ARNs of topics whose messages are kept here that could not be delivered; the key must admit SNS
   * then.
   * @default none
   */
  readonly undeliveredFrom?: readonly string[] | undefined;
}

/** Days until SQS drops a message that nobody took, at most. */
const RETENTION_DAYS = 14;

/** Seconds for which a consumer keeps the key it got, before it asks KMS again. */
const KEY_REUSE_SECONDS = 300;

/**
 * An encrypted queue, reached over TLS only, that keeps what nobody took for 14 days. It admits no
 * one by itself but rules and topics that are named: roles of this account need their own leave. No
 * other queue may drop its failures here, so that what lies in it came from its own senders. It is
 * the only place that creates queues.
 * Cost: 0.40 USD a million requests after the first million a month.
 */
export class Queue extends pulumi.ComponentResource {
  public static readonly token = "rampart:storage:Queue";
  /** Physical name; known before the queue exists. */
  public readonly queueName: pulumi.Output<string>;
  /** ARN; known before the queue exists. Depend on the component to wait for its policy too. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: QueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Queue.token, name, {}, opts);
    const { environment, key, identifier } = args;
    const parent = { parent: this };

    const queue = new aws.sqs.Queue(
      name,
      {
        name: nameOf(environment, "queue", identifier),
        kmsMasterKeyId: key.arn,
        kmsDataKeyReusePeriodSeconds: KEY_REUSE_SECONDS,
        messageRetentionSeconds: RETENTION_DAYS * 24 * 3600,
        redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }),
      },
      parent,
    );
    new aws.sqs.QueuePolicy(
      name,
      { queueUrl: queue.id, policy: policyJson("queue", [tlsOnly(args), ...undelivered(args)]) },
      parent,
    );

    this.queueName = queue.name;
    this.arn = queue.name.apply((queueName) => arnOf(environment, "sqs", queueName));
    this.registerOutputs({ queueName: this.queueName, arn: this.arn });
  }
}

/** ARN of a queue of this environment, known from its identifier alone. */
export function queueArnOf(environment: Environment, identifier: string): string {
  return arnOf(environment, "sqs", nameOf(environment, "queue", identifier));
}

function tlsOnly({ environment, identifier }: QueueArgs): Statement {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: queueArnOf(environment, identifier),
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Both services send the source along, so that no other one can fill the queue. */
function undelivered(args: QueueArgs): Statement[] {
  const { environment, identifier, undeliveredBy = [], undeliveredFrom = [] } = args;
  const keep = (Sid: string, service: string, sources: readonly string[]): Statement[] =>
    sources.length === 0
      ? []
      : [
          {
            Sid,
            Effect: "Allow",
            Principal: { Service: `${service}.amazonaws.com` },
            Action: "sqs:SendMessage",
            Resource: queueArnOf(environment, identifier),
            Condition: { ArnEquals: { "aws:SourceArn": sources } },
          },
        ];
  return [
    ...keep("UndeliveredEvents", "events", undeliveredBy),
    ...keep("UndeliveredMessages", "sns", undeliveredFrom),
  ];
}
