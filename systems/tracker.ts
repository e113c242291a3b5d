import * as pulumi from "@pulumi/pulumi";

import { BackupPlan } from "../components/data/backupPlan.ts";
import { hourBehindWindows } from "../components/data/windows.ts";
import type { Release } from "../components/identity/releaseStatements.ts";
import { Vpc } from "../components/network/vpc.ts";
import { type Environment, environmentOf } from "../components/shared/environment.ts";
import type { AccountSettings, OperationsSettings, TrackerSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import { Region } from "./region.ts";
import type { Response } from "./response.ts";
import { TrackerAlarms } from "./tracker/alarms.ts";
import { TrackerAnswers } from "./tracker/answers.ts";
import { TRACKER, TrackerBase } from "./tracker/base.ts";
import { TrackerEdge } from "./tracker/edge.ts";
import { TrackerFleet } from "./tracker/fleet.ts";
import { TrackerImages } from "./tracker/images.ts";
import { IMAGES, plannedServices } from "./tracker/services.ts";
import { TrackerStores } from "./tracker/stores.ts";

/** What the tracker stands on, and what the stack file says of it. */
export interface TrackerArgs {
  /** Ceiling of its roles; keys, log buckets and vault are its own, for its region has none. */
  readonly foundation: Foundation;
  /** Where its alarms go in the environment's own region; in another one it has topics of its own. */
  readonly alerts: Alerts;
  /** The stack file's `tracker` block. */
  readonly settings: TrackerSettings;
  /** The `operations` block: who is told, and for how long backups are kept. */
  readonly operations: OperationsSettings;
  /** Whether and how the stack looks after what exists once in each region of the account. */
  readonly account: AccountSettings;
  /** Knows of {@link trackerOpenings} before they are made, and tells Slack. */
  readonly response: Response;
  /** Where PagerDuty takes critical alerts. @default nowhere */
  readonly pagerDutyUrl?: pulumi.Output<string> | undefined;
  /** Password of `settings.signIn` at its provider. @default nobody signs in */
  readonly signInSecret?: pulumi.Output<string> | undefined;
}

/** The environment in the tracker's region. */
export function trackerEnvironment(
  environment: Environment,
  { region, zoneIds }: Pick<TrackerSettings, "region" | "zoneIds">,
): Environment {
  return environmentOf({ ...environment, region, zoneIds });
}

/** What a release of the tracker replaces. */
export function trackerRelease(environment: Environment, settings: TrackerSettings): Release {
  return {
    environment: trackerEnvironment(environment, settings),
    services: plannedServices(settings).map(({ identifier }) => identifier),
    repositories: Object.values(IMAGES),
    cluster: TRACKER,
    pushes: settings.registry.mode === "own",
  };
}

/** Hour (UTC) of backups where no store has windows of its own. */
const BACKUP_HOUR = 3;

/**
 * The tracker's API with its pages, workers and stores (S-TRACKER) in a VPC of its own, of a region
 * of its own: its provider says where. Cost: about 147 USD a month with three services and the
 * database's host, 36 more with four workers, 10 with the anisette server, in prices of us-east-1;
 * eu-west-2 is some 10 % above. See docs/tracker.md.
 */
export class Tracker extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Tracker";
  /** What a person or a pipeline looks up; names and addresses, never a secret's value. */
  public readonly outputs: Readonly<Record<string, pulumi.Output<unknown> | string>>;

  constructor(name: string, args: TrackerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Tracker.token, name, {}, opts);
    const { foundation, settings, signInSecret } = args;
    const environment = trackerEnvironment(foundation.environment, settings);
    const parent = { parent: this };

    const elsewhere = this.#region(args, environment);
    const alerts = elsewhere?.alerts ?? args.alerts;
    const base = new TrackerBase("tracker-base", { foundation, environment, settings }, parent);
    const vpc = this.#vpc(base, settings);
    const stores = new TrackerStores("tracker-stores", { base, vpc, settings }, parent);
    const images = new TrackerImages("tracker-images", { base, ...settings }, parent);
    const services = plannedServices(settings);
    const openAfter = args.response.guards;
    const edge = new TrackerEdge(
      "tracker-edge",
      { base, vpc, settings, services, openAfter, signInSecret },
      parent,
    );
    const { thresholds } = args.operations.alerts;
    const watched = { base, alerts, edge, thresholds };
    const answers = new TrackerAnswers("tracker-answers", watched, parent);
    const fleet = new TrackerFleet(
      "tracker-fleet",
      { base, vpc, edge, answers, stores, images, settings, services },
      parent,
    );
    new TrackerAlarms("tracker-alarms", { ...watched, vpc, stores, fleet }, parent);
    this.#backUp(args, base, [...stores.backedUp, ...(fleet.files ? [fleet.files.arn] : [])]);

    const { certificate, loadBalancer } = edge;
    this.outputs = {
      region: settings.region,
      url: `https://${settings.host}`,
      loadBalancer: loadBalancer.dnsName,
      dnsRecord: pulumi.interpolate`${settings.host} CNAME ${loadBalancer.dnsName}`,
      cluster: fleet.cluster.clusterName,
      ...(elsewhere && { guards: pulumi.output(elsewhere.guards) }),
      ...(certificate.validationRecords && {
        certificate: certificate.requestedArn ?? "",
        validationRecords: certificate.validationRecords,
      }),
    };
    this.registerOutputs(this.outputs);
  }

  /** An alarm reaches no topic of another region; in the environment's own there is all already. */
  #region(args: TrackerArgs, environment: Environment): Region | undefined {
    const { foundation, response, settings } = args;
    if (environment.region === foundation.environment.region) return undefined;
    const { keyDeletionDays } = settings;
    const { slackArn } = response;
    return new Region(
      "region",
      { ...args, environment, keyDeletionDays, slackArn },
      { parent: this },
    );
  }

  /** Two tiers (S-TRACKER-2): stores stand among the containers, for they too call out for packages. */
  #vpc(base: TrackerBase, { network }: TrackerSettings): Vpc {
    const { environment, key, boundary } = base;
    return new Vpc(
      "tracker-network",
      {
        environment,
        key,
        boundary,
        identifier: TRACKER,
        cidr: network.cidr,
        publicSubnets: network.publicSubnets,
        applicationSubnets: network.privateSubnets,
        dataSubnets: [],
        natGateways: "single",
        interfaceEndpoints: network.interfaceEndpoints,
        flowLogRetentionDays: network.flowLogRetentionDays,
        dataReplication: false,
        peering: network.peering,
      },
      { parent: this },
    );
  }

  /** Snapshots of AWS Backup, of all that has no other (P-DATA-6). */
  #backUp(
    { settings: { database }, operations: { backup } }: TrackerArgs,
    base: TrackerBase,
    resourceArns: readonly pulumi.Input<string>[],
  ): void {
    if (resourceArns.length === 0) return;
    new BackupPlan(
      "tracker-backup",
      {
        environment: base.environment,
        vault: base.backupVault,
        identifier: TRACKER,
        hour:
          database.kind === "rds" ? hourBehindWindows(database.settings.quietHour) : BACKUP_HOUR,
        dailyDays: backup.dailyDays,
        monthlyDays: backup.monthlyDays,
        resourceArns,
      },
      { parent: this },
    );
  }
}
