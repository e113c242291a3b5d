import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Role } from "../identity/role.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Queue } from "../storage/queue.ts";

/** A value or filter of a pattern, as EventBridge writes them. */
type Match = string | number | boolean | { readonly [filter: string]: Filter };
type Filter = string | number | boolean | readonly (string | number)[];

/** What an event must look like: fields, each with a list of what it may be. */
export interface EventPattern {
  /** What a field may be, or what is asked of the fields in it. */
  readonly [field: string]: EventPattern | readonly Match[];
}

/** Who gets the events: something that lets EventBridge in by a policy of its own … */
export type EventReceiver =
  | (pulumi.Resource & { readonly arn: pulumi.Output<string> })
  /** … or an event bus, which needs a role to be reached. */
  | { readonly busArn: string; readonly role: Role };

/** Which events go where. */
export interface EventRuleArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Last part of the rule's physical name; unique in the environment and region. */
  readonly identifier: string;
  /** What it is for, as the console shows it. */
  readonly description: string;
  /** Which events of the default bus it takes. */
  readonly pattern: EventPattern;
  /** Up to five, by a name for each; rules wait for their receivers' policies. */
  readonly receivers: Readonly<Record<string, EventReceiver>>;
  /**
   * Keeps events that could not be delivered; of the rule's region, and its policy must name the
   * rule.
   * @default they are lost once the retries end
   */
  readonly undelivered?: Queue | undefined;
  /**
   * For how long EventBridge tries to deliver: work waits for a day, an old alarm helps nobody.
   * @default hour
   */
  readonly triesFor?: "hour" | "day" | undefined;
  /**
   * Where the rule is: events of AWS's global services are told in us-east-1 alone (T24).
   * @default the environment's region
   */
  readonly region?: string | undefined;
}

/** Bounds of EventBridge. Source: EventBridge guide, "Amazon EventBridge quotas". */
const PATTERN_LIMIT = 2048;
const RECEIVER_LIMIT = 5;

/** For how long a delivery is tried; EventBridge's own bounds are 24 hours and 185 tries. */
const RETRIES = {
  hour: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
  day: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
};

/**
 * A rule of the default event bus with its targets (P-DET-6). What a target does not take for an
 * hour, or a day, is kept in a queue. It is the only place that creates rules and targets. Cost: none
 * for events of AWS services; 1 USD a million for those of S3, which a bucket must be told to send,
 * and for those handed to another region's bus. Source: Amazon EventBridge pricing.
 *
 * @throws Error when there is no receiver or more than five, or the pattern takes every event or is
 *   longer than EventBridge allows.
 */
export class EventRule extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:EventRule";
  /** Physical name; known before the rule exists. */
  public readonly ruleName: pulumi.Output<string>;

  constructor(name: string, args: EventRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EventRule.token, name, {}, opts);
    check(name, args);
    const { environment, receivers, undelivered } = args;
    const parent = { parent: this };
    const place = args.region === undefined ? {} : { region: args.region as aws.Region };

    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: nameOf(environment, "event-rule", args.identifier),
        description: args.description,
        eventPattern: JSON.stringify(args.pattern),
        state: "ENABLED",
        ...place,
      },
      parent,
    );
    for (const [label, receiver] of Object.entries(receivers)) {
      const { needs, ...destination } = destinationOf(receiver);
      new aws.cloudwatch.EventTarget(
        `${name}-${label}`,
        {
          rule: rule.name,
          targetId: label,
          ...destination,
          retryPolicy: RETRIES[args.triesFor ?? "hour"],
          ...(undelivered && { deadLetterConfig: { arn: undelivered.arn } }),
          ...place,
        },
        // An event that comes before the permissions would be refused, and not tried again.
        { ...parent, dependsOn: [needs, ...(undelivered ? [undelivered] : [])] },
      );
    }

    this.ruleName = rule.name;
    this.registerOutputs({ ruleName: this.ruleName });
  }
}

/** ARN of a rule of this environment and its region, known from its identifier alone. */
export function eventRuleArnOf(environment: Environment, identifier: string): string {
  return arnOf(environment, "events", `rule/${nameOf(environment, "event-rule", identifier)}`);
}

function check(name: string, { receivers, pattern }: EventRuleArgs): void {
  const count = Object.keys(receivers).length;
  if (count < 1 || count > RECEIVER_LIMIT) {
    throw new Error(`receivers of ${name} has ${count}; allowed: 1–${RECEIVER_LIMIT}.`);
  }
  const { length } = JSON.stringify(pattern);
  if (Object.keys(pattern).length === 0 || length > PATTERN_LIMIT) {
    throw new Error(
      `pattern of ${name} has ${length} characters; allowed: one field at least, and up to ${PATTERN_LIMIT}.`,
    );
  }
}

function destinationOf(receiver: EventReceiver): {
  readonly arn: pulumi.Input<string>;
  readonly roleArn?: pulumi.Input<string>;
  readonly needs: pulumi.Resource;
} {
  if ("busArn" in receiver) {
    return { arn: receiver.busArn, roleArn: receiver.role.arn, needs: receiver.role };
  }
  return { arn: receiver.arn, needs: receiver };
}
