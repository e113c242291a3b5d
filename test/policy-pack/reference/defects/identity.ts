import type { Defect } from "../defect.ts";
import { extra, REFERENCE } from "../extras/extra.ts";
import { documentOf, iamArn, reading, runnerTrust, scheduleTrust } from "../extras/identity.ts";

const ATTACHMENT = {
  type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  name: "developers",
};
const DEPLOY = { type: "aws:iam/role:Role", name: "deploy" };
const GROUP_POLICY = { type: "aws:iam/groupPolicy:GroupPolicy", name: "developers" };
const NIGHTLY = { type: "aws:iam/role:Role", name: "nightly" };
const PASSWORDS = {
  type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  name: "passwords",
};
const POLICY = { type: "aws:iam/policy:Policy", name: "developers" };
const PROVIDER = { type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", name: "github" };

/** An account that nobody allowed. */
const STRANGER = "999988887777";
/** Written apart, so that no scanner takes it for a real one. */
const ACCESS_KEY = ["AKIA", "IOSFODNN7EXAMPLE"].join("");

export const identityDefects: readonly Defect[] = [
  {
    control: "iam-no-admin-star",
    title: "A group may do everything, in a spelling of its own",
    change: {
      of: GROUP_POLICY,
      path: "policy",
      value: reading({ Action: "*:*", Resource: "arn:*" }),
    },
    also: {
      "iam-no-decrypt-all-keys": "everything includes to decrypt with every key",
      "iam-no-service-wildcard": "everything includes all of each service",
      "iam-no-star-resource-when-restrictable": "and names no resource for it",
      "iam-passrole-scoped": "and to pass any role",
      "iam-privesc-single-document": "and to take any other right",
    },
  },
  {
    control: "iam-no-service-wildcard",
    title: "A policy allows all of a service on one bucket",
    change: { of: POLICY, path: "policy", value: reading({ Action: "s3:*" }) },
  },
  {
    control: "iam-no-star-resource-when-restrictable",
    title: "A group may read every bucket",
    change: { of: GROUP_POLICY, path: "policy", value: reading({ Resource: "arn:aws:s3:::*" }) },
  },
  {
    control: "iam-no-aws-admin-managed-policy",
    title: "Developers have AWS's administrator policy",
    change: {
      of: ATTACHMENT,
      path: "policyArn",
      value: "arn:aws:iam::aws:policy/AdministratorAccess",
    },
  },
  {
    control: "iam-no-notaction-allow",
    title: "A policy allows to read all buckets but one",
    change: {
      of: POLICY,
      path: "policy",
      value: reading({ Resource: [], NotResource: "arn:aws:s3:::rampart-prod-audit/*" }),
    },
    also: { "iam-no-star-resource-when-restrictable": "all but one is named by nobody" },
  },
  {
    control: "iam-no-users-or-keys",
    title: "Somebody adds a user",
    change: { add: extra("aws:iam/user:User", "ann", { name: "ann" }) },
  },
  {
    control: "iam-no-users-or-keys",
    title: "A user gets an access key",
    change: { add: extra("aws:iam/accessKey:AccessKey", "ann", { user: "ann" }) },
  },
  {
    control: "iam-user-permissions-via-groups",
    title: "A policy for groups is attached to a user too",
    change: {
      of: { type: "aws:iam/policyAttachment:PolicyAttachment", name: "everyone" },
      path: "users",
      value: ["ann"],
    },
  },
  {
    control: "iam-password-policy",
    title: "Eight characters are enough",
    change: { of: PASSWORDS, path: "minimumPasswordLength", value: 8 },
  },
  {
    control: "iam-trust-no-wildcard-principal",
    title: "A role trusts a whole foreign account",
    change: {
      of: NIGHTLY,
      path: "assumeRolePolicy",
      value: scheduleTrust({ Principal: { AWS: `arn:aws:iam::${STRANGER}:root` } }),
    },
  },
  {
    control: "iam-trust-confused-deputy",
    title: "A schedule of any account may take a role",
    change: { of: NIGHTLY, path: "assumeRolePolicy", value: scheduleTrust({}) },
  },
  {
    control: "iam-trust-oidc-scoped",
    title: "Every repository of the organization may deploy",
    change: { of: DEPLOY, path: "assumeRolePolicy", value: runnerTrust("repo:acme/*") },
  },
  {
    control: "iam-privesc-single-document",
    title: "Users may attach policies to themselves",
    change: {
      of: GROUP_POLICY,
      path: "policy",
      value: reading({ Action: "iam:AttachUserPolicy", Resource: iamArn("user/${aws:username}") }),
    },
  },
  {
    control: "iam-passrole-scoped",
    title: "The deploy role passes task roles to any service",
    change: {
      of: DEPLOY,
      path: "inlinePolicies[0].policy",
      value: documentOf({
        Effect: "Allow",
        Action: "iam:Pass*",
        Resource: iamArn("role/rampart-prod-role-api-*"),
      }),
    },
  },
  {
    control: "iam-permissions-boundary",
    title: "A role has no boundary",
    change: { of: NIGHTLY, path: "permissionsBoundary" },
  },
  {
    control: "iam-no-decrypt-all-keys",
    title: "A context, which the caller states himself, is all that narrows decryption",
    change: {
      of: POLICY,
      path: "policy",
      value: reading({
        Action: "kms:Decrypt",
        Resource: `arn:aws:kms:${REFERENCE.region}:${REFERENCE.account}:key/*`,
        Condition: { StringEquals: { "kms:EncryptionContext:app": "rampart" } },
      }),
    },
  },
  {
    control: "any-no-hardcoded-credential",
    title: "An access key is left in a tag",
    change: { of: PROVIDER, path: "tags", value: { Note: ACCESS_KEY } },
  },
  {
    control: "any-no-ignored-security-property",
    title: "What the account's passwords need may be changed by hand for ever",
    change: { of: PASSWORDS, options: { ignoreChanges: ["requireSymbols"] } },
  },
  {
    control: "any-stateful-protected",
    title: "A table may be deleted by an update",
    change: {
      of: { type: "aws:dynamodb/table:Table", name: "table" },
      options: { protect: false },
    },
  },
];
