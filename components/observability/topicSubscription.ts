import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Queue } from "../storage/queue.ts";

/** Who hears a topic. */
export interface TopicSubscriptionArgs {
  /** What is listened to. */
  readonly topic: { readonly arn: pulumi.Output<string> };
  /** How messages arrive. Plain HTTP is not offered. */
  readonly protocol: "email" | "https" | "lambda";
  /** Address, URL, or ARN of a function that lets SNS call it. */
  readonly endpoint: pulumi.Input<string>;
  /**
   * Keeps messages that SNS could not deliver, as where the function is gone or lets it in no more;
   * its policy must name the topic.
   * @default they are lost once the retries end
   */
  readonly undelivered?: Queue | undefined;
}

/**
 * A listener of a topic, and the only place that creates one. An address gets a message first, and
 * hears nothing until somebody confirms it (T20). Services that confirm a URL by themselves, as
 * PagerDuty does, are waited for. Cost: that of its topic.
 */
export class TopicSubscription extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:TopicSubscription";

  constructor(name: string, args: TopicSubscriptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TopicSubscription.token, name, {}, opts);
    const { topic, protocol, endpoint, undelivered } = args;
    new aws.sns.TopicSubscription(
      name,
      {
        topic: topic.arn,
        protocol,
        endpoint,
        ...(protocol === "https" && { endpointAutoConfirms: true }),
        ...(undelivered && {
          redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: undelivered.arn }),
        }),
      },
      { parent: this, dependsOn: undelivered ? [undelivered] : [] },
    );
    this.registerOutputs({});
  }
}
