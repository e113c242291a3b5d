import * as pulumi from "@pulumi/pulumi";

import type { PageSettings } from "../../app/contract.ts";
import { Certificate } from "../../components/edge/certificate.ts";
import type { ServerOrigin } from "../../components/edge/distributionParts.ts";
import { AliasRecords } from "../../components/edge/dnsRecords.ts";
import { CLOUDFRONT_REGION } from "../../components/edge/globalRegion.ts";
import { SiteDistribution } from "../../components/edge/siteDistribution.ts";
import { WebAcl } from "../../components/edge/webAcl.ts";
import type { UserPool } from "../../components/identity/userPool.ts";
import type { MusicSettings, PlatformSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import type { PlatformEdge } from "../platform/edge.ts";
import { API_PATHS, MUSIC } from "./names.ts";
import { audioOrigin, type MusicStores } from "./stores.ts";
import type { MusicClient } from "./users.ts";

/** What the page stands on, and what it talks to. */
export interface MusicSiteArgs {
  /** Its key. */
  readonly foundation: Foundation;
  /** Zone of the host's record, and the log delivery. */
  readonly edge: PlatformEdge;
  /** Rules of the firewall. */
  readonly firewall: PlatformSettings["edge"]["firewall"];
  /** The stack file's `music` block. */
  readonly settings: MusicSettings;
  /** Holds the page. */
  readonly stores: MusicStores;
  /** Where people sign in. */
  readonly users: UserPool<MusicClient>;
  /** Who answers the API. */
  readonly api: ServerOrigin;
}

/**
 * The page and its API under one name (S-MUSIC-4). What the page loads is its own, but for the login
 * and the tracks. Cost: that of {@link SiteDistribution}, and of {@link WebAcl} where there is one.
 *
 * @throws Error when no certificate can be issued, since the zone is foreign.
 */
export class MusicSite extends pulumi.ComponentResource {
  public static readonly token = "rampart:music:MusicSite";
  /** CloudFront before the page and the API. */
  public readonly distribution: SiteDistribution;
  /** What is put beside the page's files, by whoever puts them. */
  public readonly settings: pulumi.Output<PageSettings>;

  constructor(name: string, args: MusicSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MusicSite.token, name, {}, opts);
    const { foundation, edge, settings, users, stores } = args;
    const { environment, key } = foundation;
    const { host, priceClass } = settings;
    const { zone, logPolicy } = edge;
    const parent = { parent: this };

    const certificate = new Certificate(
      "music-certificate",
      { host, certificate: { mode: "managed" }, zone, region: CLOUDFRONT_REGION },
      parent,
    );
    if (certificate.arn === undefined) throw new Error("A page needs an issued certificate.");
    const webAcl = this.#firewall(args);
    this.distribution = new SiteDistribution(
      "music-distribution",
      {
        environment,
        key,
        logPolicy,
        logRetentionDays: args.firewall.logRetentionDays,
        identifier: MUSIC,
        host,
        certificateArn: certificate.arn,
        priceClass,
        bucket: stores.page,
        api: { ...args.api, path: API_PATHS },
        webAcl,
        contentSecurityPolicy: pagePolicy(users.login, audioOrigin(environment)),
      },
      parent,
    );
    new AliasRecords("music-host", { zone, host, target: this.distribution }, parent);
    this.settings = settingsOf(users);
    this.registerOutputs({ distributionId: this.distribution.distributionId });
  }

  /** Behind the platform's balancer that of its distribution, which is paid for already. */
  #firewall({ foundation, edge, firewall, settings }: MusicSiteArgs): WebAcl | undefined {
    if (settings.mode === "fargate") return edge.distributionFirewall;
    if (!settings.firewall) return undefined;
    const { environment, key } = foundation;
    return new WebAcl(
      "music-firewall",
      {
        ...firewall,
        environment,
        key,
        logPolicy: edge.logPolicy,
        identifier: MUSIC,
        scope: "CLOUDFRONT",
      },
      { parent: this },
    );
  }
}

/** What the page is told; its files are the same everywhere. */
function settingsOf({
  issuer,
  login,
  clients,
}: UserPool<MusicClient>): pulumi.Output<PageSettings> {
  return pulumi.all([issuer, clients.page.clientId]).apply(([issuer, clientId]): PageSettings => ({
    doors: ["music"],
    signIn: { issuer, login, clientId },
  }));
}

/**
 * What the page may load and call: its own files, portraits among them, and API, the login for tokens,
 * and the tracks.
 */
function pagePolicy(login: string, audio: string): string {
  return [
    "default-src 'self'",
    `connect-src 'self' ${login}`,
    `media-src 'self' ${audio}`,
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}
