import type { PolicyResource } from "../../../../policy-pack/engine/resource.ts";
import { ALERTS_ARN } from "./auditRouting.ts";
import { TRAIL_GROUP } from "./auditTrail.ts";
import { extra } from "./extra.ts";

/** A pattern for calls to one service. */
function calls(service: string, ...names: string[]): string {
  const any = names.map((name) => `($.eventName = ${name})`).join(" || ");
  return `{ ($.eventSource = ${service}.amazonaws.com) && (${any}) }`;
}

/** What CIS wants to hear of, by the recommendation of v3.0. */
const PATTERNS: Readonly<Record<string, string>> = {
  "4-1": '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  "4-2":
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  "4-3":
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  "4-4": calls(
    "iam",
    "DeleteGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
  ),
  "4-5":
    "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
  "4-6": '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  "4-7": calls("kms", "DisableKey", "ScheduleKeyDeletion"),
  "4-8": calls(
    "s3",
    "PutBucketAcl",
    "PutBucketPolicy",
    "PutBucketCors",
    "PutBucketLifecycle",
    "PutBucketReplication",
    "DeleteBucketPolicy",
    "DeleteBucketCors",
    "DeleteBucketLifecycle",
    "DeleteBucketReplication",
  ),
  "4-9": calls(
    "config",
    "StopConfigurationRecorder",
    "DeleteDeliveryChannel",
    "PutDeliveryChannel",
    "PutConfigurationRecorder",
  ),
  "4-10": calls(
    "ec2",
    "AuthorizeSecurityGroupIngress",
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupIngress",
    "RevokeSecurityGroupEgress",
    "CreateSecurityGroup",
    "DeleteSecurityGroup",
  ),
  "4-11": calls(
    "ec2",
    "CreateNetworkAcl",
    "CreateNetworkAclEntry",
    "DeleteNetworkAcl",
    "DeleteNetworkAclEntry",
    "ReplaceNetworkAclEntry",
    "ReplaceNetworkAclAssociation",
  ),
  "4-12": calls(
    "ec2",
    "CreateCustomerGateway",
    "DeleteCustomerGateway",
    "AttachInternetGateway",
    "CreateInternetGateway",
    "DeleteInternetGateway",
    "DetachInternetGateway",
  ),
  "4-13": calls(
    "ec2",
    "CreateRoute",
    "CreateRouteTable",
    "ReplaceRoute",
    "ReplaceRouteTableAssociation",
    "DeleteRouteTable",
    "DeleteRoute",
    "DisassociateRouteTable",
  ),
  "4-14": calls(
    "ec2",
    "CreateVpc",
    "DeleteVpc",
    "ModifyVpcAttribute",
    "AcceptVpcPeeringConnection",
    "CreateVpcPeeringConnection",
    "DeleteVpcPeeringConnection",
    "RejectVpcPeeringConnection",
  ),
  "4-15": calls(
    "organizations",
    "AcceptHandshake",
    "AttachPolicy",
    "CreateAccount",
    "CreateOrganizationalUnit",
    "CreatePolicy",
    "DeclineHandshake",
    "DeleteOrganization",
    "DeleteOrganizationalUnit",
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "InviteAccountToOrganization",
    "LeaveOrganization",
    "MoveAccount",
    "RemoveAccountFromOrganization",
    "UpdatePolicy",
    "UpdateOrganizationalUnit",
  ),
};

/** A metric filter on the trail's group and an alarm for each pattern. */
export const auditAlarms: readonly PolicyResource[] = Object.entries(PATTERNS).flatMap(
  ([requirement, pattern]) => {
    const name = `audit-cis-${requirement}`;
    const metric = { name: `Cis-${requirement}`, namespace: "Rampart/prod/account" };
    return [
      extra("aws:cloudwatch/logMetricFilter:LogMetricFilter", name, {
        name: `rampart-prod-${name}`,
        logGroupName: TRAIL_GROUP,
        pattern,
        metricTransformation: { ...metric, value: "1" },
      }),
      extra("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
        name: `rampart-prod-${name}`,
        metricName: metric.name,
        namespace: metric.namespace,
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        treatMissingData: "notBreaching",
        alarmActions: [ALERTS_ARN],
      }),
    ];
  },
);
