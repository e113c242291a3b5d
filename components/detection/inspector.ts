import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../shared/environment.ts";

/** Whose software is scanned. */
export interface InspectorArgs {
  /** Account and region. */
  readonly environment: Environment;
}

/**
 * Scans hosts, images and functions for known weaknesses, again whenever one becomes known (P-DET-5).
 * For images it takes the place of each repository's scan on push, which is why the registry's setting
 * is here (T60). There is one of each in an account and region, kept when the stack is destroyed: who
 * would scan the others? Cost: about 0.09 USD a new image and 0.01 USD each time it is scanned again;
 * a month 1.25 USD a host, and 0.90 USD a function with its code. Source:
 * aws.amazon.com/inspector/pricing, us-east-1.
 */
export class Inspector extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:Inspector";

  constructor(name: string, args: InspectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Inspector.token, name, {}, opts);
    const kept = { parent: this, retainOnDelete: true };

    const enabler = new aws.inspector2.Enabler(
      name,
      {
        accountIds: [args.environment.accountId],
        resourceTypes: ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"],
      },
      kept,
    );
    new aws.ecr.RegistryScanningConfiguration(
      name,
      {
        scanType: "ENHANCED",
        rules: [
          {
            scanFrequency: "CONTINUOUS_SCAN",
            repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
          },
        ],
      },
      // Enhanced is Inspector's.
      { ...kept, dependsOn: [enabler] },
    );
    this.registerOutputs({});
  }
}
