import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { ACCOUNT, resource } from "../../support/resources.ts";
import { trail } from "../cloudtrail/trails.ts";
import { alarm, subscription, topic } from "./alerts.ts";

export const GROUP = "/aws/cloudtrail/dev";
const GROUP_ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}`;

function anyOf(...names: string[]): string {
  return names.map((name) => `($.eventName = ${name})`).join(" || ");
}
function calls(service: string, ...names: string[]): string {
  return `{ ($.eventSource = ${service}.amazonaws.com) && (${anyOf(...names)}) }`;
}

/** Patterns as people write them, by recommendation of CIS v3.0. */
export const PATTERNS: Readonly<Record<string, string>> = {
  "4.1": '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  "4.2": '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
  "4.3":
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  "4.4": calls("iam", "*Policy", "*PolicyVersion"),
  "4.5": `{ ${anyOf("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")} }`,
  "4.6": '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  "4.7": calls("kms", "DisableKey", "ScheduleKeyDeletion"),
  "4.8": calls("s3", "PutBucket*", "DeleteBucket*"),
  "4.9": calls(
    "config",
    "StopConfigurationRecorder",
    "DeleteDeliveryChannel",
    "PutDeliveryChannel",
    "PutConfigurationRecorder",
  ),
  "4.10": calls(
    "ec2",
    "AuthorizeSecurityGroup*",
    "RevokeSecurityGroup*",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
  ),
  "4.11": `{ ${anyOf("CreateNetworkAcl*", "DeleteNetworkAcl*", "ReplaceNetworkAcl*")} }`,
  "4.12": `{ ${anyOf("*CustomerGateway", "*InternetGateway")} }`,
  "4.13": calls("ec2", "CreateRoute*", "ReplaceRoute*", "DeleteRoute*", "DisassociateRouteTable"),
  "4.14": calls("ec2", "CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "*VpcPeeringConnection"),
  "4.15": "{ $.eventSource = organizations.amazonaws.com }",
};

/** Metric filter, named after the recommendation: `filter-4.1`. */
export function filter(
  requirement: string,
  pattern: string,
  more: Properties = {},
): PolicyResource {
  return resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", `filter-${requirement}`, {
    logGroupName: GROUP,
    pattern,
    metricTransformation: { name: `Cis${requirement}`, namespace: "Cis", value: "1" },
    ...more,
  });
}

export function alarmOf(requirement: string, more: Properties = {}): PolicyResource {
  const metric = { metricName: `Cis${requirement}`, namespace: "Cis" };
  return alarm({ ...metric, ...more }, `alarm-${requirement}`);
}

/** A trail with its group, and for each pattern a filter and an alarm that somebody hears. */
export function cisStack(): PolicyResource[] {
  return [
    trail({ cloudWatchLogsGroupArn: `${GROUP_ARN}:*` }),
    resource("aws:cloudwatch/logGroup:LogGroup", "group", { name: GROUP }),
    topic,
    subscription(),
    ...Object.entries(PATTERNS).flatMap(([requirement, pattern]) => [
      filter(requirement, pattern),
      alarmOf(requirement),
    ]),
  ];
}
