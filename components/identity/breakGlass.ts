import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { ManagedPolicy, policyArnOf } from "./managedPolicy.ts";
import { Role, roleArnOf } from "./role.ts";
import { BREAK_GLASS_RULE } from "./watchers.ts";

/** Where the way out is. */
export interface BreakGlassArgs {
  /** Its account's people may take it. */
  readonly environment: Environment;
}

/** Identifier of the role, and of its ceiling. */
const IDENTIFIER = "break-glass";
const BOUNDARY_IDENTIFIER = `${IDENTIFIER}-boundary`;

/** Seconds of a session, and since the second factor was shown. */
const SESSION_SECONDS = 3600;

/**
 * An administrator for the day on which all else is locked (P-IAM-4): people of the account who may
 * assume it, with a second factor shown within the hour, for an hour. Neither account nor
 * organization, nor what tells of its use, is its to change. An administrator it is, and can make
 * others that are without this ceiling; the trail, which it can't end, tells of that. Whoever uses it
 * is told of: see {@link breakGlassUsePattern}. Cost: none.
 */
export class BreakGlass extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:BreakGlass";
  /** ARN; known before the role exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BreakGlassArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BreakGlass.token, name, {}, opts);
    const { environment } = args;
    const parent = { parent: this };

    const boundary = new ManagedPolicy(
      `${name}-boundary`,
      {
        environment,
        identifier: BOUNDARY_IDENTIFIER,
        description: "Ceiling of the break-glass role; grants nothing by itself.",
        statements: boundaryStatements(environment),
      },
      parent,
    );
    const role = new Role(
      name,
      {
        environment,
        boundary,
        identifier: IDENTIFIER,
        service: {
          principal: { AWS: arnOf(environment, "iam", "root") },
          action: "sts:AssumeRole",
          conditions: {
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            NumericLessThan: { "aws:MultiFactorAuthAge": String(SESSION_SECONDS) },
            // Its use is told where it is assumed; elsewhere nobody would hear of it.
            StringEquals: { "aws:RequestedRegion": environment.region },
          },
        },
        managedPolicies: ["AdministratorAccess"],
        sessionSeconds: SESSION_SECONDS,
      },
      parent,
    );

    this.arn = role.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** ARN of the role, known from its identifier alone. */
export function breakGlassArnOf(environment: Environment): string {
  return roleArnOf(environment, IDENTIFIER);
}

/** The events by which CloudTrail tells that somebody became it, or tried to. */
export function breakGlassUsePattern(environment: Environment) {
  return {
    source: ["aws.sts"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      eventSource: ["sts.amazonaws.com"],
      eventName: ["AssumeRole"],
      requestParameters: { roleArn: [breakGlassArnOf(environment)] },
    },
  };
}

function boundaryStatements(environment: Environment): Statement[] {
  const rule = nameOf(environment, "event-rule", BREAK_GLASS_RULE);
  return [
    { Sid: "CeilingNotGrant", Effect: "Allow", Action: "*", Resource: "*" },
    {
      Sid: "LeaveAccountAlone",
      Effect: "Deny",
      Action: ["account:*", "organizations:*"],
      Resource: "*",
    },
    {
      Sid: "KeepWitness",
      Effect: "Deny",
      Action: ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging"],
      Resource: "*",
    },
    {
      Sid: "KeepAlarm",
      Effect: "Deny",
      Action: [
        "events:DeleteRule",
        "events:DisableRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
      ],
      Resource: arnOf(environment, "events", `rule/${rule}`),
    },
    {
      Sid: "KeepCeiling",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:SetDefaultPolicyVersion",
        "iam:UpdateAssumeRolePolicy",
      ],
      Resource: [breakGlassArnOf(environment), policyArnOf(environment, BOUNDARY_IDENTIFIER)],
    },
  ];
}
