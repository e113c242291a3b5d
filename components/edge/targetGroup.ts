import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";

/** How the load balancer finds out whether a target works. */
export interface HealthCheck {
  /** @default "/health" */
  readonly path?: string | undefined;
  /** Status codes of a healthy target, such as `200` or `200-299`. @default "200" */
  readonly matcher?: string | undefined;
  /** Successes in a row, 2–10. @default 2 */
  readonly healthyThreshold?: number | undefined;
  /** Failures in a row, 2–10. @default 3 */
  readonly unhealthyThreshold?: number | undefined;
  /** Seconds, 2–120, shorter than the interval. @default 5 */
  readonly timeoutSeconds?: number | undefined;
  /** Seconds, 5–300. @default 15 */
  readonly intervalSeconds?: number | undefined;
}

/** Where targets listen, and when they count as well or as gone. */
export interface TargetGroupArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** VPC in which the targets have their addresses. */
  readonly vpcId: pulumi.Input<string>;
  /** Last part of the name; short, for the whole name has 32 characters (T37). */
  readonly identifier: string;
  /** TCP port of the targets. */
  readonly port: number;
  /** `ip` for Fargate tasks, `instance` for an Auto Scaling group. @default "ip" */
  readonly targetType?: "ip" | "instance" | undefined;
  /** How a target proves itself. @default `GET /health` answers 200, every 15 seconds */
  readonly health?: HealthCheck | undefined;
  /** Seconds for which a leaving target may finish its requests, 0–3600. @default 30 */
  readonly deregistrationDelaySeconds?: number | undefined;
}

/**
 * Targets of a load balancer, with their health check (P-EDGE-2). Named by Pulumi, so that a
 * replacement stands before its predecessor goes (T38). Cost: none beside the load balancer's.
 *
 * @throws Error when port, thresholds, times or delay are outside the bounds of Elastic Load
 *   Balancing.
 */
export class TargetGroup extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:TargetGroup";
  /** What routes forward to and services register with; known only once the group exists. */
  public readonly arn: pulumi.Output<string>;
  /** Last part of the ARN, by which CloudWatch calls the group. */
  public readonly arnSuffix: pulumi.Output<string>;
  /** TCP port of the targets. */
  public readonly port: number;

  constructor(name: string, args: TargetGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TargetGroup.token, name, {}, opts);
    const health = { ...args.health };
    const healthCheck = {
      enabled: true,
      protocol: "HTTP",
      port: "traffic-port",
      path: health.path ?? "/health",
      matcher: health.matcher ?? "200",
      healthyThreshold: health.healthyThreshold ?? 2,
      unhealthyThreshold: health.unhealthyThreshold ?? 3,
      timeout: health.timeoutSeconds ?? 5,
      interval: health.intervalSeconds ?? 15,
    };
    const deregistrationDelay = args.deregistrationDelaySeconds ?? 30;
    const bounds: [string, number, number, number][] = [
      ["port", args.port, 1, 65_535],
      ["healthyThreshold", healthCheck.healthyThreshold, 2, 10],
      ["unhealthyThreshold", healthCheck.unhealthyThreshold, 2, 10],
      ["intervalSeconds", healthCheck.interval, 5, 300],
      ["timeoutSeconds", healthCheck.timeout, 2, Math.min(120, healthCheck.interval - 1)],
      ["deregistrationDelaySeconds", deregistrationDelay, 0, 3_600],
    ];
    for (const [field, value, least, most] of bounds) {
      if (value < least || value > most) {
        throw new Error(`${field} of ${name} is ${value}; allowed: ${least}–${most}.`);
      }
    }

    const group = new aws.lb.TargetGroup(
      nameOf(args.environment, "target-group", args.identifier),
      {
        vpcId: args.vpcId,
        targetType: args.targetType ?? "ip",
        protocol: "HTTP",
        protocolVersion: "HTTP1",
        port: args.port,
        deregistrationDelay,
        healthCheck,
      },
      { parent: this },
    );

    this.arn = group.arn;
    this.arnSuffix = group.arnSuffix;
    this.port = args.port;
    this.registerOutputs({ arn: this.arn, arnSuffix: this.arnSuffix, port: this.port });
  }
}
