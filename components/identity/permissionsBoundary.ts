import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";
import { type Guarded, guardrailStatements, RESPONDER_IDENTIFIER } from "./guardrails.ts";

/** Where the roles of an environment may work. */
export interface PermissionsBoundaryArgs {
  /** Region to stay in, and the names of the roles and policies that may be touched. */
  readonly environment: Environment;
  /** What no role does whatever allows it (P-IAM-4). @default nothing more */
  readonly guardrails?: Guarded | undefined;
}

/** Roles of the pipeline, and the way out: nobody below the boundary changes or becomes them. */
export const PIPELINE_IDENTIFIERS = ["break-glass", "deploy", "preview", "release"] as const;

/** Tag by which people exempt a resource from the response; roles don't. */
export const EXEMPT_TAG = "response:exempt";

/** Alias of the key without which no topic takes an alert. */
const alertsKeyAliasOf = ({ project, name }: Environment) => `alias/${project}-${name}-alerts`;

/**
 * Ends of the ways from what happens to people, by rule, topic and listener; also by rights, rules
 * for data, and filters that let nothing through.
 */
const SILENCING = [
  "events:*Targets",
  "events:DeleteRule",
  "events:DisableRule",
  "events:PutRule",
  "sns:*Permission",
  "sns:DeleteTopic",
  "sns:PutDataProtectionPolicy",
  "sns:Set*Attributes",
  "sns:Unsubscribe",
];

/**
 * Services without regions: a region lock must leave them out, or it would lock them out.
 * What CloudFront has elsewhere is in us-east-1, as is each environment that has a distribution.
 */
const GLOBAL_SERVICE_ACTIONS = [
  "budgets:*",
  "ce:*",
  "cloudfront:*",
  "health:*",
  "iam:*",
  "route53:*",
  "route53domains:*",
  "s3:GetBucketLocation",
  "s3:ListAllMyBuckets",
  "shield:*",
  "sts:*",
  "support:*",
  "trustedadvisor:*",
];

/**
 * Making, changing or ending a user or a group, each way to get credentials of one, and those who
 * vouch for people from elsewhere: all of them are without this boundary.
 */
const PEOPLE_ACTIONS = [
  "iam:*ClientID*",
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachUserPolicy",
  "iam:Create*Provider",
  "iam:CreateAccessKey",
  "iam:CreateAccountAlias",
  "iam:CreateGroup",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:CreateUser",
  "iam:DeactivateMFADevice",
  "iam:Delete*Provider",
  "iam:DeleteAccessKey",
  "iam:DeleteAccount*",
  "iam:DeleteGroup*",
  "iam:DeleteLoginProfile",
  "iam:DeleteUser*",
  "iam:DetachGroupPolicy",
  "iam:DetachUserPolicy",
  "iam:EnableMFADevice",
  "iam:PutGroupPolicy",
  "iam:PutUser*",
  "iam:RemoveUserFromGroup",
  "iam:ResetServiceSpecificCredential",
  "iam:Update*Provider*",
  "iam:UpdateAccessKey",
  "iam:UpdateAccountPasswordPolicy",
  "iam:UpdateGroup",
  "iam:UpdateLoginProfile",
  "iam:UpdateUser",
  "iam:UploadSSHPublicKey",
  "iam:UploadSigningCertificate",
];

/**
 * The ceiling of every role that the program makes (P-IAM-3): it grants nothing, and even with
 * AdministratorAccess attached a role can't create users, touch account or organization, work
 * outside its regions, shed the boundary, or reach an identity that is without it; nor silence the
 * alerts, change what responds, or exempt anything from it. The guardrails are in it, since a role that makes roles could else make one without them. Cost: none.
 */
export class PermissionsBoundary extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:PermissionsBoundary";
  /** ARN of the boundary policy, known before it exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: PermissionsBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PermissionsBoundary.token, name, {}, opts);
    const { environment, guardrails } = args;

    const policy = new aws.iam.Policy(
      name,
      {
        name: nameOf(environment, "policy", "boundary"),
        description: "Ceiling of every role of this environment; grants nothing by itself.",
        policy: policyJson("managed", [
          ...boundaryStatements(environment),
          ...(guardrails ? guardrailStatements(environment, guardrails) : []),
        ]),
      },
      { parent: this },
    );

    // The name is known at preview, the ARN that AWS returns is not; the dependency is the same.
    this.arn = policy.name.apply((policyName) => arnOf(environment, "iam", `policy/${policyName}`));
    this.registerOutputs({ arn: this.arn });
  }
}

/** The boundary's own document, without guardrails; see P-IAM-3. */
export function boundaryStatements(environment: Environment): Statement[] {
  return [
    { Sid: "CeilingNotGrant", Effect: "Allow", Action: "*", Resource: "*" },
    {
      Sid: "StayInRegion",
      Effect: "Deny",
      NotAction: GLOBAL_SERVICE_ACTIONS,
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:RequestedRegion": environment.region },
      },
    },
    {
      Sid: "LeaveAccountAlone",
      Effect: "Deny",
      Action: ["account:*", "organizations:*"],
      Resource: "*",
    },
    { Sid: "NoPeople", Effect: "Deny", Action: PEOPLE_ACTIONS, Resource: "*" },
    ...roleStatements(environment),
    ...watchStatements(environment),
    {
      // Such a policy may be attached to a group, or be a ceiling: this one too.
      Sid: "KeepPolicies",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
      ],
      Resource: "*",
    },
  ];
}

/** Roles are made, given rights and passed on below the boundary only. */
function roleStatements(environment: Environment): Statement[] {
  const boundary = arnOf(environment, "iam", `policy/${nameOf(environment, "policy", "boundary")}`);
  const role = (name: string) => arnOf(environment, "iam", `role/${name}`);
  return [
    {
      Sid: "KeepBoundary",
      Effect: "Deny",
      Action: "iam:DeleteRolePermissionsBoundary",
      Resource: "*",
    },
    {
      // Also for grants: a role without the boundary would carry them beyond it.
      Sid: "PassBoundaryOn",
      Effect: "Deny",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      Resource: "*",
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
    },
    {
      // IAM has no condition on the boundary of a role that is assumed, passed, or trusts someone new.
      Sid: "OwnRolesOnly",
      Effect: "Deny",
      Action: ["iam:PassRole", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
      NotResource: role(`${environment.project}-${environment.name}-*`),
    },
    {
      Sid: "KeepPipeline",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: PIPELINE_IDENTIFIERS.map((identifier) =>
        role(nameOf(environment, "role", identifier)),
      ),
    },
  ];
}

/** What watches and responds is an administrator's: a role that makes roles would reach it by one. */
function watchStatements(environment: Environment): Statement[] {
  return [
    {
      // It may do what guardrails deny to others: whoever writes its code or its trust could too.
      Sid: "KeepResponder",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*", "lambda:Get*", "lambda:List*"],
      Resource: [
        arnOf(environment, "iam", `role/${nameOf(environment, "role", RESPONDER_IDENTIFIER)}`),
        arnOf(
          environment,
          "lambda",
          `function:${nameOf(environment, "function", RESPONDER_IDENTIFIER)}*`,
        ),
      ],
    },
    {
      // Rules and topics are an administrator's, whatever tells of them.
      Sid: "KeepAlerts",
      Effect: "Deny",
      Action: SILENCING,
      Resource: "*",
    },
    {
      Sid: "KeepAlertsKey",
      Effect: "Deny",
      Action: [
        "kms:DeleteAlias",
        "kms:Disable*",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateAlias",
      ],
      Resource: "*",
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": alertsKeyAliasOf(environment) },
      },
    },
    {
      // Whatever call sets tags; S3's PutBucketTagging alone does not tell them.
      Sid: "KeepExemptions",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": EXEMPT_TAG } },
    },
  ];
}
