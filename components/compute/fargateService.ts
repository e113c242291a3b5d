import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Role } from "../identity/role.ts";
import { Connection, SecurityGroup } from "../network/securityGroup.ts";
import type { DeploymentSettings } from "../shared/deployment.ts";
import { nameOf } from "../shared/environment.ts";
import type { Cluster } from "./cluster.ts";
import type { ContainerHealthCheck } from "./containerDefinition.ts";
import { checkDeployment, deploymentSettings, type Shift, shiftRole } from "./deployment.ts";
import { DiscoveryName, type DiscoveryNameArgs } from "./namespace.ts";
import { type ScalingSettings, ServiceScaling } from "./scaling.ts";
import { TaskDefinition, type TaskDefinitionArgs } from "./taskDefinition.ts";

/** The load balancer that a service answers. */
export interface ServiceTarget {
  /** Target group of type `ip`. */
  readonly targetGroupArn: pulumi.Input<string>;
  /** Group of the load balancer, which alone may call the service. */
  readonly loadBalancerGroup: SecurityGroup;
  /** All that forwards to the target group, one at least: ECS refuses a group without (T46). */
  readonly routes: readonly pulumi.Resource[];
  /** Second group and rule, between which a deployment moves requests. @default rolling alone */
  readonly shift?: Shift | undefined;
  /** `app/NAME/ID/targetgroup/NAME/ID`; needed to scale on requests. */
  readonly requestLabel?: pulumi.Input<string> | undefined;
}

/** What a system decides of a service: its task, where it runs, how many, and who may call it. */
export interface FargateServiceArgs extends Omit<TaskDefinitionArgs, "shellLogGroupName"> {
  /** Where the tasks run, and their debug shells are recorded. */
  readonly cluster: Cluster;
  /** VPC of the subnets; the tasks' security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets with a way to ECR, Logs and Secrets Manager. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /**
   * Whether a task is well.
   * @default that its process runs; refused for a service that answers on a port
   */
  readonly healthCheck?: ContainerHealthCheck | undefined;
  /** Bounds of the number of tasks, and what moves it between them. */
  readonly scaling: ScalingSettings;
  /** Share of the tasks beyond the minimum that may run on Fargate Spot, percent. */
  readonly spotPercent: number;
  /** How tasks are replaced: step by step, or beside each other. */
  readonly deployment: DeploymentSettings;
  /** ECS Exec: an audited shell; its task can write to its root file system (T54). */
  readonly debugShell: boolean;
  /** @default no load balancer, for workers */
  readonly target?: ServiceTarget | undefined;
  /** @default no private DNS name */
  readonly discovery?: DiscoveryNameArgs | undefined;
  /**
   * Names of alarms that tell a bad deployment: one that goes off while tasks are replaced, or soon
   * after, puts the former ones back (feature 20). @default none
   */
  readonly rollbackAlarms?: readonly pulumi.Input<string>[] | undefined;
  /** What the tasks read when they start; the service is made after it. @default nothing */
  readonly startsAfter?: readonly pulumi.Resource[] | undefined;
}

/** Seconds in which a new task may fail the load balancer's health check. */
const HEALTH_GRACE_SECONDS = 60;

/**
 * A Fargate service (P-RUN-3, P-RUN-4): hardened tasks in private subnets behind their own security
 * group, deployed in steps with a circuit breaker that rolls back (feature 18), scaled between two
 * numbers. Without an image nothing runs, and all else is made. Calls out on 443 are open, as no
 * task starts without them; every other {@link Connection} is the caller's. Cost: 9.01 USD a month
 * for a task of 0.25 vCPU and 0.5 GB, 18.02 for 0.5/1, 36.04 for 1/2 (us-east-1, 730 hours); Spot
 * is about 70 % cheaper. Where traffic is shifted, twice that while a deployment goes on.
 *
 * @throws Error when a port has no health check, a target has no port or no route, a deployment
 *   contradicts itself or its target, or task, container or scaling is refused by its own component.
 */
export class FargateService extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:FargateService";
  /** Physical name; known before the service exists. */
  public readonly serviceName: pulumi.Output<string>;
  /** Name of its cluster; with `serviceName` what alarms and pipelines ask for. */
  public readonly clusterName: pulumi.Output<string>;
  /** Group of the tasks, for connections to what they use. */
  public readonly securityGroup: SecurityGroup;
  /** What its tasks are; roles and log group are there. */
  public readonly taskDefinition: TaskDefinition;
  /** Private DNS name, if the service has one. */
  public readonly host: string | undefined;

  constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FargateService.token, name, {}, opts);
    const { environment, cluster, identifier, scaling, target, debugShell } = args;
    check(name, args);
    const parent = { parent: this };

    const task = new TaskDefinition(
      name,
      { ...args, shellLogGroupName: debugShell ? cluster.shellLogGroupName : undefined },
      parent,
    );
    const group = new SecurityGroup(
      name,
      { environment, vpcId: args.vpcId, identifier, description: `Tasks of ${identifier}` },
      parent,
    );
    const connections = this.#connect(name, args, group);
    const shifting = target?.shift && shiftRole(name, args, this);
    const discovery =
      args.discovery && new DiscoveryName(`${name}-discovery`, args.discovery, parent);
    const service = new aws.ecs.Service(
      name,
      {
        name: nameOf(environment, "service", identifier),
        cluster: cluster.arn,
        taskDefinition: task.arn,
        desiredCount: task.hasImage ? scaling.minimum : 0,
        ...launchSettings(args),
        ...deploymentSettings(args.deployment, args.rollbackAlarms),
        networkConfiguration: {
          subnets: [...args.subnetIds],
          securityGroups: [group.id],
          assignPublicIp: false,
        },
        ...targetSettings(args, shifting),
        ...(discovery && { serviceRegistries: { registryArn: discovery.registryArn } }),
        enableExecuteCommand: debugShell,
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
      },
      {
        ...parent,
        // Roles come with their policies: without them a destroy gets stuck (T53).
        dependsOn: [
          cluster,
          task,
          ...connections,
          ...prerequisites(args),
          ...(shifting ? [shifting] : []),
        ],
        // Scaling owns the count from here on (T50).
        ignoreChanges: ["desiredCount"],
        // Its name is fixed, and ECS refuses a second service of that name.
        deleteBeforeReplace: true,
      },
    );
    new ServiceScaling(
      name,
      {
        ...scaling,
        clusterName: cluster.clusterName,
        serviceName: service.name,
        idle: !task.hasImage,
        requestLabel: target?.requestLabel,
      },
      parent,
    );

    this.serviceName = service.name;
    this.clusterName = cluster.clusterName;
    this.securityGroup = group;
    this.taskDefinition = task;
    this.host = discovery?.host;
    this.registerOutputs({
      serviceName: this.serviceName,
      clusterName: this.clusterName,
      ...(this.host === undefined ? {} : { host: this.host }),
    });
  }

  /** Without these a task can neither start nor be found healthy. */
  #connect(name: string, { target, port }: FargateServiceArgs, group: SecurityGroup): Connection[] {
    const parent = { parent: this };
    const out = { from: group, to: "internet", port: 443 } as const;
    const connections = [new Connection(`${name}-to-internet`, out, parent)];
    if (target && port !== undefined) {
      const inward = { from: target.loadBalancerGroup, to: group, port };
      connections.push(new Connection(`${name}-from-load-balancer`, inward, parent));
    }
    return connections;
  }
}

function check(name: string, args: FargateServiceArgs): void {
  const { target, port, healthCheck } = args;
  if (port !== undefined && healthCheck === undefined) {
    throw new Error(`healthCheck of ${name} is missing; who answers on a port says how it is.`);
  }
  if (target && port === undefined) {
    throw new Error(`target of ${name} is set, but port is not; a target needs one.`);
  }
  if (target?.routes.length === 0) {
    throw new Error(
      `target.routes of ${name} is empty; nothing would forward to the target group.`,
    );
  }
  checkDeployment(name, args);
}

type ServiceSettings = Partial<aws.ecs.ServiceArgs>;

/** The minimum is never on Spot; beyond it the share decides. Excludes `launchType` (T45). */
function launchSettings({ scaling, spotPercent }: FargateServiceArgs): ServiceSettings {
  const reliable = {
    capacityProvider: "FARGATE",
    base: scaling.minimum,
    weight: 100 - spotPercent,
  };
  const spot = { capacityProvider: "FARGATE_SPOT", weight: spotPercent };
  return {
    capacityProviderStrategies: spotPercent === 0 ? [reliable] : [reliable, spot],
    // Otherwise a change of the strategy would replace the service.
    forceNewDeployment: true,
    // 1.4.0 or later in every region, which EFS and JSON keys of secrets need (T56, T57).
    platformVersion: "LATEST",
  };
}

function targetSettings(
  { target, port, identifier }: FargateServiceArgs,
  shifting: Role | undefined,
): ServiceSettings {
  if (!target || port === undefined) return {};
  const { targetGroupArn, shift } = target;
  return {
    loadBalancers: [
      {
        targetGroupArn,
        containerName: identifier,
        containerPort: port,
        ...(shift &&
          shifting && {
            advancedConfiguration: {
              alternateTargetGroupArn: shift.alternateGroupArn,
              productionListenerRule: shift.ruleArn,
              roleArn: shifting.arn,
            },
          }),
      },
    ],
    healthCheckGracePeriodSeconds: HEALTH_GRACE_SECONDS,
  };
}

function prerequisites(args: FargateServiceArgs): pulumi.Resource[] {
  const { target, efsMounts = [], startsAfter = [] } = args;
  const fileSystems = efsMounts.map((mount) => mount.fileSystem);
  return [...(target?.routes ?? []), ...fileSystems, ...startsAfter];
}
