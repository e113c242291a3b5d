import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import {
  checkPolicyLength,
  type Conditions,
  policyJson,
  type Principal,
  type Statement,
} from "../shared/policy.ts";
import { awsPolicyArn, type ManagedPolicy } from "./managedPolicy.ts";
import type { PermissionsBoundary } from "./permissionsBoundary.ts";

/**
 * Services that assume roles of this program, and whether AWS sends the source account along when
 * they do. Where it does, the trust asks for it, so that no other customer's resource can borrow
 * the role (control 101). Source: each service's guide, "Cross-service confused deputy prevention".
 */
const SENDS_SOURCE_ACCOUNT = {
  "ecs-tasks.amazonaws.com": true,
  // Its guide trusts it without a condition where it shifts the traffic of deployments.
  "ecs.amazonaws.com": false,
  "vpc-flow-logs.amazonaws.com": true,
  "monitoring.rds.amazonaws.com": true,
  // As the ARN of a source it sends that of the schedule's group.
  "scheduler.amazonaws.com": true,
  "events.amazonaws.com": true,
  "ec2.amazonaws.com": false,
  // Towards CloudWatch Logs; its guide binds the key and the bucket, but not the role.
  "cloudtrail.amazonaws.com": false,
  // Nor does Lambda; a function can only have a role of its own account.
  "lambda.amazonaws.com": false,
  // Its guide speaks of topics and keys only, and a backup that can't assume its role is silent.
  "backup.amazonaws.com": false,
} as const satisfies Record<string, boolean>;

/** A service principal that may assume a role of this program. */
export type TrustedService = keyof typeof SENDS_SOURCE_ACCOUNT;

/** Who else than a service may assume a role of this program; never without a condition. */
export interface Trust {
  /** An account or a role of it, or who vouches for people and jobs from elsewhere. */
  readonly principal: Exclude<Principal, "*">;
  /** How the role is assumed: by an identity of AWS's, or with a token. */
  readonly action: "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity";
  /** What must hold of the caller. */
  readonly conditions: Conditions;
}

/** Who assumes a role, and what it may then do. */
export interface RoleArgs {
  /** Opens the name; its account alone may be acted for. */
  readonly environment: Environment;
  /** Ceiling of the role; there is none without (P-IAM-3). */
  readonly boundary: Pick<PermissionsBoundary, "arn">;
  /** Last part of the role's physical name; unique in the environment. */
  readonly identifier: string;
  /** The one service that may assume the role, or who else does. */
  readonly service: TrustedService | Trust;
  /**
   * Narrows the trust to resources with an ARN like this (`aws:SourceArn`); refused for a service
   * that sends none along.
   * @default any resource of this account that the service acts for
   */
  readonly sourceArn?: string;
  /** What the role may do, by the name of each inline policy. An empty list makes no policy. */
  readonly policies?: Readonly<Record<string, readonly Statement[]>>;
  /**
   * AWS's own policies to attach, by the path behind `policy/`, such as
   * `service-role/AmazonRDSEnhancedMonitoringRole`.
   * @default none
   */
  readonly managedPolicies?: readonly string[];
  /** The program's own policies to attach, by a name for each. @default none */
  readonly ownPolicies?: Readonly<Record<string, ManagedPolicy>>;
  /** Seconds for which it may be assumed at a time, 3600–43200. @default 3600, as IAM's */
  readonly sessionSeconds?: number | undefined;
}

/** Managed policies that a role, or a group, takes. Source: IAM guide, "IAM and AWS STS quotas". */
export const MOST_MANAGED_POLICIES = 10;

/**
 * An IAM role for one AWS service, under the permissions boundary, with a trust that only this
 * account's resources satisfy where AWS supports that (P-RUN-5, P-IAM-3). It is the only place
 * that creates roles. Cost: none.
 *
 * @throws Error when `sourceArn` is set for a service that sends none along, the inline
 *   policies together are longer than IAM allows, or there are more managed ones than it takes.
 */
export class Role extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:Role";
  /** Physical name; known before the role exists. */
  public readonly roleName: pulumi.Output<string>;
  /** ARN; known before the role exists. Depend on the component to wait for its policies too. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: RoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Role.token, name, {}, opts);
    const { environment, policies = {}, managedPolicies = [], ownPolicies = {} } = args;
    checkSourceArn(name, args);
    const managed = managedPolicies.length + Object.keys(ownPolicies).length;
    if (managed > MOST_MANAGED_POLICIES) {
      throw new Error(
        `${name} has ${managed} managed policies; ${MOST_MANAGED_POLICIES} are allowed.`,
      );
    }
    const documents = Object.entries(policies)
      .filter(([, statements]) => statements.length > 0)
      .map(([policyName, statements]) => ({
        policyName,
        policy: policyJson("inline", statements),
      }));
    checkPolicyLength(
      "inline",
      documents.map(({ policy }) => policy),
    );
    const parent = { parent: this };

    const role = new aws.iam.Role(
      name,
      {
        name: nameOf(environment, "role", args.identifier),
        assumeRolePolicy: policyJson("trust", [trustStatement(args)]),
        permissionsBoundary: args.boundary.arn,
        ...(args.sessionSeconds === undefined ? {} : { maxSessionDuration: args.sessionSeconds }),
      },
      parent,
    );
    for (const { policyName, policy } of documents) {
      new aws.iam.RolePolicy(
        `${name}-${policyName}`,
        { role: role.name, name: policyName, policy },
        parent,
      );
    }
    for (const path of managedPolicies) {
      new aws.iam.RolePolicyAttachment(
        `${name}-${path.replace(/^.*\//, "")}`,
        { role: role.name, policyArn: awsPolicyArn(environment, path) },
        parent,
      );
    }
    for (const [label, { arn }] of Object.entries(ownPolicies)) {
      new aws.iam.RolePolicyAttachment(
        `${name}-${label}`,
        { role: role.name, policyArn: arn },
        parent,
      );
    }

    this.roleName = role.name;
    this.arn = role.name.apply((roleName) => arnOf(environment, "iam", `role/${roleName}`));
    this.registerOutputs({ roleName: this.roleName, arn: this.arn });
  }
}

/** ARN of a role of this environment, known from its identifier alone. */
export function roleArnOf(environment: Environment, identifier: string): string {
  return arnOf(environment, "iam", `role/${nameOf(environment, "role", identifier)}`);
}

function checkSourceArn(name: string, { service, sourceArn }: RoleArgs): void {
  if (sourceArn === undefined) return;
  if (typeof service === "string" && SENDS_SOURCE_ACCOUNT[service]) return;
  const trusted = typeof service === "string" ? service : "who assumes it";
  throw new Error(
    `sourceArn of ${name} is ${sourceArn}; ${trusted} sends no source along, so none can be asked for.`,
  );
}

function trustStatement({ environment, service, sourceArn }: RoleArgs): Statement {
  if (typeof service !== "string") {
    const { principal: Principal, action: Action, conditions: Condition } = service;
    return { Sid: "TrustCaller", Effect: "Allow", Principal, Action, Condition };
  }
  const conditions: Conditions = {
    StringEquals: { "aws:SourceAccount": environment.accountId },
    ...(sourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArn } }),
  };
  return {
    Sid: "TrustService",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(SENDS_SOURCE_ACCOUNT[service] ? { Condition: conditions } : {}),
  };
}
