import * as pulumi from "@pulumi/pulumi";

import { STATUS_PATH } from "../../app/contract.ts";
import { Certificate } from "../../components/edge/certificate.ts";
import { AliasRecords } from "../../components/edge/dnsRecords.ts";
import { LoadBalancer, type Opening, openingsOf } from "../../components/edge/loadBalancer.ts";
import { Route } from "../../components/edge/route.ts";
import { TargetGroup } from "../../components/edge/targetGroup.ts";
import { WebAcl } from "../../components/edge/webAcl.ts";
import { WebAclAssociation } from "../../components/edge/webAclAssociation.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { DocumentsSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import type { Platform } from "../platform.ts";
import { IDENTIFIER, SHORT_IDENTIFIER } from "./access.ts";

/** What the edge stands on, and how the world reaches it. */
export interface DocumentsEdgeArgs {
  /** Its key, and the bucket for access logs. */
  readonly foundation: Foundation;
  /** Its network holds the load balancer, its zone the name. */
  readonly platform: Platform;
  /** The stack file's `documents` block. */
  readonly settings: DocumentsSettings;
  /** What must know of {@link documentsOpenings} first. */
  readonly openAfter: readonly pulumi.Resource[];
}

/** TCP port of the application on its hosts (S-DOCS-1). */
export const PORT = 8080;

/** Path that takes files, which the firewall would take for attacks by their size (T34). */
const UPLOAD_PATH = "/upload";

/** A host that is slow for half a minute is replaced; one bad answer ends nothing. */
const HEALTH = {
  path: STATUS_PATH,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  timeoutSeconds: 5,
  intervalSeconds: 10,
};

/** Seconds in which a host that leaves may finish an upload. */
const LEAVING_SECONDS = 120;

/**
 * What stands between the internet and the hosts (S-DOCS-1): name, TLS, firewall, balancer. Cost:
 * that of {@link LoadBalancer} and {@link WebAcl}.
 */
export class DocumentsEdge extends pulumi.ComponentResource {
  public static readonly token = "rampart:documents:DocumentsEdge";
  /** Who calls the hosts. */
  public readonly loadBalancer: LoadBalancer;
  /** Where it finds them; undefined while the certificate is pending. */
  public readonly targetGroup: TargetGroup | undefined;
  /** What leads there; none while the certificate is pending. */
  public readonly routes: readonly Route[];
  /** Of the balancer's own name. */
  public readonly certificate: Certificate;

  constructor(name: string, args: DocumentsEdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DocumentsEdge.token, name, {}, opts);
    const { foundation, platform, settings } = args;
    const { environment, key, accessLogs } = foundation;
    const { vpc, edge } = platform;
    const { host } = settings;
    const parent = { parent: this };

    this.certificate = new Certificate(
      "documents-certificate",
      { host, certificate: settings.certificate, zone: edge.zone },
      parent,
    );
    this.loadBalancer = new LoadBalancer(
      "documents-load-balancer",
      {
        environment,
        key,
        accessLogs,
        identifier: SHORT_IDENTIFIER,
        vpcId: vpc.vpcId,
        publicSubnetIds: vpc.publicSubnetIds,
        certificateArn: this.certificate.arn,
        accessLogDays: settings.accessLogDays,
        idleTimeoutSeconds: settings.idleTimeoutSeconds,
        openAfter: args.openAfter,
      },
      parent,
    );
    const webAcl = new WebAcl(
      "documents-firewall",
      {
        ...settings.firewall,
        environment,
        key,
        logPolicy: edge.logPolicy,
        identifier: IDENTIFIER,
        scope: "REGIONAL",
        uploadPaths: [UPLOAD_PATH],
      },
      parent,
    );
    new WebAclAssociation(
      "documents-firewall",
      { loadBalancer: this.loadBalancer, webAcl },
      parent,
    );
    new AliasRecords(
      "documents-host",
      { zone: edge.zone, host, target: this.loadBalancer },
      parent,
    );
    // While the certificate is pending there is no HTTPS to route from.
    this.targetGroup = this.loadBalancer.httpsListener && this.#targets(args);
    this.routes = this.targetGroup ? [this.#route(this.targetGroup)] : [];

    this.registerOutputs({ dnsName: this.loadBalancer.dnsName });
  }

  #targets({ foundation, platform }: DocumentsEdgeArgs): TargetGroup {
    return new TargetGroup(
      "documents-target",
      {
        environment: foundation.environment,
        vpcId: platform.vpc.vpcId,
        identifier: SHORT_IDENTIFIER,
        port: PORT,
        targetType: "instance",
        health: HEALTH,
        deregistrationDelaySeconds: LEAVING_SECONDS,
      },
      { parent: this },
    );
  }

  #route(targetGroup: TargetGroup): Route {
    const { loadBalancer } = this;
    return new Route(
      "documents-route",
      { loadBalancer, targetGroup, priority: 100 },
      { parent: this },
    );
  }
}

/** What the documents' edge opens to the world, known before anything exists. */
export function documentsOpenings(environment: Environment): Opening[] {
  return openingsOf({ environment, identifier: SHORT_IDENTIFIER });
}
