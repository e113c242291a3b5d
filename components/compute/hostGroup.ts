import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Route } from "../edge/route.ts";
import type { TargetGroup } from "../edge/targetGroup.ts";
import type { Role } from "../identity/role.ts";
import { Connection, type SecurityGroup } from "../network/securityGroup.ts";
import { nameOf } from "../shared/environment.ts";
import { HostTemplate, type HostTemplateArgs } from "./hostTemplate.ts";

/** Where requests to the hosts come from. */
export interface HostGroupTarget {
  /** Which hosts register with; it says how they prove themselves. */
  readonly targetGroup: TargetGroup;
  /** The balancer's group, which is let in to the target group's port. */
  readonly loadBalancerGroup: SecurityGroup;
  /** They lead to the target group, and must be there first. */
  readonly routes: readonly Route[];
}

/** What a host template asks for, of a number of machines that are replaced and not mended. */
export interface HostGroupArgs extends Omit<
  HostTemplateArgs,
  "subnetId" | "privateIp" | "publicIp" | "deleteRootOnTermination"
> {
  /** Where hosts stand: private subnets, one a zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Hosts that run when nothing happens, 1 or more. */
  readonly minimum: number;
  /** Hosts that run at most; the same as `minimum` for a fixed number. */
  readonly maximum: number;
  /** Who calls them. @default nobody, and then a host is well that runs */
  readonly target?: HostGroupTarget | undefined;
  /** Seconds that a host may take to its first healthy answer. */
  readonly graceSeconds: number;
  /** What a first boot needs: what it fetches, and its way there. */
  readonly startsAfter: readonly pulumi.Resource[];
  /** Names of alarms that end a refresh, up to ten. @default none */
  readonly haltAlarms?: readonly pulumi.Input<string>[] | undefined;
}

/** Percent of the wanted hosts, healthy ones: the next stands before its predecessor goes. */
const REFRESH = { minHealthyPercentage: 100, maxHealthyPercentage: 110 };

/** Average CPU of all hosts to aim at, percent. */
const CPU_PERCENT = 60;

/** Time for which `up` waits until the first hosts answer. */
const PATIENCE = "15m";

/** What a person looks at; the group's own metrics cost nothing. */
const METRICS: aws.autoscaling.Metric[] = [
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupPendingInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
];

/**
 * Hosts behind a load balancer (P-RUN-6, S-DOCS-1): the group replaces what fails its health check,
 * and all of them, one after the other, when their template changes. A host is never ended for being
 * one too many, but by a refresh it is. A refresh whose first host does not become well, or during
 * which an alarm goes off, ends there, and the others serve on; EC2 can't take one back by itself
 * whose image is found by a parameter (source: RollbackInstanceRefresh). Cost: that of the hosts, see
 * {@link HostTemplate}; with a larger maximum two alarms, 0.20 USD a month.
 *
 * @throws Error when the minimum is no whole number of 1 or more, or the maximum is below it.
 */
export class HostGroup extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:HostGroup";
  /** Physical name; known before the group exists. */
  public readonly groupName: pulumi.Output<string>;
  /** What programs on the hosts are at AWS. */
  public readonly role: Role;
  /** Group of the hosts, for connections from them. */
  public readonly securityGroup: SecurityGroup;

  constructor(name: string, args: HostGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(HostGroup.token, name, {}, opts);
    const { environment, identifier, minimum, maximum, target } = args;
    check(name, args);
    const parent = { parent: this };

    const template = new HostTemplate(name, args, parent);
    const called = target ? [...target.routes, this.#admit(name, target, template)] : [];
    const group = new aws.autoscaling.Group(
      name,
      {
        name: nameOf(environment, "auto-scaling-group", identifier),
        minSize: minimum,
        maxSize: maximum,
        vpcZoneIdentifiers: [...args.subnetIds],
        // A version by its number: another one starts a refresh, `$Latest` would not.
        launchTemplate: { id: template.id, version: template.version },
        ...(target ? { targetGroupArns: [target.targetGroup.arn], minElbCapacity: minimum } : {}),
        healthCheckType: target ? "ELB" : "EC2",
        healthCheckGracePeriod: args.graceSeconds,
        protectFromScaleIn: true,
        instanceRefresh: {
          strategy: "Rolling",
          preferences: {
            ...REFRESH,
            // Without it hosts that are protected from scaling in would stay as they are.
            scaleInProtectedInstances: "Refresh",
            ...(args.haltAlarms && { alarmSpecification: { alarms: [...args.haltAlarms] } }),
          },
        },
        instanceMaintenancePolicy: REFRESH,
        enabledMetrics: METRICS,
        waitForCapacityTimeout: PATIENCE,
        tags: this.#tags(args),
      },
      // The first boot needs the role's policies; the balancer finds hosts by route and rule.
      { parent: this, dependsOn: [template, ...called, ...args.startsAfter] },
    );
    if (maximum > minimum) this.#scale(name, group);

    this.groupName = group.name;
    this.role = template.role;
    this.securityGroup = template.securityGroup;
    this.registerOutputs({ groupName: this.groupName });
  }

  #admit(name: string, { targetGroup, loadBalancerGroup }: HostGroupTarget, to: HostTemplate) {
    return new Connection(
      `${name}-from-load-balancer`,
      { from: loadBalancerGroup, to: to.securityGroup, port: targetGroup.port },
      { parent: this },
    );
  }

  /** The provider's default tags don't reach a group, nor what it launches. */
  #tags({ environment, identifier }: HostGroupArgs) {
    const tags = { ...environment.tags, Name: nameOf(environment, "instance", identifier) };
    return Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
  }

  #scale(name: string, group: aws.autoscaling.Group): void {
    new aws.autoscaling.Policy(
      name,
      {
        name: "cpu",
        autoscalingGroupName: group.name,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
          targetValue: CPU_PERCENT,
          // All hosts are protected from that, and the group would try it for ever.
          disableScaleIn: true,
        },
      },
      { parent: this },
    );
  }
}

function check(name: string, { minimum, maximum }: HostGroupArgs): void {
  if (!Number.isInteger(minimum) || minimum < 1) {
    throw new Error(`minimum of ${name} is ${minimum}; allowed: a whole number of 1 or more.`);
  }
  if (!Number.isInteger(maximum) || maximum < minimum) {
    throw new Error(`maximum of ${name} is ${maximum}; allowed: ${minimum} (the minimum) or more.`);
  }
}
