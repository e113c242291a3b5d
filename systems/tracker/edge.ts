import * as pulumi from "@pulumi/pulumi";

import type { ServiceTarget } from "../../components/compute/fargateService.ts";
import { Certificate } from "../../components/edge/certificate.ts";
import { EdgeLogPolicy } from "../../components/edge/edgeLogPolicy.ts";
import { HostedZone } from "../../components/edge/hostedZone.ts";
import { LoadBalancer, type Opening, openingsOf } from "../../components/edge/loadBalancer.ts";
import { Route } from "../../components/edge/route.ts";
import type { SignIn } from "../../components/edge/signIn.ts";
import { TargetGroup } from "../../components/edge/targetGroup.ts";
import { WebAcl } from "../../components/edge/webAcl.ts";
import { WebAclAssociation } from "../../components/edge/webAclAssociation.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import { TRACKER, TRACKER_SHORT, type TrackerBase } from "./base.ts";
import { HEALTH, type PublicRoute, type ServicePlan } from "./services.ts";

/** Who is reached from the internet, and how. */
export interface TrackerEdgeArgs {
  /** Key and access logs. */
  readonly base: TrackerBase;
  /** Its public tier holds the balancer. */
  readonly vpc: Vpc;
  /** The stack file's `tracker` block. */
  readonly settings: TrackerSettings;
  /** All services; those that are public get a target group. */
  readonly services: readonly ServicePlan[];
  /** What must know of {@link trackerOpenings} first. */
  readonly openAfter: readonly pulumi.Resource[];
  /** Password of `settings.signIn` at its provider. @default nobody signs in */
  readonly signInSecret?: pulumi.Output<string> | undefined;
}

/**
 * The tracker's names and TLS, its balancer with the paths of each service, and its firewall
 * (S-TRACKER-5 to S-TRACKER-7). DNS is another provider's: the program tells the records and makes
 * none. While the certificate is pending there is no HTTPS, and no service is reached. The admin's
 * pages can ask people to sign in first. Cost: that of {@link LoadBalancer} and {@link WebAcl}.
 *
 * @throws Error when people are to sign in and the client has no secret.
 */
export class TrackerEdge extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerEdge";
  /** Issued, or waiting for the foreign DNS. */
  public readonly certificate: Certificate;
  /** What the CNAME of the host leads to. */
  public readonly loadBalancer: LoadBalancer;
  /** Tasks of public services, by their identifiers; none while the certificate is pending. */
  public readonly targetGroups: Readonly<Record<string, TargetGroup>>;

  readonly #targets: Readonly<Record<string, ServiceTarget>>;

  constructor(name: string, args: TrackerEdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerEdge.token, name, {}, opts);
    const { base, vpc, settings } = args;
    const { environment, key } = base;
    const parent = { parent: this };

    const zone = new HostedZone(
      "tracker-zone",
      { environment, key, domain: settings.host, zone: { mode: "foreign" } },
      parent,
    );
    const { host, certificate } = settings;
    this.certificate = new Certificate("tracker-certificate", { host, certificate, zone }, parent);
    const groups = this.certificate.arn === undefined ? {} : this.#groups(args);
    this.targetGroups = groups;
    const rest = args.services.find((service) => service.public?.route === "rest");
    this.loadBalancer = new LoadBalancer(
      "tracker-load-balancer",
      {
        environment,
        key,
        identifier: TRACKER_SHORT,
        vpcId: vpc.vpcId,
        publicSubnetIds: vpc.publicSubnetIds,
        certificateArn: this.certificate.arn,
        accessLogs: base.accessLogs,
        accessLogDays: settings.accessLogDays,
        idleTimeoutSeconds: settings.idleTimeoutSeconds,
        fallback: rest && groups[rest.identifier],
        signIn: signInOf(args),
        openAfter: args.openAfter,
      },
      parent,
    );
    this.#firewall(args);
    this.#targets = Object.fromEntries(
      args.services.flatMap((service) => {
        const group = groups[service.identifier];
        return group ? [[service.identifier, this.#target(service, group)] as const] : [];
      }),
    );

    this.registerOutputs({ dnsName: this.loadBalancer.dnsName });
  }

  /** Where the balancer finds a service; undefined for those that it does not, or not yet. */
  targetOf({ identifier }: ServicePlan): ServiceTarget | undefined {
    return this.#targets[identifier];
  }

  #groups({ base, vpc, services }: TrackerEdgeArgs): Readonly<Record<string, TargetGroup>> {
    return Object.fromEntries(
      services.flatMap(({ identifier, port, public: open }) => {
        if (open === undefined || port === undefined) return [];
        const group = new TargetGroup(
          identifier,
          {
            environment: base.environment,
            vpcId: vpc.vpcId,
            identifier: open.target,
            port,
            health: { ...HEALTH, path: open.healthPath },
          },
          { parent: this },
        );
        return [[identifier, group] as const];
      }),
    );
  }

  /** The balancer forwards to the fallback by itself; all others have a route. */
  #target({ identifier, public: open }: ServicePlan, targetGroup: TargetGroup): ServiceTarget {
    const { loadBalancer } = this;
    const route = open?.route;
    return {
      targetGroupArn: targetGroup.arn,
      loadBalancerGroup: loadBalancer.securityGroup,
      routes:
        route === undefined || route === "rest"
          ? [loadBalancer]
          : this.#routes(identifier, route, targetGroup),
    };
  }

  #routes(
    identifier: string,
    { signIn, priority, paths }: PublicRoute,
    targetGroup: TargetGroup,
  ): Route[] {
    const { loadBalancer } = this;
    const to = { loadBalancer, targetGroup };
    const parent = { parent: this };
    if (signIn === undefined || loadBalancer.signIn === undefined) {
      return [new Route(identifier, { ...to, priority, paths }, parent)];
    }
    return [
      new Route(identifier, { ...to, ...signIn.closed, signsIn: true }, parent),
      new Route(`${identifier}-open`, { ...to, ...signIn.open }, parent),
    ];
  }

  #firewall({ base, settings }: TrackerEdgeArgs): void {
    const { environment, key } = base;
    const parent = { parent: this };
    const logPolicy = new EdgeLogPolicy(
      "tracker-log-delivery",
      { environment, identifier: TRACKER },
      parent,
    );
    const webAcl = new WebAcl(
      "tracker-firewall",
      {
        environment,
        key,
        logPolicy,
        identifier: TRACKER,
        scope: "REGIONAL",
        ...settings.firewall,
      },
      parent,
    );
    new WebAclAssociation("tracker-firewall", { loadBalancer: this.loadBalancer, webAcl }, parent);
  }
}

/** Who signs people in, by the stack file and its secret; an open door is not what was asked for. */
function signInOf({ settings, signInSecret }: TrackerEdgeArgs): SignIn | undefined {
  if (settings.signIn === undefined) return undefined;
  if (signInSecret === undefined) {
    throw new Error(
      "The tracker's signIn has no secret: the setting trackerSignInSecret is missing.",
    );
  }
  return { ...settings.signIn, clientSecret: signInSecret };
}

/** What the tracker's edge opens to the world, known before anything exists. */
export function trackerOpenings(environment: Environment): Opening[] {
  return openingsOf({ environment, identifier: TRACKER_SHORT });
}
