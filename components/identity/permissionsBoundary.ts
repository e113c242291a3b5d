import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";
import { type Guarded, guardrailStatements } from "./guardrails.ts";
import { policyArnOf } from "./managedPolicy.ts";
import { watchStatements } from "./watchStatements.ts";

/** Last part of the policy's physical name. */
const IDENTIFIER = "boundary";

/** Where the roles of an environment may work. */
export interface PermissionsBoundaryArgs {
  /** Region to stay in, and the names of the roles and policies that may be touched. */
  readonly environment: Environment;
  /** Where else systems of the environment are. @default nowhere */
  readonly otherRegions?: readonly string[] | undefined;
  /** What no role does whatever allows it (P-IAM-4). @default nothing more */
  readonly guardrails?: Guarded | undefined;
}

/** Roles of the pipeline, and the way out: nobody below the boundary changes or becomes them. */
const PIPELINE_IDENTIFIERS = ["break-glass", "deploy", "preview", "release"] as const;

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
 * vouch for people from elsewhere: all of them are without this boundary. A policy has little room:
 * `e` ends Create, Delete, Update and their like, `tach` Attach and Detach, and no verb that reads.
 */
const PEOPLE_ACTIONS = [
  "iam:*ClientID*",
  "iam:*ServiceSpecificCredential",
  "iam:*eAccessKey",
  "iam:*eAccount*",
  "iam:*eGroup*",
  "iam:*eLoginProfile",
  "iam:*eMFADevice",
  "iam:*eUser*",
  "iam:*tachGroupPolicy",
  "iam:*tachUserPolicy",
  "iam:AddUserToGroup",
  "iam:Create*Provider",
  "iam:Delete*Provider",
  "iam:PutGroupPolicy",
  "iam:PutUser*",
  "iam:Update*Provider*",
  "iam:UploadSSHPublicKey",
  "iam:UploadSigningCertificate",
];

/**
 * The ceiling of every role that the program makes (P-IAM-3): it grants nothing, and even with
 * AdministratorAccess attached a role can't create users, touch account or organization, work
 * outside its regions, shed the boundary, or reach an identity that is without it; nor silence the
 * alerts, change what watches or responds, or exempt anything from the response. The guardrails are
 * in it, since a role that makes roles could else make one without them. Cost: none.
 */
export class PermissionsBoundary extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:PermissionsBoundary";
  /** ARN of the boundary policy, known before it exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: PermissionsBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PermissionsBoundary.token, name, {}, opts);
    const { environment, otherRegions, guardrails } = args;

    const policy = new aws.iam.Policy(
      name,
      {
        name: nameOf(environment, "policy", IDENTIFIER),
        description: "Ceiling of every role of this environment; grants nothing by itself.",
        policy: policyJson("managed", [
          ...boundaryStatements(environment, otherRegions),
          ...(guardrails ? guardrailStatements(environment, guardrails) : []),
        ]),
      },
      { parent: this },
    );

    // The name is known at preview, the ARN that AWS returns is not; the dependency is the same.
    this.arn = policy.name.apply(() => policyArnOf(environment, IDENTIFIER));
    this.registerOutputs({ arn: this.arn });
  }
}

/** The boundary's own document, without guardrails; see P-IAM-3. */
export function boundaryStatements(
  environment: Environment,
  otherRegions: readonly string[] = [],
): Statement[] {
  const regions = [...new Set([environment.region, ...otherRegions])];
  return [
    { Sid: "CeilingNotGrant", Effect: "Allow", Action: "*", Resource: "*" },
    {
      Sid: "StayInRegion",
      Effect: "Deny",
      NotAction: GLOBAL_SERVICE_ACTIONS,
      Resource: "*",
      Condition: {
        StringNotEquals: {
          "aws:RequestedRegion": regions.length > 1 ? regions : environment.region,
        },
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
      // Such a policy may be attached to a group, or be a ceiling: this one too, which nobody sheds.
      Sid: "KeepPolicies",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:DeleteRolePermissionsBoundary",
        "iam:SetDefaultPolicyVersion",
      ],
      Resource: "*",
    },
  ];
}

/** Roles are made, given rights and passed on below the boundary only. */
function roleStatements(environment: Environment): Statement[] {
  const boundary = policyArnOf(environment, IDENTIFIER);
  const role = (name: string) => arnOf(environment, "iam", `role/${name}`);
  return [
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
      // Those of other environments too, which may share the account.
      Sid: "KeepPipeline",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: PIPELINE_IDENTIFIERS.map((identifier) =>
        role(`${environment.project}-*-role-${identifier}`),
      ),
    },
  ];
}
