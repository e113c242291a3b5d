import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../shared/environment.ts";
import type { ConfigRules } from "./configRules.ts";

/** What Security Hub looks at. */
export interface SecurityHubArgs {
  /** Account and region. */
  readonly environment: Environment;
  /** Must judge, and their recorder record: the standards stand on both (T92). */
  readonly rules: ConfigRules;
}

/**
 * Standards and their versions, the newest that the provider names. Source: Security Hub CSPM guide,
 * "Standards reference".
 */
const STANDARDS: Readonly<Record<string, string>> = {
  "aws-foundational-security-best-practices": "1.0.0",
  "cis-aws-foundations-benchmark": "3.0.0",
};

/**
 * Security Hub CSPM, not the V2 service beside it (T93), with AWS's best practices and the CIS
 * benchmark (P-DET-3). GuardDuty, Inspector, Access Analyzer and Config send it their findings by
 * themselves once both are on. There is one in an account and region, kept when the stack is
 * destroyed: without it all findings are gone (T92). Cost: about 0.001 USD a check, 10–20 USD a month
 * for the two standards on a small account; the first 30 days are free. Source:
 * aws.amazon.com/security-hub/cspm/pricing, us-east-1.
 */
export class SecurityHub extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:SecurityHub";

  constructor(name: string, args: SecurityHubArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SecurityHub.token, name, {}, opts);
    const { partition, region } = args.environment;
    const kept = { parent: this, retainOnDelete: true };

    const account = new aws.securityhub.Account(
      name,
      {
        // The default would subscribe to the CIS benchmark of 2018.
        enableDefaultStandards: false,
        autoEnableControls: true,
        // One finding for a control, however many standards ask for it.
        controlFindingGenerator: "SECURITY_CONTROL",
      },
      { ...kept, dependsOn: [args.rules] },
    );
    for (const [standard, version] of Object.entries(STANDARDS)) {
      new aws.securityhub.StandardsSubscription(
        `${name}-${standard}`,
        {
          standardsArn: `arn:${partition}:securityhub:${region}::standards/${standard}/v/${version}`,
        },
        { ...kept, dependsOn: [account] },
      );
    }
    this.registerOutputs({});
  }
}
