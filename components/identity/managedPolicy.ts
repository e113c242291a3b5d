import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";

/** What a policy is called, and what it says. */
export interface ManagedPolicyArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Last part of the policy's physical name; unique in the environment. */
  readonly identifier: string;
  /** What it is for, as the console shows it; a change replaces the policy. */
  readonly description: string;
  /** What it says; up to 6,144 characters. */
  readonly statements: readonly Statement[];
}

/**
 * A policy of this account that several identities can have, or one beside others. Cost: none.
 *
 * @throws Error when the document is longer than IAM allows.
 */
export class ManagedPolicy extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:ManagedPolicy";
  /** ARN; known before the policy exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ManagedPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ManagedPolicy.token, name, {}, opts);
    const { environment, identifier } = args;
    const policy = new aws.iam.Policy(
      name,
      {
        name: nameOf(environment, "policy", identifier),
        description: args.description,
        policy: policyJson("managed", args.statements),
      },
      { parent: this },
    );
    this.arn = policy.name.apply(() => policyArnOf(environment, identifier));
    this.registerOutputs({ arn: this.arn });
  }
}

/** ARN of a policy of this environment, known from its identifier alone. */
export function policyArnOf(environment: Environment, identifier: string): string {
  return arnOf(environment, "iam", `policy/${nameOf(environment, "policy", identifier)}`);
}

/** ARN of one of AWS's own policies, by its name behind any path. */
export function awsPolicyArn({ partition }: Environment, path: string): string {
  return `arn:${partition}:iam::aws:policy/${path}`;
}
