import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import { awsPolicyArn, type ManagedPolicy } from "./managedPolicy.ts";
import { MOST_MANAGED_POLICIES } from "./role.ts";

/** What a group is called, and what its members may do. */
export interface JobFunctionArgs {
  /** Opens the name. */
  readonly environment: Environment;
  /** Last part of the group's physical name; unique in the environment. */
  readonly identifier: string;
  /** The program's own policies, by a name for each; one at least, which for people asks for MFA. */
  readonly policies: Readonly<Record<string, ManagedPolicy>>;
  /** AWS's own policies, by the path behind `policy/`. @default none */
  readonly awsPolicies?: readonly string[];
}

/**
 * A group with one job (P-IAM-2); which people belong to it is decided outside of this program.
 * Cost: none.
 *
 * @throws Error when there is no policy, or more than a group takes.
 */
export class JobFunction extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:JobFunction";
  /** Physical name; known before the group exists. */
  public readonly groupName: pulumi.Output<string>;

  constructor(name: string, args: JobFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(JobFunction.token, name, {}, opts);
    const { environment, identifier, policies, awsPolicies = [] } = args;
    const count = Object.keys(policies).length + awsPolicies.length;
    if (Object.keys(policies).length === 0 || count > MOST_MANAGED_POLICIES) {
      throw new Error(
        `${name} has ${count} policies; allowed: 1–${MOST_MANAGED_POLICIES}, one of them the program's own.`,
      );
    }
    const parent = { parent: this };

    const group = new aws.iam.Group(
      name,
      { name: nameOf(environment, "group", identifier) },
      parent,
    );
    for (const [label, { arn }] of Object.entries(policies)) {
      new aws.iam.GroupPolicyAttachment(
        `${name}-${label}`,
        { group: group.name, policyArn: arn },
        parent,
      );
    }
    for (const path of awsPolicies) {
      new aws.iam.GroupPolicyAttachment(
        `${name}-${path.replace(/^.*\//, "")}`,
        { group: group.name, policyArn: awsPolicyArn(environment, path) },
        parent,
      );
    }

    this.groupName = group.name;
    this.registerOutputs({ groupName: this.groupName });
  }
}
