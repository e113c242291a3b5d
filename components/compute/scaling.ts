import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** How many tasks run, and what decides it (P-RUN-4). */
export interface ScalingSettings {
  /** Tasks that run when nothing happens. */
  readonly minimum: number;
  /** Tasks that run at most; the same as `minimum` for a fixed number. */
  readonly maximum: number;
  /** Average CPU of all tasks to aim at, percent of what they have. */
  readonly cpuPercent: number;
  /** Average memory of all tasks to aim at, percent of what they have. */
  readonly memoryPercent: number;
  /** Requests a minute and task to aim at. @default not scaled on requests */
  readonly requestsPerTarget?: number | undefined;
}

/** The bounds that a stack sets, and the service that they hold for. */
export interface ServiceScalingArgs extends ScalingSettings {
  /** Name of the service's cluster. */
  readonly clusterName: pulumi.Input<string>;
  /** Name of the service; Application Auto Scaling finds it only once it exists. */
  readonly serviceName: pulumi.Input<string>;
  /** Whether there is nothing to run yet: then the minimum is 0. */
  readonly idle: boolean;
  /**
   * Load balancer and target group whose requests count: `app/NAME/ID/targetgroup/NAME/ID`. Needed
   * by `requestsPerTarget`.
   */
  readonly requestLabel?: pulumi.Input<string> | undefined;
}

/** Seconds: growing is cheap and urgent, shrinking is neither. */
const COOLDOWN = { scaleOutCooldown: 60, scaleInCooldown: 300 };

/**
 * Scales a service between two numbers of tasks by target tracking. An equal minimum and maximum
 * leave nothing to decide, and no policy is made. Cost: two alarms a policy, 0.10 USD a month each.
 *
 * @throws Error when the maximum is below the minimum, or requests are aimed at that no load
 *   balancer counts.
 */
export class ServiceScaling extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:ServiceScaling";
  /** `service/CLUSTER/SERVICE`; known before it exists. */
  public readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: ServiceScalingArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ServiceScaling.token, name, {}, opts);
    const { minimum, maximum, requestsPerTarget } = args;
    if (maximum < minimum) {
      throw new Error(
        `maximum of ${name} is ${maximum}; allowed: ${minimum} (the minimum) or more.`,
      );
    }
    if (requestsPerTarget !== undefined && args.requestLabel === undefined) {
      throw new Error(`requestsPerTarget of ${name} is set, but no load balancer counts requests.`);
    }

    const target = new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: pulumi.interpolate`service/${args.clusterName}/${args.serviceName}`,
        minCapacity: args.idle ? 0 : minimum,
        maxCapacity: maximum,
      },
      { parent: this },
    );
    for (const { metric, value, label } of maximum > minimum ? trackedMetrics(args) : []) {
      new aws.appautoscaling.Policy(
        `${name}-${metric.name}`,
        {
          name: metric.name,
          policyType: "TargetTrackingScaling",
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: {
            ...COOLDOWN,
            targetValue: value,
            predefinedMetricSpecification: {
              predefinedMetricType: metric.type,
              ...(label === undefined ? {} : { resourceLabel: label }),
            },
          },
        },
        { parent: this },
      );
    }

    this.resourceId = target.resourceId;
    this.registerOutputs({ resourceId: this.resourceId });
  }
}

/** Metrics of Application Auto Scaling by the name that our policies give them. */
const METRICS = {
  cpu: { name: "cpu", type: "ECSServiceAverageCPUUtilization" },
  memory: { name: "memory", type: "ECSServiceAverageMemoryUtilization" },
  requests: { name: "requests", type: "ALBRequestCountPerTarget" },
} as const;

interface TrackedMetric {
  readonly metric: (typeof METRICS)[keyof typeof METRICS];
  readonly value: number;
  readonly label?: pulumi.Input<string> | undefined;
}

function trackedMetrics(args: ServiceScalingArgs): TrackedMetric[] {
  const { requestsPerTarget, requestLabel } = args;
  return [
    { metric: METRICS.cpu, value: args.cpuPercent },
    { metric: METRICS.memory, value: args.memoryPercent },
    ...(requestsPerTarget === undefined
      ? []
      : [{ metric: METRICS.requests, value: requestsPerTarget, label: requestLabel }]),
  ];
}
