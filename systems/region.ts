import * as pulumi from "@pulumi/pulumi";

import { AccessAnalyzer } from "../components/detection/accessAnalyzer.ts";
import { VolumeDefaults } from "../components/detection/accountDefaults.ts";
import { FindingRoutes } from "../components/detection/findingRoutes.ts";
import { GuardDuty } from "../components/detection/guardDuty.ts";
import { Inspector } from "../components/detection/inspector.ts";
import { EncryptionKey } from "../components/keys/encryptionKey.ts";
import { alarmAndEventGrant, undeliveredGrant } from "../components/keys/grants.ts";
import type { Environment } from "../components/shared/environment.ts";
import { snsPrincipal } from "../components/shared/regions.ts";
import type {
  AccountSettings,
  OperationsSettings,
  OwnedAccountSettings,
} from "../config/settings.ts";
import { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import { hearBySlack } from "./response/slackSubscriptions.ts";

/** Which region it is, and who hears of it. */
export interface RegionArgs {
  /** The environment, in that region. */
  readonly environment: Environment;
  /** Ceiling of its roles. */
  readonly foundation: Pick<Foundation, "boundary" | "environment">;
  /** Who is told by e-mail. */
  readonly operations: OperationsSettings;
  /** Where PagerDuty takes critical alerts. @default nowhere */
  readonly pagerDutyUrl?: pulumi.Output<string> | undefined;
  /** Writes alerts for Slack, from the environment's own region. */
  readonly slackArn: pulumi.Input<string>;
  /** Waiting time before a deleted key is gone, in days, 7–30. */
  readonly keyDeletionDays: number;
  /** Whether the stack looks after what exists once in each region of the account. */
  readonly account: AccountSettings;
}

/** Findings that there are without AWS Config and Security Hub, which are not here. */
const FINDINGS = ["guardduty", "inspector", "analyzer", "guards-touched", "watch-touched"];

/**
 * What a system needs of a region that is not the environment's own: topics, since no alarm reaches
 * one elsewhere; and, where the stack owns the account, what watches a region by itself (T60,
 * T90, T94): GuardDuty, Inspector, an analyzer, encrypted volumes, with the routes of what they find.
 * Trail, AWS Config, Security Hub and the budget stay where they are (docs/decisions/0020). Cost: 1
 * USD a month for a key, 0.20 for two alarms, and that of {@link GuardDuty} and {@link Inspector}.
 */
export class Region extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Region";
  /** Where alarms of the region go. */
  public readonly alerts: Alerts;
  /** What the stack made once for the region, and leaves there: ids to adopt when it comes again. */
  public readonly guards: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Region.token, name, {}, opts);
    const { environment, operations, pagerDutyUrl, account } = args;
    const parent = { parent: this };

    const alertsKey = new EncryptionKey(
      "region-alerts-key",
      {
        environment,
        identifier: "alerts",
        description: "Topics and queues that AWS services write to",
        deletionDays: args.keyDeletionDays,
        // No budget tells of costs here.
        grants: [alarmAndEventGrant(), undeliveredGrant(environment)],
      },
      parent,
    );
    this.alerts = new Alerts(
      "region-alerts",
      { foundation: { environment, alertsKey }, operations, pagerDutyUrl },
      parent,
    );
    if (snsPrincipal(environment.region, args.foundation.environment.region) !== undefined) {
      const functionArn = args.slackArn;
      hearBySlack({ environment, alertsKey, alerts: this.alerts, functionArn }, parent);
    }
    this.guards = account.mode === "owns" ? this.#watch(args, account, alertsKey) : {};
    this.registerOutputs(this.guards);
  }

  #watch(
    { environment, foundation: { boundary } }: RegionArgs,
    { adopted: { otherRegions } }: OwnedAccountSettings,
    alertsKey: EncryptionKey,
  ): Region["guards"] {
    const { critical, warning } = this.alerts;
    const parent = { parent: this };
    const { detectorId, analyzerArn } = otherRegions[environment.region] ?? {};
    new VolumeDefaults("region-volumes", parent);
    new Inspector("region-inspector", { environment }, parent);
    new FindingRoutes(
      "region-findings",
      { environment, alertsKey, boundary, critical, warning, only: FINDINGS },
      parent,
    );
    return {
      ...(detectorId === undefined && {
        detectorId: new GuardDuty("region-guardduty", parent).detectorId,
      }),
      ...(analyzerArn === undefined && {
        analyzerArn: new AccessAnalyzer("region-analyzer", { environment }, parent).analyzerArn,
      }),
    };
  }
}
