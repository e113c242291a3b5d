import type { Severity } from "../observability/topic.ts";

/** An event of the trail that somebody must hear of. */
export interface CisEvent {
  /** Recommendation of the CIS AWS Foundations Benchmark v3.0. */
  readonly requirement: string;
  /** What happened, as the alarm says it. */
  readonly title: string;
  /** Which events of the trail's log group it is. */
  readonly pattern: string;
  /** Which topic is told. */
  readonly severity: Exclude<Severity, "info">;
  /** How many of them in five minutes are nobody's business yet. @default none */
  readonly ordinary?: number | undefined;
}

/** Any of these calls of a service. */
function calls(service: string, names: readonly string[]): string {
  const any = names.map((name) => `($.eventName = "${name}")`).join(" || ");
  return `{ ($.eventSource = "${service}.amazonaws.com") && (${any}) }`;
}

/** Names of calls that differ in one word: `each(["Create", "Delete"], (verb) => `${verb}Vpc`)`. */
function each(words: readonly string[], name: (word: string) => string): string[] {
  return words.map(name);
}

const WITHOUT_SECOND_FACTOR =
  '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ' +
  '($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }';

/** What AWS does in the root user's name, such as renewing a certificate, is not its use. */
const BY_ROOT =
  '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ' +
  '($.eventType != "AwsServiceEvent") }';

/**
 * Refused calls that come by themselves: a page of the console asks at once for all that it could
 * show, which for somebody with few rights is refused some ten times, and what lacks a right tries
 * again, as the SDK and Lambda do. Who tries what a stolen key may do makes hundreds. Who goes slowly
 * stays below any number: of these GuardDuty tells, by what is unusual (`IAMUser/AnomalousBehavior`),
 * and the trail has each call.
 */
const REFUSALS = 20;

/**
 * Sections 4.1 to 4.15 of the benchmark, by the last part of the alarms' names (feature 49). What
 * blinds the account or opens it wholly is critical; changes that deployments make as well are not.
 * Two calls are more than its text has: ModifySecurityGroupRules, by which the console changes rules,
 * and DeleteConfigurationRecorder. Calls about ClassicLink are left out, for it is gone.
 */
export const CIS_EVENTS: Readonly<Record<string, CisEvent>> = {
  "refused-calls": {
    requirement: "4.1",
    title: "Many calls were refused for want of permission",
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    severity: "warning",
    ordinary: REFUSALS,
  },
  "sign-in-without-mfa": {
    requirement: "4.2",
    title: "A user signed in without a second factor",
    pattern: WITHOUT_SECOND_FACTOR,
    severity: "critical",
  },
  "root-use": {
    requirement: "4.3",
    title: "The root user did something",
    pattern: BY_ROOT,
    severity: "critical",
  },
  "iam-policies": {
    requirement: "4.4",
    title: "IAM policies were changed",
    pattern: calls("iam", [
      ...each(["Create", "Delete"], (verb) => `${verb}Policy`),
      ...each(["Create", "Delete"], (verb) => `${verb}PolicyVersion`),
      ...["Put", "Delete", "Attach", "Detach"].flatMap((verb) =>
        each(["Group", "Role", "User"], (who) => `${verb}${who}Policy`),
      ),
    ]),
    severity: "warning",
  },
  trails: {
    requirement: "4.5",
    title: "A trail was changed or stopped",
    pattern: calls("cloudtrail", [
      ...each(["Create", "Update", "Delete"], (verb) => `${verb}Trail`),
      ...each(["Start", "Stop"], (verb) => `${verb}Logging`),
    ]),
    severity: "critical",
  },
  "failed-sign-ins": {
    requirement: "4.6",
    title: "Somebody failed to sign in",
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
    severity: "warning",
  },
  "lost-keys": {
    requirement: "4.7",
    title: "A key was disabled, or is to be deleted",
    pattern: calls("kms", ["DisableKey", "ScheduleKeyDeletion"]),
    severity: "critical",
  },
  "bucket-policies": {
    requirement: "4.8",
    title: "Policies of buckets were changed",
    pattern: calls("s3", [
      "PutBucketAcl",
      ...each(["Put", "Delete"], (verb) => `${verb}BucketPolicy`),
      ...each(["Put", "Delete"], (verb) => `${verb}BucketCors`),
      ...each(["Put", "Delete"], (verb) => `${verb}BucketLifecycle`),
      ...each(["Put", "Delete"], (verb) => `${verb}BucketReplication`),
    ]),
    severity: "warning",
  },
  "config-recorder": {
    requirement: "4.9",
    title: "AWS Config was changed or stopped",
    pattern: calls("config", [
      ...each(["Put", "Stop", "Delete"], (verb) => `${verb}ConfigurationRecorder`),
      ...each(["Put", "Delete"], (verb) => `${verb}DeliveryChannel`),
    ]),
    severity: "critical",
  },
  "security-groups": {
    requirement: "4.10",
    title: "Security groups were changed",
    pattern: calls("ec2", [
      ...each(["Create", "Delete"], (verb) => `${verb}SecurityGroup`),
      ...each(["Ingress", "Egress"], (way) => `AuthorizeSecurityGroup${way}`),
      ...each(["Ingress", "Egress"], (way) => `RevokeSecurityGroup${way}`),
      "ModifySecurityGroupRules",
    ]),
    severity: "warning",
  },
  "network-acls": {
    requirement: "4.11",
    title: "Network ACLs were changed",
    pattern: calls("ec2", [
      ...each(["Create", "Delete"], (verb) => `${verb}NetworkAcl`),
      ...each(["Create", "Delete", "Replace"], (verb) => `${verb}NetworkAclEntry`),
      "ReplaceNetworkAclAssociation",
    ]),
    severity: "warning",
  },
  gateways: {
    requirement: "4.12",
    title: "Ways to the internet were changed",
    pattern: calls("ec2", [
      ...each(["Create", "Delete"], (verb) => `${verb}CustomerGateway`),
      ...each(["Create", "Delete", "Attach", "Detach"], (verb) => `${verb}InternetGateway`),
    ]),
    severity: "warning",
  },
  "route-tables": {
    requirement: "4.13",
    title: "Routes were changed",
    pattern: calls("ec2", [
      ...each(["Create", "Replace", "Delete"], (verb) => `${verb}Route`),
      ...each(["Create", "Delete", "Disassociate"], (verb) => `${verb}RouteTable`),
      "ReplaceRouteTableAssociation",
    ]),
    severity: "warning",
  },
  vpcs: {
    requirement: "4.14",
    title: "VPCs were changed",
    pattern: calls("ec2", [
      ...each(["Create", "Delete"], (verb) => `${verb}Vpc`),
      "ModifyVpcAttribute",
      ...each(["Create", "Accept", "Reject", "Delete"], (verb) => `${verb}VpcPeeringConnection`),
    ]),
    severity: "warning",
  },
  organization: {
    requirement: "4.15",
    title: "The organization was changed",
    pattern: calls("organizations", [
      ...each(["Accept", "Decline"], (verb) => `${verb}Handshake`),
      ...each(["Create", "Move"], (verb) => `${verb}Account`),
      "InviteAccountToOrganization",
      "RemoveAccountFromOrganization",
      ...each(["Leave", "Delete"], (verb) => `${verb}Organization`),
      ...each(["Create", "Update", "Delete"], (verb) => `${verb}OrganizationalUnit`),
      ...each(["Create", "Update", "Delete", "Attach", "Detach"], (verb) => `${verb}Policy`),
      ...each(["Enable", "Disable"], (verb) => `${verb}PolicyType`),
    ]),
    severity: "critical",
  },
};
