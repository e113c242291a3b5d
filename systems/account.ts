import * as pulumi from "@pulumi/pulumi";

import { AccessAnalyzer } from "../components/detection/accessAnalyzer.ts";
import { AccountDefaults } from "../components/detection/accountDefaults.ts";
import { CisAlarms } from "../components/detection/cisAlarms.ts";
import { CONFIG_BUCKET, ConfigRecorder } from "../components/detection/configRecorder.ts";
import { ConfigRules } from "../components/detection/configRules.ts";
import { CostAnomalies } from "../components/detection/costAnomalies.ts";
import { CostTags } from "../components/detection/costTags.ts";
import { FindingRoutes } from "../components/detection/findingRoutes.ts";
import { GuardDuty } from "../components/detection/guardDuty.ts";
import { Inspector } from "../components/detection/inspector.ts";
import { SecurityHub } from "../components/detection/securityHub.ts";
import { Trail } from "../components/detection/trail.ts";
import { GithubOidcProvider } from "../components/identity/githubOidcProvider.ts";
import type { OwnedAccountSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import { ACCESS_LOGS, type Foundation } from "./foundation.ts";

/** What the baseline stands on, and what the stack file says of it. */
export interface AccountArgs {
  /** Keys, ceiling and access logs; its key admits CloudTrail and AWS Config. */
  readonly foundation: Foundation;
  /** Who hears of findings. */
  readonly alerts: Alerts;
  /** The `account` block of a stack that owns the baseline. */
  readonly settings: OwnedAccountSettings;
}

/**
 * What exists once in an account, or in a region of it: its trail, detectors, recorder, defaults, and
 * the routes from findings to people (P-DET-1…6, P-IAM-1, P-IAM-5, P-OBS-6). One stack of an account
 * owns it; the policy pack knows that stack by this component. Cost: 20–60 USD a month for a small
 * account, most of it GuardDuty's and Security Hub's; each component says its own.
 */
export class Account extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Account";
  /** Vouches for GitHub's jobs, whoever made it; trusts of deploy roles name it. */
  public readonly githubProviderArn: pulumi.Output<string>;
  /** Id of the GuardDuty detector. */
  public readonly detectorId: pulumi.Output<string>;

  constructor(name: string, args: AccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Account.token, name, {}, opts);
    const { foundation, alerts, settings } = args;
    const { environment, key, alertsKey, boundary, accessLogs } = foundation;
    const { critical, warning } = alerts;
    const { adopted } = settings;
    const parent = { parent: this };

    new AccountDefaults("account-defaults", { environment, key }, parent);
    const trail = new Trail(
      "trail",
      {
        environment,
        key,
        boundary,
        accessLogs,
        ...settings.trail,
        logBuckets: [ACCESS_LOGS, CONFIG_BUCKET],
      },
      parent,
    );
    new CisAlarms("trail-alarms", { environment, trail, critical, warning }, parent);

    const recorder =
      adopted.recorderName === undefined
        ? new ConfigRecorder(
            "config",
            { environment, key, accessLogs, serviceRoleArn: adopted.configRoleArn },
            parent,
          )
        : undefined;
    const rules = new ConfigRules("config-rules", { environment, recorder }, parent);
    if (adopted.securityHubArn === undefined) {
      new SecurityHub("security-hub", { environment, rules }, parent);
    }

    this.detectorId =
      adopted.detectorId === undefined
        ? new GuardDuty("guardduty", parent).detectorId
        : pulumi.output(adopted.detectorId);
    if (adopted.analyzerArn === undefined) {
      new AccessAnalyzer("access-analyzer", { environment }, parent);
    }
    new Inspector("inspector", { environment }, parent);
    new FindingRoutes("findings", { environment, alertsKey, boundary, critical, warning }, parent);

    new CostAnomalies(
      "cost-anomalies",
      {
        environment,
        topic: warning,
        thresholdUsd: settings.costAnomalyUsd,
        monitorArn: adopted.costMonitorArn,
      },
      parent,
    );
    new CostTags("cost-tags", { keys: settings.costAllocationTags }, parent);
    this.githubProviderArn =
      adopted.githubProviderArn === undefined
        ? new GithubOidcProvider("github", { environment }, parent).arn
        : pulumi.output(adopted.githubProviderArn);
    this.registerOutputs({
      githubProviderArn: this.githubProviderArn,
      detectorId: this.detectorId,
    });
  }
}
