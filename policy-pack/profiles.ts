import type { Control, Severity } from "./engine/control.ts";
import type { Values } from "./engine/parameters.ts";

/** What a failing or undecided control does: stops the update, is shown, or does not run. */
export type Level = "mandatory" | "advisory" | "disabled";

/** How strict the pack is with one kind of stack. */
export interface Profile {
  readonly name: "dev" | "staging" | "prod";
  /** By severity, for controls that are not named below. */
  readonly levels: Readonly<Record<Severity, Level>>;
  /** Levels of single controls, each with its reason in a comment. */
  readonly exceptions: Readonly<Record<string, Level>>;
  /** Parameters of single controls. */
  readonly parameters: Readonly<Record<string, Values>>;
}

const BY_SEVERITY = {
  critical: "mandatory",
  high: "mandatory",
  medium: "mandatory",
  low: "advisory",
} as const;

/** Where nothing but the database's own secret can rotate by itself; each has a runbook. */
const MANUAL_SECRETS = { acceptManual: true };

/** Registries of the account that builds the images; the stack files of staging and prod name them. */
const IMAGES = {
  allowedRegistries: ["us-east-1", "eu-west-2"].map(
    (region) => `111122223333.dkr.ecr.${region}.amazonaws.com`,
  ),
};

/** What costs nothing: an interface endpoint is 22 USD a month in three zones, and NAT does it too. */
const GATEWAY_ENDPOINTS = { services: ["s3", "dynamodb"] };

/** Days for which an environment keeps the events of its application, from the stack files. */
const keptFor = (minimumDays: number) => ({ minimumDays });

/**
 * Who may read everything, and which policies stand on whole kinds. Automatic response acts on
 * whatever was opened, whichever resource that is. Alarms are listed as a whole. Changes of DNS,
 * policies of response headers and controls of signed origins have ids that AWS gives them, and no tags.
 */
const OPEN = {
  accepted: [
    "auto-remediate-access ec2:CreateSnapshots",
    "auto-remediate-access ec2:ModifyNetworkInterfaceAttribute",
    "auto-remediate-access ec2:RevokeSecurityGroupIngress",
    "auto-remediate-access s3:GetBucketAcl",
    "auto-remediate-access s3:GetBucketPolicyStatus",
    "auto-remediate-access s3:GetBucketPublicAccessBlock",
    "auto-remediate-access s3:GetBucketTagging",
    "auto-remediate-access s3:PutBucketPublicAccessBlock",
    "deploy-beside cloudfront:*ResponseHeadersPolicy*",
    "deploy-beside cloudwatch:DescribeAlarms",
    "deploy-beside route53:GetChange",
    "deploy-sites cloudfront:*OriginAccessControl",
    "environment-schedule-access cloudwatch:DescribeAlarms",
    "music-host route53:GetChange",
  ],
  readers: ["security-auditor"],
};

/**
 * A second factor, and the guardrails where there are any, bind the administrators' group; the way
 * out of those has a ceiling of its own, is for an hour, and is told of.
 */
const ADMINISTRATORS = {
  administrators: ["rampart-*-group-admin"],
  emergencyRoles: ["rampart-*-role-break-glass"],
};

/**
 * What the one rule forwards to whose weights ECS moves: they are ECS's from the first deployment on, and
 * Pulumi can ignore all of `actions` or nothing. Who may ask stands in its conditions, which stay. In
 * other rules it stands in the actions: people who sign in.
 */
const SHIFTED = { accepted: ["aws:lb/listenerRule:ListenerRule::shifting-route actions"] };

const PROFILES: Readonly<Record<Profile["name"], Profile>> = {
  dev: {
    name: "dev",
    levels: BY_SEVERITY,
    exceptions: {},
    parameters: {
      "any-no-ignored-security-property": SHIFTED,
      "iam-no-aws-admin-managed-policy": ADMINISTRATORS,
      "iam-no-star-resource-when-restrictable": OPEN,
      "secret-rotation": MANUAL_SECRETS,
      "vpc-endpoints-for-used-services": GATEWAY_ENDPOINTS,
      "loggroup-kms-and-retention": keptFor(30),
    },
  },
  staging: {
    name: "staging",
    levels: BY_SEVERITY,
    exceptions: {},
    parameters: {
      "any-no-ignored-security-property": SHIFTED,
      "iam-no-aws-admin-managed-policy": ADMINISTRATORS,
      "iam-no-star-resource-when-restrictable": OPEN,
      "secret-rotation": MANUAL_SECRETS,
      "vpc-endpoints-for-used-services": GATEWAY_ENDPOINTS,
      "loggroup-kms-and-retention": keptFor(30),
      "ecs-image-pinned-private": IMAGES,
    },
  },
  prod: {
    name: "prod",
    levels: BY_SEVERITY,
    exceptions: {},
    parameters: {
      "any-no-ignored-security-property": SHIFTED,
      "iam-no-aws-admin-managed-policy": ADMINISTRATORS,
      "iam-no-star-resource-when-restrictable": OPEN,
      "secret-rotation": MANUAL_SECRETS,
      "loggroup-kms-and-retention": keptFor(90),
      "ecs-image-pinned-private": IMAGES,
    },
  },
};

/** The profile of an environment; a name that has none gets the strictest, `prod`. */
export function profileOf(environment: string): Profile {
  return Object.values(PROFILES).find(({ name }) => name === environment) ?? PROFILES.prod;
}

export function levelOf(profile: Profile, { id, severity }: Control): Level {
  return profile.exceptions[id] ?? profile.levels[severity];
}
