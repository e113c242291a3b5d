import * as pulumi from "@pulumi/pulumi";

import type { UserPool } from "../components/identity/userPool.ts";
import type { MusicSettings, OperationsSettings, PlatformSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import { MusicAlarms } from "./music/alarms.ts";
import { HOST_SIGNER, MusicHost } from "./music/host.ts";
import { MUSIC_SYSTEM } from "./music/names.ts";
import { MusicService, SERVICE_SIGNER } from "./music/service.ts";
import { MusicSite } from "./music/site.ts";
import { MusicStores } from "./music/stores.ts";
import { type MusicClient, musicUsers } from "./music/users.ts";
import type { Platform } from "./platform.ts";

/** What the music stands on, and what the stack file says of it. */
export interface MusicArgs {
  /** Keys, ceiling and access logs. */
  readonly foundation: Foundation;
  /** Where its alarms go. */
  readonly alerts: Alerts;
  /** Zone and log delivery; on Fargate balancer, cluster, network and database as well. */
  readonly platform: Platform;
  /** The `platform` block. */
  readonly platformSettings: PlatformSettings;
  /** When its API answers too slowly, or fails too often. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** The stack file's `music` block. */
  readonly settings: MusicSettings;
  /** What the account's bill is without the music, in USD a month. */
  readonly besideUsd: number;
}

/**
 * Music streaming, microscaled (S-MUSIC): a page and tracks in buckets behind CloudFront, users in
 * Cognito, and an API on one instance or on Fargate. Cost: see `docs/generated/music-costs.md`.
 *
 * @throws Error when the API is on Fargate, and no distribution stands before the balancer.
 */
export class Music extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Music";
  /** What a person or a pipeline looks up; names and ids, never a secret's value. */
  public readonly outputs: Readonly<Record<string, pulumi.Output<unknown> | string>>;

  constructor(name: string, args: MusicArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Music.token, name, {}, opts);
    const { foundation, alerts, platform, platformSettings, settings } = args;
    const { environment } = foundation;
    const parent = { parent: this };

    const users = musicUsers({ environment, settings, platform: platformSettings }, this);
    const stores = new MusicStores(
      "music-stores",
      { foundation, settings, signer: settings.mode === "host" ? HOST_SIGNER : SERVICE_SIGNER },
      parent,
    );
    const api = this.#api(args, stores, users);
    const site = new MusicSite(
      "music-site",
      {
        foundation,
        edge: platform.edge,
        firewall: platformSettings.edge.firewall,
        settings,
        stores,
        users,
        api: api.origin,
      },
      parent,
    );
    new MusicAlarms(
      "music-alarms",
      {
        foundation,
        alerts,
        costs: { monthlyUsd: settings.costs.monthlyUsd, besideUsd: args.besideUsd },
        api,
        site,
        thresholds: args.thresholds,
        system: MUSIC_SYSTEM,
      },
      parent,
    );

    this.outputs = {
      url: `https://${settings.host}`,
      login: users.login,
      userPoolId: users.userPoolId,
      audioBucket: stores.audio.bucketName,
      pageBucket: stores.page.bucketName,
      pageSettings: site.settings,
      distributionId: site.distribution.distributionId,
    };
    this.registerOutputs(this.outputs);
  }

  #api(
    { foundation, alerts, thresholds, platform, platformSettings: { edge }, settings }: MusicArgs,
    stores: MusicStores,
    users: UserPool<MusicClient>,
  ): MusicHost | MusicService {
    const shared = { foundation, platform, stores, users };
    const parent = { parent: this };
    if (settings.mode === "host") {
      return new MusicHost("music-host", { ...shared, settings }, parent);
    }
    if (edge.distribution === undefined) {
      throw new Error("The balancer of the music's API must be behind CloudFront.");
    }
    const { originHost } = edge.distribution;
    const { idleTimeoutSeconds } = edge;
    return new MusicService(
      "music-service",
      { ...shared, alerts, thresholds, originHost, idleTimeoutSeconds, settings },
      parent,
    );
  }
}
