import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import {
  deploymentProblems,
  type DeploymentSettings,
  shiftsTraffic,
} from "../shared/deployment.ts";
import type { Environment } from "../shared/environment.ts";

/** Where traffic goes from one revision to the next, and back. */
export interface Shift {
  /** The group that the next revision's tasks join while the other one serves. */
  readonly alternateGroupArn: pulumi.Input<string>;
  /** The one rule that forwards to both groups; ECS moves its weights. */
  readonly ruleArn: pulumi.Input<string>;
}

/** What of a service decides how its tasks may be replaced. */
interface Deployed {
  readonly deployment: DeploymentSettings;
  readonly target?: { readonly shift?: Shift | undefined } | undefined;
  readonly discovery?: object | undefined;
  readonly scaling: { readonly requestsPerTarget?: number | undefined };
}

/** AWS's own policy for weights of rules, and targets of groups. */
const SHIFT_POLICY = "AmazonECSInfrastructureRolePolicyForLoadBalancers";

/** @throws Error when a deployment contradicts itself, or what the service is behind. */
export function checkDeployment(
  name: string,
  { deployment, target, discovery, scaling }: Deployed,
): void {
  for (const { field, allowed } of deploymentProblems(deployment)) {
    throw new Error(`deployment.${field} of ${name} is ${deployment[field]}; allowed: ${allowed}.`);
  }
  const { strategy = "rolling" } = deployment;
  const shifts = shiftsTraffic(deployment);
  if (shifts !== (target?.shift !== undefined)) {
    throw new Error(
      `target.shift of ${name} is ${shifts ? "missing" : "set"} with strategy ${strategy}; ` +
        "requests are shifted by blueGreen and canary alone, between the two groups of a target.",
    );
  }
  if (shifts && discovery) {
    throw new Error(
      `discovery of ${name} is set with strategy ${strategy}; its name would lead to new tasks at once.`,
    );
  }
  if (shifts && scaling.requestsPerTarget !== undefined) {
    throw new Error(
      `scaling.requestsPerTarget of ${name} is set with strategy ${strategy}; it counts one target ` +
        "group, and not always the one that serves.",
    );
  }
}

/** What ECS is told of how tasks are replaced, and when the former ones come back. */
export function deploymentSettings(
  deployment: DeploymentSettings,
  rollbackAlarms: readonly pulumi.Input<string>[] = [],
): Partial<aws.ecs.ServiceArgs> {
  const strategy = strategySettings(deployment);
  return {
    ...strategy,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    ...(rollbackAlarms.length > 0 && {
      alarms: { enable: true, rollback: true, alarmNames: [...rollbackAlarms] },
    }),
    // ECS starts a task elsewhere before it stops one, which a maximum of 100 % forbids.
    availabilityZoneRebalancing: strategy.deploymentMaximumPercent > 100 ? "ENABLED" : "DISABLED",
  };
}

/** What ECS is told of a strategy. */
interface StrategySettings {
  readonly deploymentConfiguration: aws.types.input.ecs.ServiceDeploymentConfiguration;
  readonly deploymentMinimumHealthyPercent: number;
  readonly deploymentMaximumPercent: number;
}

/** A strategy in ECS's own words. */
function strategySettings(deployment: DeploymentSettings): StrategySettings {
  const { strategy = "rolling", minimumHealthyPercent = 50, maximumPercent = 200 } = deployment;
  if (strategy === "rolling") {
    return {
      // The provider keeps what is no longer stated, and a service would go on to shift traffic.
      deploymentConfiguration: { strategy: "ROLLING" },
      deploymentMinimumHealthyPercent: minimumHealthyPercent,
      deploymentMaximumPercent: maximumPercent,
    };
  }
  const { canaryPercent = 10, canaryMinutes = 10, bakeMinutes = 10 } = deployment;
  return {
    deploymentConfiguration: {
      strategy: strategy === "canary" ? "CANARY" : "BLUE_GREEN",
      bakeTimeInMinutes: String(bakeMinutes),
      ...(strategy === "canary" && {
        canaryConfiguration: { canaryPercent, canaryBakeTimeInMinutes: String(canaryMinutes) },
      }),
    },
    // Each revision runs whole; these are for tasks that are replaced beside a deployment.
    deploymentMinimumHealthyPercent: 100,
    deploymentMaximumPercent: 200,
  };
}

/**
 * The role by which ECS moves weights and targets. Its service waits for it: a deployment that
 * begins before the policy is attached fails. Cost: none.
 */
export function shiftRole(
  name: string,
  args: {
    readonly environment: Environment;
    readonly boundary: Pick<PermissionsBoundary, "arn">;
    readonly identifier: string;
  },
  parent: pulumi.Resource,
): Role {
  const { environment, boundary, identifier } = args;
  return new Role(
    `${name}-shift`,
    {
      environment,
      boundary,
      identifier: `${identifier}-shift`,
      service: "ecs.amazonaws.com",
      managedPolicies: [SHIFT_POLICY],
    },
    { parent },
  );
}
