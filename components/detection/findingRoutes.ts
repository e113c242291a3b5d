import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { Alarm } from "../observability/alarm.ts";
import { EventRule, eventRuleArnOf } from "../observability/eventRule.ts";
import { queueFilled } from "../observability/queueFilled.ts";
import type { Topic } from "../observability/topic.ts";
import { arnOf, type Environment } from "../shared/environment.ts";
import { Queue } from "../storage/queue.ts";
import { findingKinds, ROOT_USE } from "./findingPatterns.ts";

/** Who hears of findings. */
export interface FindingRoutesArgs {
  /** Account and region. */
  readonly environment: Environment;
  /** Encrypts what could not be delivered; its policy must admit EventBridge (T16). */
  readonly alertsKey: EncryptionKey;
  /** Ceiling of the role that hands events over between regions. */
  readonly boundary: PermissionsBoundary;
  /** Told of what needs somebody now. */
  readonly critical: Topic;
  /** Told of the rest. */
  readonly warning: Topic;
  /**
   * Which findings there are, by the beginnings of their kinds, where a region has not all services
   * of the environment's own.
   * @default all, the root user's doings among them
   */
  readonly only?: readonly string[] | undefined;
}

/** Identifier of the queue of findings that did not reach their topic, and of the alarm on it. */
const UNDELIVERED = "findings-undelivered";

/**
 * Routes from the detection services to the topics of alerts (P-DET-6). What a topic does not take is
 * kept in a queue, and an alarm tells of that. Outside the region of the global services, a rule
 * there hands over what the root user does (T24). Functions that respond have rules of their own,
 * from the same patterns. Cost: 0.10 USD a month for the alarm.
 */
export class FindingRoutes extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:FindingRoutes";
  /** Keeps findings of which a topic could not be told, for 14 days. */
  public readonly undelivered: Queue;

  constructor(name: string, args: FindingRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FindingRoutes.token, name, {}, opts);
    const { environment } = args;
    const { only } = args;
    const kinds = Object.entries(findingKinds(environment)).filter(
      ([kind]) => only === undefined || only.some((beginning) => kind.startsWith(beginning)),
    );

    this.undelivered = new Queue(
      `${name}-undelivered`,
      {
        environment,
        key: args.alertsKey,
        identifier: UNDELIVERED,
        undeliveredBy: kinds.map(([kind]) => eventRuleArnOf(environment, kind)),
      },
      { parent: this },
    );
    new Alarm(
      `${name}-undelivered`,
      {
        environment,
        identifier: UNDELIVERED,
        description: "EventBridge could not hand over a finding; the queue says which",
        ...queueFilled(this.undelivered.queueName),
        topic: args.critical,
      },
      { parent: this },
    );
    for (const [kind, { description, pattern, severity }] of kinds) {
      new EventRule(
        `${name}-${kind}`,
        {
          environment,
          identifier: kind,
          description,
          pattern,
          receivers: { [severity]: args[severity] },
          undelivered: this.undelivered,
        },
        { parent: this },
      );
    }
    if (only === undefined) this.#bringHome(name, args);
    this.registerOutputs({ undelivered: this.undelivered.arn });
  }

  #bringHome(name: string, { environment, boundary }: FindingRoutesArgs): void {
    const region = globalRegionOf(environment);
    if (region === environment.region) return;
    const identifier = "root-use-abroad";
    const busArn = arnOf(environment, "events", "event-bus/default");
    const role = new Role(
      `${name}-${identifier}`,
      {
        environment,
        boundary,
        identifier,
        service: "events.amazonaws.com",
        sourceArn: eventRuleArnOf({ ...environment, region }, identifier),
        policies: {
          send: [
            { Sid: "SendHome", Effect: "Allow", Action: "events:PutEvents", Resource: busArn },
          ],
        },
      },
      { parent: this },
    );
    new EventRule(
      `${name}-${identifier}`,
      {
        environment,
        identifier,
        description: "The root user did something; handed to the environment's region",
        pattern: ROOT_USE,
        receivers: { home: { busArn, role } },
        region,
      },
      { parent: this },
    );
  }
}

/** Where a partition's global services tell of their events (T24). */
function globalRegionOf({ partition }: Environment): string {
  return partition === "aws-us-gov" ? "us-gov-west-1" : "us-east-1";
}
