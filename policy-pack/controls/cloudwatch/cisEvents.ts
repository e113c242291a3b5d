import type { LogEvent } from "./filterPattern.ts";

/** Something that CIS wants an alarm for, told by what CloudTrail writes when it happens. */
export interface Watch {
  /** Recommendation of CIS v3.0. */
  readonly requirement: string;
  readonly what: string;
  /** Each of these must be counted. */
  readonly events: readonly LogEvent[];
  /** What looks most alike and must not be counted. */
  readonly ordinary: LogEvent;
}

/** A call that nobody needs to hear of. */
const ORDINARY: LogEvent = {
  eventVersion: "1.11",
  eventType: "AwsApiCall",
  eventCategory: "Management",
  eventSource: "ec2.amazonaws.com",
  eventName: "DescribeInstances",
  // One that no pattern names: events of all regions must be counted.
  awsRegion: "mx-central-1",
  sourceIPAddress: "192.0.2.1",
  userIdentity: { type: "AssumedRole" },
};

function calls(service: string, ...names: string[]): LogEvent[] {
  const eventSource = `${service}.amazonaws.com`;
  return names.map((eventName) => ({ ...ORDINARY, eventSource, eventName }));
}

/** A sign-in to the console as it ends well, with a second factor. */
const SIGN_IN: LogEvent = {
  ...ORDINARY,
  eventType: "AwsConsoleSignIn",
  eventSource: "signin.amazonaws.com",
  eventName: "ConsoleLogin",
  userIdentity: { type: "IAMUser" },
  responseElements: { ConsoleLogin: "Success" },
  additionalEventData: { MFAUsed: "Yes" },
};

const BY_USER: LogEvent = { ...ORDINARY, userIdentity: { type: "IAMUser" } };
const BY_ROOT: LogEvent = { ...ORDINARY, userIdentity: { type: "Root" } };

function watch(requirement: string, what: string, events: LogEvent[], ordinary = ORDINARY): Watch {
  return { requirement, what, events, ordinary };
}

/**
 * The changes and failures of sections 4.1 to 4.15 of CIS v3.0, by the names of the calls in the
 * services' API references, checked 2026-11. Calls about ClassicLink are left out: it is gone.
 */
export const WATCHES: readonly Watch[] = [
  watch(
    "4.1",
    "refused calls",
    ["Client.UnauthorizedOperation", "AccessDenied", "AccessDeniedException"].map((errorCode) => ({
      ...ORDINARY,
      errorCode,
    })),
  ),
  watch(
    "4.2",
    "sign-ins without a second factor",
    [{ ...SIGN_IN, additionalEventData: { MFAUsed: "No" } }],
    SIGN_IN,
  ),
  watch("4.3", "what the root user does", [BY_ROOT], BY_USER),
  watch(
    "4.4",
    "changes of IAM policies",
    calls(
      "iam",
      ...["Role", "User", "Group"].flatMap((kind) => [
        `Put${kind}Policy`,
        `Delete${kind}Policy`,
        `Attach${kind}Policy`,
        `Detach${kind}Policy`,
      ]),
      ...["CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion"],
    ),
  ),
  watch(
    "4.5",
    "changes of trails",
    calls("cloudtrail", "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
  ),
  watch(
    "4.6",
    "failed sign-ins",
    // Also those that had a second factor, which the filter for 4.2 leaves out.
    ["No", "Yes"].map((MFAUsed) => ({
      ...SIGN_IN,
      errorMessage: "Failed authentication",
      responseElements: { ConsoleLogin: "Failure" },
      additionalEventData: { MFAUsed },
    })),
    SIGN_IN,
  ),
  watch(
    "4.7",
    "keys that are disabled or deleted",
    calls("kms", "DisableKey", "ScheduleKeyDeletion"),
  ),
  watch(
    "4.8",
    "changes of bucket policies",
    calls(
      "s3",
      "PutBucketAcl",
      ...["Policy", "Cors", "Lifecycle", "Replication"].flatMap((kind) => [
        `PutBucket${kind}`,
        `DeleteBucket${kind}`,
      ]),
    ),
  ),
  watch(
    "4.9",
    "changes of AWS Config",
    calls(
      "config",
      "StopConfigurationRecorder",
      "PutConfigurationRecorder",
      "PutDeliveryChannel",
      "DeleteDeliveryChannel",
    ),
  ),
  watch(
    "4.10",
    "changes of security groups",
    calls(
      "ec2",
      ...["Ingress", "Egress"].flatMap((way) => [
        `AuthorizeSecurityGroup${way}`,
        `RevokeSecurityGroup${way}`,
      ]),
      ...["CreateSecurityGroup", "DeleteSecurityGroup"],
    ),
  ),
  watch(
    "4.11",
    "changes of network ACLs",
    calls(
      "ec2",
      ...["CreateNetworkAcl", "DeleteNetworkAcl", "ReplaceNetworkAclAssociation"],
      ...["Create", "Delete", "Replace"].map((verb) => `${verb}NetworkAclEntry`),
    ),
  ),
  watch(
    "4.12",
    "changes of gateways",
    calls(
      "ec2",
      ...["CreateCustomerGateway", "DeleteCustomerGateway"],
      ...["Create", "Delete", "Attach", "Detach"].map((verb) => `${verb}InternetGateway`),
    ),
  ),
  watch(
    "4.13",
    "changes of route tables",
    calls(
      "ec2",
      ...["CreateRoute", "ReplaceRoute", "DeleteRoute", "CreateRouteTable", "DeleteRouteTable"],
      ...["ReplaceRouteTableAssociation", "DisassociateRouteTable"],
    ),
  ),
  watch(
    "4.14",
    "changes of VPCs",
    calls(
      "ec2",
      ...["CreateVpc", "DeleteVpc", "ModifyVpcAttribute"],
      ...["Create", "Accept", "Reject", "Delete"].map((verb) => `${verb}VpcPeeringConnection`),
    ),
  ),
  watch(
    "4.15",
    "changes of the organization",
    calls(
      "organizations",
      ...["CreateAccount", "MoveAccount", "InviteAccountToOrganization", "LeaveOrganization"],
      ...["RemoveAccountFromOrganization", "AcceptHandshake", "DeclineHandshake"],
      ...["Create", "Update", "Delete"].map((verb) => `${verb}OrganizationalUnit`),
      ...["Create", "Update", "Delete", "Attach", "Detach"].map((verb) => `${verb}Policy`),
      ...["EnablePolicyType", "DisablePolicyType", "DeleteOrganization"],
    ),
  ),
];
