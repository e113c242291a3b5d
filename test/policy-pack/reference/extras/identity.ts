import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { extra, REFERENCE } from "./extra.ts";

const { account, region } = REFERENCE;
const GITHUB = "token.actions.githubusercontent.com";

export const iamArn = (path: string) => `arn:aws:iam::${account}:${path}`;

/** A policy document with one statement. */
export function documentOf(statement: Properties): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** What the groups' own policies allow, with one thing changed. */
export function reading(changes: Properties = {}): string {
  return documentOf({
    Sid: "ReadArtefacts",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:ListBucket"],
    Resource: ["arn:aws:s3:::rampart-prod-artefacts", "arn:aws:s3:::rampart-prod-artefacts/*"],
    ...changes,
  });
}

/** The trust of a role that GitHub's runners take, by the subject that they show. */
export function runnerTrust(subject: Value): string {
  return documentOf({
    Sid: "TrustRunner",
    Effect: "Allow",
    Principal: { Federated: iamArn(`oidc-provider/${GITHUB}`) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${GITHUB}:sub`]: subject },
    },
  });
}

/** The trust of a role that a schedule takes. */
export function scheduleTrust(more: Properties): string {
  return documentOf({
    Sid: "TrustSchedule",
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    ...more,
  });
}

const permissionsBoundary = iamArn("policy/rampart-prod-policy-boundary");
const policyArn = iamArn("policy/rampart-prod-policy-developers");

export const identityExtras: readonly PolicyResource[] = [
  extra("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "passwords", {
    minimumPasswordLength: 16,
    passwordReusePrevention: 24,
    requireLowercaseCharacters: true,
    requireNumbers: true,
    requireSymbols: true,
    requireUppercaseCharacters: true,
  }),
  extra("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", {
    url: `https://${GITHUB}`,
    clientIdLists: ["sts.amazonaws.com"],
  }),
  extra("aws:iam/role:Role", "deploy", {
    name: "rampart-prod-role-deploy",
    assumeRolePolicy: runnerTrust("repo:acme/rampart:environment:production"),
    permissionsBoundary,
    inlinePolicies: [
      {
        name: "pass",
        policy: documentOf({
          Sid: "PassTaskRoles",
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: iamArn("role/rampart-prod-role-api-*"),
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        }),
      },
    ],
  }),
  extra("aws:iam/role:Role", "nightly", {
    name: "rampart-prod-role-nightly",
    assumeRolePolicy: scheduleTrust({
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: {
          "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/rampart`,
        },
      },
    }),
    permissionsBoundary,
  }),
  extra("aws:iam/policy:Policy", "developers", {
    name: "rampart-prod-policy-developers",
    policy: reading(),
  }),
  extra("aws:iam/group:Group", "developers", { name: "rampart-prod-group-developers" }),
  extra("aws:iam/groupPolicy:GroupPolicy", "developers", {
    group: "rampart-prod-group-developers",
    name: "artefacts",
    policy: reading(),
  }),
  extra("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "developers", {
    group: "rampart-prod-group-developers",
    policyArn,
  }),
  extra("aws:iam/policyAttachment:PolicyAttachment", "everyone", {
    name: "everyone",
    groups: ["rampart-prod-group-developers"],
    policyArn,
  }),
];
