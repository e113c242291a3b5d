import * as pulumi from "@pulumi/pulumi";

import { HEALTH_PATH } from "../../app/contract.ts";
import type { ServiceTarget } from "../../components/compute/fargateService.ts";
import type { LoadBalancer } from "../../components/edge/loadBalancer.ts";
import { Route } from "../../components/edge/route.ts";
import { TargetGroup } from "../../components/edge/targetGroup.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import { shiftsTraffic } from "../../components/shared/deployment.ts";
import type { PlatformSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";

/** What the service is called in names, logs and the registry. */
export const SERVICE_IDENTIFIER = "api";

/** What its second group of targets is called; short, for the name of a group is (T37). */
export const ALTERNATE_IDENTIFIER = `${SERVICE_IDENTIFIER}-2`;

/** Of the route to the service. One that shifts stands before it, and wins while both exist. */
const PRIORITY = 100;
const SHIFTING_PRIORITY = 99;

/** Where the load balancer finds tasks. */
export interface TargetGroups {
  /** Undefined while the certificate is pending: there is no HTTPS to route from. */
  readonly first: TargetGroup | undefined;
  /** Undefined unless deployments shift traffic. */
  readonly second: TargetGroup | undefined;
}

/** Who forwards, and to which port of whom. */
interface Forwarding {
  readonly foundation: Foundation;
  readonly vpc: Vpc;
  readonly loadBalancer: LoadBalancer;
  readonly service: Pick<PlatformSettings["service"], "deployment" | "port">;
}

/** The groups of the service's targets. */
export function targetGroups(
  { foundation: { environment }, vpc, loadBalancer, service }: Forwarding,
  parent: pulumi.Resource,
): TargetGroups {
  if (loadBalancer.httpsListener === undefined) return { first: undefined, second: undefined };
  const { port } = service;
  const group = (name: string, identifier: string) =>
    new TargetGroup(
      name,
      { environment, vpcId: vpc.vpcId, identifier, port, health: { path: HEALTH_PATH } },
      { parent },
    );
  return {
    first: group("target", SERVICE_IDENTIFIER),
    second: shiftsTraffic(service.deployment)
      ? group("alternate-target", ALTERNATE_IDENTIFIER)
      : undefined,
  };
}

/** What the service answers, with its route. */
export function serviceTarget(
  loadBalancer: LoadBalancer,
  { first, second }: TargetGroups,
  parent: pulumi.Resource,
): ServiceTarget | undefined {
  if (first === undefined) return undefined;
  const common = { targetGroupArn: first.arn, loadBalancerGroup: loadBalancer.securityGroup };
  if (second === undefined) {
    const args = { loadBalancer, targetGroup: first, priority: PRIORITY };
    const route = new Route("route", args, { parent });
    return {
      ...common,
      routes: [route],
      requestLabel: pulumi.interpolate`${loadBalancer.arnSuffix}/${first.arnSuffix}`,
    };
  }
  // Under a name of its own: what the other route forwards to would stay as it is (T52).
  const args = { loadBalancer, targetGroup: first, alternate: second, priority: SHIFTING_PRIORITY };
  const route = new Route("shifting-route", args, { parent });
  const shift = { alternateGroupArn: second.arn, ruleArn: route.ruleArn };
  return { ...common, routes: [route], shift };
}
