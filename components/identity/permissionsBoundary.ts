import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";

/** Where the roles of an environment may work. */
export interface PermissionsBoundaryArgs {
  /** Region to stay in, and the names of the roles and policies that may be touched. */
  readonly environment: Environment;
}

/** Services without regions: a region lock must leave them out, or it would lock them out. */
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

/** Making, changing or ending a user, and each way to get credentials of one. */
const USER_LIFECYCLE_ACTIONS = [
  "iam:AddUserToGroup",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateAccountAlias",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:CreateUser",
  "iam:DeactivateMFADevice",
  "iam:DeleteAccessKey",
  "iam:DeleteAccountAlias",
  "iam:DeleteAccountPasswordPolicy",
  "iam:DeleteLoginProfile",
  "iam:DeleteUser",
  "iam:DeleteUserPermissionsBoundary",
  "iam:DeleteUserPolicy",
  "iam:DetachUserPolicy",
  "iam:EnableMFADevice",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:RemoveUserFromGroup",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateAccessKey",
  "iam:UpdateAccountPasswordPolicy",
  "iam:UpdateLoginProfile",
  "iam:UpdateUser",
  "iam:UploadSSHPublicKey",
  "iam:UploadSigningCertificate",
];

/**
 * The ceiling of every role that the program makes (P-IAM-3): it grants nothing, and even with
 * AdministratorAccess attached a role can't create users, touch account or organization, work
 * outside its regions, or shed the boundary. Cost: none.
 */
export class PermissionsBoundary extends pulumi.ComponentResource {
  public static readonly token = "rampart:identity:PermissionsBoundary";
  /** ARN of the boundary policy, known before it exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: PermissionsBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PermissionsBoundary.token, name, {}, opts);
    const { environment } = args;

    const policy = new aws.iam.Policy(
      name,
      {
        name: nameOf(environment, "policy", "boundary"),
        description: "Ceiling of every role of this environment; grants nothing by itself.",
        policy: policyJson("managed", boundaryStatements(environment)),
      },
      { parent: this },
    );

    // The name is known at preview, the ARN that AWS returns is not; the dependency is the same.
    this.arn = policy.name.apply((policyName) => arnOf(environment, "iam", `policy/${policyName}`));
    this.registerOutputs({ arn: this.arn });
  }
}

/** The boundary's document; see P-IAM-3. */
export function boundaryStatements(environment: Environment): Statement[] {
  const boundary = arnOf(environment, "iam", `policy/${nameOf(environment, "policy", "boundary")}`);
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
    { Sid: "NoUsers", Effect: "Deny", Action: USER_LIFECYCLE_ACTIONS, Resource: "*" },
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
      NotResource: arnOf(environment, "iam", `role/${environment.project}-${environment.name}-*`),
    },
    {
      // Such a policy may be attached to a user, or to a role without the boundary.
      Sid: "OwnPoliciesOnly",
      Effect: "Deny",
      Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
      NotResource: arnOf(environment, "iam", `policy/${environment.project}-${environment.name}-*`),
    },
    {
      Sid: "KeepBoundaryAsItIs",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
      ],
      Resource: boundary,
    },
  ];
}
