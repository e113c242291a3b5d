import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";

/** Whose policies are looked at. */
export interface AccessAnalyzerArgs {
  /** Opens the name; account and region. */
  readonly environment: Environment;
}

/**
 * Finds what somebody outside the account may reach: buckets, roles, keys, queues, secrets (P-DET-5).
 * One of this type is enough for an account and region, and all there may be (T94); it is kept when
 * the stack is destroyed, with its findings. Cost: none; an analyzer of unused access would be about
 * 0.20 USD a role or user and month. Source: aws.amazon.com/iam/access-analyzer/pricing.
 */
export class AccessAnalyzer extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:AccessAnalyzer";
  /** ARN of the analyzer; known before it exists. */
  public readonly analyzerArn: pulumi.Output<string>;

  constructor(name: string, args: AccessAnalyzerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AccessAnalyzer.token, name, {}, opts);
    const { environment } = args;
    const analyzer = new aws.accessanalyzer.Analyzer(
      name,
      { analyzerName: nameOf(environment, "analyzer", "account"), type: "ACCOUNT" },
      { parent: this, retainOnDelete: true },
    );
    this.analyzerArn = analyzer.analyzerName.apply((own) =>
      arnOf(environment, "access-analyzer", `analyzer/${own}`),
    );
    this.registerOutputs({ analyzerArn: this.analyzerArn });
  }
}
