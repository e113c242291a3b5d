import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import { JobFunction } from "./jobFunction.ts";
import { ManagedPolicy } from "./managedPolicy.ts";
import type { PermissionsBoundary } from "./permissionsBoundary.ts";
import { roleArnOf } from "./role.ts";

/** Who may become which role. */
export interface AssumingUserArgs {
  /** Opens the names. */
  readonly environment: Environment;
  /** Ceiling of the user (P-IAM-3). */
  readonly boundary: Pick<PermissionsBoundary, "arn">;
  /** Last part of the names of user, group and policy; unique in the environment. */
  readonly identifier: string;
  /** Identifier of the one role that the user assumes. */
  readonly roleIdentifier: string;
}

/**
 * An IAM user that may do nothing but assume one role, by a group that it is in. It has neither a
 * password nor an access key: whoever needs one makes it beside the program, so that none is in any
 * state. It is for those who have no role to come with; where they have one, do without.
 * Cost: none.
 */
export class AssumingUser extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:AssumingUser";
  /** Physical name; known before the user exists. */
  public readonly userName: pulumi.Output<string>;

  constructor(name: string, args: AssumingUserArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AssumingUser.token, name, {}, opts);
    const { environment, identifier } = args;
    const parent = { parent: this };

    const assume = new ManagedPolicy(
      name,
      {
        environment,
        identifier,
        description: `Becomes ${args.roleIdentifier}, and does nothing else`,
        statements: [
          {
            Sid: "AssumeRole",
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Resource: roleArnOf(environment, args.roleIdentifier),
          },
        ],
      },
      parent,
    );
    const group = new JobFunction(name, { environment, identifier, policies: { assume } }, parent);
    const user = new aws.iam.User(
      name,
      {
        name: nameOf(environment, "user", identifier),
        permissionsBoundary: args.boundary.arn,
        // IAM keeps a user who has access keys, and these are not the program's.
        forceDestroy: true,
      },
      parent,
    );
    new aws.iam.UserGroupMembership(name, { user: user.name, groups: [group.groupName] }, parent);

    this.userName = user.name;
    this.registerOutputs({ userName: this.userName });
  }
}
