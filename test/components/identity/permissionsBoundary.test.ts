import assert from "node:assert/strict";

import { type Guarded, guardrailStatements } from "../../../components/identity/guardrails.ts";
import {
  boundaryStatements,
  PermissionsBoundary,
} from "../../../components/identity/permissionsBoundary.ts";
import { EXEMPT_TAG } from "../../../components/identity/watchStatements.ts";
import { policyJson } from "../../../components/shared/policy.ts";
import { EXEMPT_TAG as RESPONSE_TAG } from "../../../functions/auto-remediate/contract.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded, statement } from "../../support/graph.ts";

const POLICY = "aws:iam/policy:Policy";
const BOUNDARY = "arn:aws:iam::111122223333:policy/rampart-dev-policy-boundary";
const environment = testEnvironment();

const boundary = async () =>
  only(await recorded(() => new PermissionsBoundary("boundary", { environment })), POLICY);

/** Whether a pattern of IAM actions covers an action. */
function covers(patterns: unknown, action: string): boolean {
  return [patterns].flat().some((pattern) => {
    const text = String(pattern).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${text.replaceAll("\\*", ".*")}$`, "i").test(action);
  });
}

describe("PermissionsBoundary", () => {
  it("P-IAM-3: is one allow of everything and denies that no grant can lift", async () => {
    const { Statement } = policyOf(await boundary());
    assert.deepEqual(
      Statement.map(({ Sid, Effect }) => [Sid, Effect]),
      [
        ["CeilingNotGrant", "Allow"],
        ["StayInRegion", "Deny"],
        ["LeaveAccountAlone", "Deny"],
        ["NoPeople", "Deny"],
        ["PassBoundaryOn", "Deny"],
        ["OwnRolesOnly", "Deny"],
        ["KeepPipeline", "Deny"],
        ["KeepResponder", "Deny"],
        ["KeepAlerts", "Deny"],
        ["KeepWatchers", "Deny"],
        ["KeepKeys", "Deny"],
        ["KeepExemptions", "Deny"],
        ["KeepPolicies", "Deny"],
      ],
    );
  });

  it("P-IAM-3: locks the region, but for services that have none", async () => {
    const { NotAction, Resource, Condition } = statement(await boundary(), "StayInRegion");
    assert.equal(Resource, "*");
    assert.deepEqual(Condition, { StringNotEquals: { "aws:RequestedRegion": "us-east-1" } });
    for (const global of ["iam:GetRole", "sts:AssumeRole", "route53:ChangeResourceRecordSets"]) {
      assert.ok(covers(NotAction, global), `${global} would be locked out`);
    }
    for (const regional of ["ec2:RunInstances", "s3:PutObject", "kms:Decrypt", "s3:CreateBucket"]) {
      assert.ok(!covers(NotAction, regional), `${regional} would leave the region`);
    }
  });

  const denied = [
    "organizations:LeaveOrganization",
    "account:CloseAccount",
    "account:PutAlternateContact",
    "iam:CreateUser",
    "iam:DeleteUser",
    "iam:CreateAccessKey",
    "iam:UpdateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "iam:UploadSigningCertificate",
    "iam:UploadSSHPublicKey",
    "iam:DeactivateMFADevice",
    "iam:AttachUserPolicy",
    "iam:PutUserPolicy",
    "iam:AddUserToGroup",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:DetachUserPolicy",
    "iam:DeleteUserPolicy",
    "iam:DeleteAccessKey",
    "iam:DeleteLoginProfile",
    "iam:RemoveUserFromGroup",
    "iam:EnableMFADevice",
    "iam:UpdateAccountPasswordPolicy",
    "iam:CreateAccountAlias",
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:AttachGroupPolicy",
    "iam:CreateGroup",
    "iam:CreateOpenIDConnectProvider",
    "iam:CreatePolicyVersion",
    "iam:CreateSAMLProvider",
    "iam:DeleteAccountPasswordPolicy",
    "iam:DeleteGroup",
    "iam:DeleteGroupPolicy",
    "iam:DeleteOpenIDConnectProvider",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DetachGroupPolicy",
    "iam:PutGroupPolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateGroup",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:UpdateSAMLProvider",
    "iam:UpdateUser",
  ];
  for (const action of denied) {
    it(`P-IAM-3: denies ${action} everywhere, without a condition`, async () => {
      const denies = policyOf(await boundary()).Statement.filter(
        ({ Effect, Resource, Condition, Action }) =>
          Effect === "Deny" &&
          Resource === "*" &&
          Condition === undefined &&
          Action !== undefined &&
          covers(Action, action),
      );
      assert.equal(denies.length, 1);
    });
  }

  it("P-IAM-3: roles made or given rights by a bounded role are bounded too", async () => {
    const { Action, Resource, Condition } = statement(await boundary(), "PassBoundaryOn");
    assert.deepEqual(Action, [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]);
    assert.equal(Resource, "*");
    assert.deepEqual(Condition, { StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY } });
  });

  it("P-IAM-3: leaves reading who there is to those who are allowed to, as a preview", async () => {
    const denials = policyOf(await boundary()).Statement.filter(
      // Nothing that reads sets tags.
      ({ Sid, Effect }) => Effect === "Deny" && Sid !== "KeepExemptions",
    );
    for (const action of [
      "iam:GetAccountPasswordPolicy",
      "iam:GetGroup",
      "iam:GetLoginProfile",
      "iam:GetOpenIDConnectProvider",
      "iam:GetSAMLProvider",
      "iam:GetUserPolicy",
      "iam:ListAccountAliases",
      "iam:ListGroupPolicies",
      "iam:ListOpenIDConnectProviders",
    ]) {
      const everywhere = denials.filter(({ Action }) => covers(Action, action));
      assert.deepEqual(everywhere, [], action);
    }
  });

  it("P-IAM-3: no other role can be assumed, passed or made to trust someone new", async () => {
    const { Action, NotResource, Condition } = statement(await boundary(), "OwnRolesOnly");
    assert.deepEqual(Action, ["iam:PassRole", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"]);
    assert.equal(NotResource, "arn:aws:iam::111122223333:role/rampart-dev-*");
    assert.equal(Condition, undefined);
  });

  it("P-IAM-3: the roles of the pipeline and break-glass can only be looked at", async () => {
    const { NotAction, Resource, Condition } = statement(await boundary(), "KeepPipeline");
    assert.deepEqual(NotAction, ["iam:Get*", "iam:List*"]);
    assert.deepEqual(
      Resource,
      ["break-glass", "deploy", "preview", "release"].map(
        (name) => `arn:aws:iam::111122223333:role/rampart-*-role-${name}`,
      ),
    );
    assert.equal(Condition, undefined);
  });

  it("P-IAM-3, P-RESP: what responds can only be looked at, its function in any version", async () => {
    const { NotAction, Resource, Condition } = statement(await boundary(), "KeepResponder");
    assert.deepEqual(NotAction, ["iam:Get*", "iam:List*", "lambda:Get*", "lambda:List*"]);
    assert.deepEqual(Resource, [
      "arn:aws:iam::111122223333:role/rampart-*-role-auto-remediate",
      "arn:aws:lambda:*:*:function:rampart-*-fn-auto-remediate*",
    ]);
    assert.equal(Condition, undefined);
  });

  it("P-OBS-3: no role ends or narrows the way of alerts, and each may send and read", async () => {
    const { Action, Resource, Condition } = statement(await boundary(), "KeepAlerts");
    assert.deepEqual([Resource, Condition], ["*", undefined]);
    for (const action of [
      "cloudwatch:PutAlarmMuteRule",
      "events:DeleteRule",
      "events:DisableRule",
      "events:PutRule",
      "events:PutTargets",
      "events:RemoveTargets",
      "logs:PutAccountPolicy",
      "sns:AddPermission",
      "sns:DeleteTopic",
      "sns:PutDataProtectionPolicy",
      "sns:RemovePermission",
      "sns:SetSubscriptionAttributes",
      "sns:SetTopicAttributes",
      "sns:Unsubscribe",
    ]) {
      assert.ok(covers(Action, action), action);
    }
    for (const action of [
      "events:DescribeRule",
      "events:ListTargetsByRule",
      "events:PutEvents",
      "sns:GetTopicAttributes",
      "sns:ListSubscriptions",
      "sns:Publish",
    ]) {
      assert.ok(!covers(Action, action), action);
    }
  });

  it("P-DET-1, P-OBS-3: no role ends or bends alarms, logs and queues of what watches, and each may write", async () => {
    const { Action, Resource, Condition } = statement(await boundary(), "KeepWatchers");
    assert.equal(Condition, undefined);
    assert.deepEqual(Resource, [
      "arn:aws:cloudwatch:*:*:alarm:rampart-*-alarm-trail-*",
      "arn:aws:cloudwatch:*:*:alarm:rampart-*-alarm-findings-*",
      "arn:aws:cloudwatch:*:*:alarm:rampart-*-alarm-auto-remediate-*",
      "arn:aws:cloudwatch:*:*:alarm:rampart-*-alarm-break-glass-use-*",
      "arn:aws:logs:*:*:log-group:/aws/cloudtrail/rampart-*",
      "arn:aws:logs:*:*:log-group:/aws/lambda/rampart-*-fn-auto-remediate*",
      "arn:aws:sqs:*:*:rampart-*-sqs-findings-*",
      "arn:aws:sqs:*:*:rampart-*-sqs-auto-remediate-*",
      "arn:aws:sqs:*:*:rampart-*-sqs-break-glass-use-*",
    ]);
    for (const action of [
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DisableAlarmActions",
      "cloudwatch:PutAlarmMuteRule",
      "cloudwatch:PutCompositeAlarm",
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:SetAlarmState",
      "logs:AssociateKmsKey",
      "logs:DeleteLogGroup",
      "logs:DeleteLogStream",
      "logs:DeleteMetricFilter",
      "logs:DisassociateKmsKey",
      "logs:PutDataProtectionPolicy",
      "logs:PutMetricFilter",
      "logs:PutRetentionPolicy",
      "logs:PutSubscriptionFilter",
      "sqs:AddPermission",
      "sqs:DeleteMessage",
      "sqs:DeleteQueue",
      "sqs:PurgeQueue",
      "sqs:ReceiveMessage",
      "sqs:RemovePermission",
      "sqs:SetQueueAttributes",
    ]) {
      assert.ok(covers(Action, action), action);
    }
    for (const action of [
      "cloudwatch:DescribeAlarms",
      "cloudwatch:EnableAlarmActions",
      "cloudwatch:ListTagsForResource",
      "logs:CreateLogStream",
      "logs:DescribeMetricFilters",
      "logs:FilterLogEvents",
      "logs:PutLogEvents",
      "sqs:GetQueueAttributes",
      "sqs:SendMessage",
    ]) {
      assert.ok(!covers(Action, action), action);
    }
  });

  it("P-KEY-1, P-OBS-3: each key can be made and used, and neither ended, closed nor renamed", async () => {
    const { Action, Resource, Condition } = statement(await boundary(), "KeepKeys");
    assert.deepEqual(
      [Resource, Condition],
      ["*", { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/rampart-*" } }],
    );
    for (const verb of [
      "DeleteAlias",
      "DisableKey",
      "PutKeyPolicy",
      "ScheduleKeyDeletion",
      "UpdateAlias",
    ]) {
      assert.ok(covers(Action, `kms:${verb}`), verb);
    }
    for (const verb of [
      "CreateAlias",
      "CreateKey",
      "Decrypt",
      "DescribeKey",
      "EnableKeyRotation",
      "GenerateDataKey",
      "TagResource",
    ]) {
      assert.ok(!covers(Action, `kms:${verb}`), verb);
    }
  });

  it("P-RESP: no role exempts anything by a call that tells which tags it sets", async () => {
    assert.equal(EXEMPT_TAG, RESPONSE_TAG);
    const { Action, Resource, Condition } = statement(await boundary(), "KeepExemptions");
    assert.deepEqual(
      [Action, Resource, Condition],
      ["*", "*", { "ForAnyValue:StringEquals": { "aws:TagKeys": "response:exempt" } }],
    );
  });

  it("P-IAM-4: has the guardrails where there are any, after what holds everywhere", async () => {
    const sids = (guardrails?: Guarded) =>
      recorded(() => new PermissionsBoundary("boundary", { environment, guardrails })).then(
        (graph) => policyOf(only(graph, POLICY)).Statement.map(({ Sid }) => Sid),
      );
    const plain = await sids();
    assert.equal(plain.length, 13);
    assert.deepEqual(await sids({}), [
      ...plain,
      ...guardrailStatements(environment).map(({ Sid }) => Sid),
    ]);
  });

  it("its name and ARN are known before it exists", async () => {
    const seen: string[] = [];
    await recorded(() => {
      const { arn } = new PermissionsBoundary("boundary", { environment });
      arn.apply((value) => seen.push(value));
    });
    assert.deepEqual(seen, [BOUNDARY]);
    assert.equal((await boundary()).inputs["name"], "rampart-dev-policy-boundary");
  });

  it("T28: speaks of the partition's ARNs alone", () => {
    const gov = boundaryStatements(testEnvironment({ region: "us-gov-west-1" }));
    assert.ok(!policyJson("managed", gov).includes("arn:aws:"));
  });

  it("P-IAM-3: admits the other regions of an environment, each once", () => {
    const lock = (...regions: string[]) =>
      boundaryStatements(environment, regions).find(({ Sid }) => Sid === "StayInRegion")?.Condition;
    const both = { StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-2"] } };
    assert.deepEqual(lock("eu-west-2", "us-east-1"), both);
    assert.deepEqual(lock("us-east-1"), {
      StringNotEquals: { "aws:RequestedRegion": "us-east-1" },
    });
  });
});
