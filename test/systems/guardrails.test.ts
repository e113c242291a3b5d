import assert from "node:assert/strict";

import { lets } from "../../policy-pack/controls/events/eventPattern.ts";
import type { Value } from "../../policy-pack/engine/resource.ts";
import { namesOf, ofType, only, policyOf } from "../support/graph.ts";
import { answer, type Identity } from "../support/iam.ts";
import {
  ACCOUNTS,
  arn,
  type Case,
  graphOf,
  GROUPS,
  judge,
  own,
  PIPELINE,
  recordStacks,
} from "../support/identities.ts";
import { STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const RULE = "aws:cloudwatch/eventRule:EventRule";

describe("what binds administrators and roles of an environment", () => {
  recordStacks();

  for (const stack of STACKS) {
    it(`P-IAM-4: in ${stack} break-glass asks for a fresh second factor, and for an hour`, () => {
      const graph = graphOf(stack);
      const role = only(graph, ROLE, "break-glass");
      assert.equal(role.inputs["maxSessionDuration"], 3600);
      assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
        {
          Sid: "TrustCaller",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNTS[stack]}:root` },
          Action: "sts:AssumeRole",
          Condition: {
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
            StringEquals: { "aws:RequestedRegion": "us-east-1" },
          },
        },
      ]);
      judge(
        stack,
        ["break-glass"],
        [
          {
            action: "rds:DeleteDBInstance",
            on: "rds db:{scope}-db-main",
            allowed: ["break-glass"],
          },
          { action: "ec2:AuthorizeSecurityGroupIngress", on: "*", allowed: ["break-glass"] },
          { action: "account:CloseAccount", on: "*", allowed: [], denied: ["break-glass"] },
          {
            action: "organizations:LeaveOrganization",
            on: "*",
            allowed: [],
            denied: ["break-glass"],
          },
          { action: "cloudtrail:StopLogging", on: "*", allowed: [], denied: ["break-glass"] },
          {
            action: "iam:DeleteRolePermissionsBoundary",
            on: "iam role/{scope}-role-break-glass",
            allowed: [],
            denied: ["break-glass"],
          },
        ],
      );
    });

    it(`P-IAM-4: in ${stack} its use is told as critical, which it can't end`, () => {
      const graph = graphOf(stack);
      const rule = only(graph, RULE, "break-glass-use");
      const pattern = JSON.parse(textOf(rule.inputs["eventPattern"])) as Record<string, unknown>;
      assert.deepEqual(pattern, {
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sts.amazonaws.com"],
          eventName: ["AssumeRole"],
          requestParameters: {
            roleArn: [`arn:aws:iam::${ACCOUNTS[stack]}:role/rampart-${stack}-role-break-glass`],
          },
        },
      });
      const target = only(
        graph,
        "aws:cloudwatch/eventTarget:EventTarget",
        "break-glass-use-critical",
      );
      assert.equal(
        target.inputs["arn"],
        `arn:aws:sns:us-east-1:${ACCOUNTS[stack]}:${stack}-critical-alerts`,
      );
      // Its own ceiling keeps it from ending this rule.
      judge(
        stack,
        ["break-glass"],
        [
          {
            action: "events:DisableRule",
            on: `events rule/${textOf(rule.inputs["name"])}`,
            allowed: [],
            denied: ["break-glass"],
          },
        ],
      );
    });

    it(`P-IAM-3: in ${stack} not even an administrator's rights carry a role beyond the boundary`, () => {
      const graph = graphOf(stack);
      const account = `arn:aws:iam::${ACCOUNTS[stack]}`;
      const boundary = policyOf(only(graph, POLICY, "boundary"));
      const made: Identity = {
        documents: [{ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }],
        boundary,
      };
      const context = {
        "aws:RequestedRegion": "us-east-1",
        "aws:PrincipalArn": `${account}:role/rampart-${stack}-role-made`,
      };
      const bounded = {
        "iam:PermissionsBoundary": `${account}:policy/rampart-${stack}-policy-boundary`,
      };
      const cases: readonly (readonly [
        action: string,
        on: string,
        more?: Record<string, string>,
      ])[] = [
        // Beyond the account's people, the account and the region.
        ["iam:CreateUser", "iam user/x"],
        ["iam:CreateAccessKey", "iam user/x"],
        ["iam:AddUserToGroup", "iam group/{scope}-group-admin"],
        ["iam:PutGroupPolicy", "iam group/{scope}-group-developer"],
        ["iam:AttachGroupPolicy", "iam group/{scope}-group-developer"],
        ["iam:DetachGroupPolicy", "iam group/{scope}-group-admin"],
        ["iam:UpdateSAMLProvider", "iam saml-provider/x"],
        ["iam:CreateOpenIDConnectProvider", "iam oidc-provider/x"],
        ["iam:UpdateAccountPasswordPolicy", "*"],
        ["organizations:LeaveOrganization", "*"],
        ["account:CloseAccount", "*"],
        ["ec2:RunInstances", "*", { "aws:RequestedRegion": "eu-west-2" }],
        // Policies of others, and the ceiling itself.
        ["iam:CreatePolicyVersion", "iam policy/{scope}-policy-boundary"],
        ["iam:CreatePolicyVersion", "iam policy/{scope}-policy-developer"],
        ["iam:SetDefaultPolicyVersion", "iam policy/{scope}-policy-second-factor"],
        ["iam:CreatePolicyVersion", "iam policy/somebody-elses"],
        ["iam:DeletePolicy", "iam policy/{scope}-policy-break-glass-boundary"],
        // Roles that are without the boundary, or have one that is not this.
        ["iam:CreateRole", "iam role/{scope}-role-new"],
        [
          "iam:CreateRole",
          "iam role/new",
          { "iam:PermissionsBoundary": `${account}:policy/other` },
        ],
        ["iam:AttachRolePolicy", "iam role/somebody-elses"],
        ["iam:PutRolePolicy", "iam role/{scope}-role-api-task"],
        ["iam:DeleteRolePermissionsBoundary", "iam role/{scope}-role-api-task"],
        ["iam:PutRolePermissionsBoundary", "iam role/{scope}-role-made"],
        ["iam:PassRole", "iam role/somebody-elses"],
        ["sts:AssumeRole", "iam role/somebody-elses"],
        ["iam:UpdateAssumeRolePolicy", "iam role/somebody-elses"],
        // What responds, whom the alerts reach, and what is exempt.
        ["lambda:UpdateFunctionCode", "lambda function:{scope}-fn-auto-remediate"],
        ["lambda:UpdateFunctionConfiguration", "lambda function:{scope}-fn-auto-remediate"],
        ["lambda:InvokeFunction", "lambda function:{scope}-fn-auto-remediate:1"],
        ["sns:DeleteTopic", "sns {env}-critical-alerts"],
        ["sns:SetSubscriptionAttributes", "*"],
        ["events:RemoveTargets", "events rule/{scope}-rule-guards-touched"],
        [
          "kms:PutKeyPolicy",
          "kms key/1",
          { "kms:ResourceAliases": `alias/rampart-${stack}-alerts` },
        ],
        ["ec2:CreateTags", "ec2 security-group/sg-1", { "aws:TagKeys": "response:exempt" }],
        ["ecs:TagResource", "ecs task/x/1", { "aws:TagKeys": "response:exempt" }],
        ["s3:TagResource", "s3 {scope}-s3-backups", { "aws:TagKeys": "response:exempt" }],
        ...["auto-remediate", "break-glass", ...PIPELINE].flatMap((name) =>
          [
            "iam:AttachRolePolicy",
            "iam:DeleteRole",
            "iam:DetachRolePolicy",
            "iam:PassRole",
            "iam:PutRolePolicy",
            "iam:TagRole",
            "iam:UpdateAssumeRolePolicy",
            "sts:AssumeRole",
          ].map((action) => [action, `iam role/{scope}-role-${name}`, bounded] as const),
        ),
      ];
      for (const [action, on, more] of cases) {
        const request = { action, resource: arn(stack, on), context: { ...context, ...more } };
        assert.equal(answer(made, request), "denied", `${action} on ${on}`);
      }
      // What is left to it.
      for (const [action, on, more] of [
        ["iam:CreateRole", "iam role/{scope}-role-new", bounded],
        ["iam:PassRole", "iam role/{scope}-role-api-task", {}],
        ["iam:GetRole", "iam role/{scope}-role-deploy", {}],
        ["route53:ChangeResourceRecordSets", "*", { "aws:RequestedRegion": "us-east-1" }],
        ["s3:PutObject", "s3 {scope}-s3-backups/x", {}],
        ["lambda:UpdateFunctionCode", "lambda function:{scope}-fn-slack-notifier", {}],
        ["sns:Publish", "sns {env}-critical-alerts", {}],
        ["kms:PutKeyPolicy", "kms key/1", { "kms:ResourceAliases": `alias/rampart-${stack}` }],
        ["ec2:CreateTags", "ec2 security-group/sg-1", { "aws:TagKeys": "Name" }],
      ] as const) {
        const request = { action, resource: arn(stack, on), context: { ...context, ...more } };
        assert.equal(answer(made, request), "allowed", `${action} on ${on}`);
      }
    });

    it(`P-IAM-4: in ${stack} ${stack === "prod" ? "nor" : "but not"} beyond the guardrails`, () => {
      const made: Identity = {
        documents: [{ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }],
        boundary: policyOf(only(graphOf(stack), POLICY, "boundary")),
      };
      const account = `arn:aws:iam::${ACCOUNTS[stack]}`;
      const ask = (action: string, role: string) =>
        answer(made, {
          action,
          resource: "*",
          context: {
            "aws:RequestedRegion": "us-east-1",
            "aws:PrincipalArn": `${account}:role/rampart-${stack}-role-${role}`,
          },
        });
      const guarded = stack === "prod" ? "denied" : "allowed";
      for (const action of ["rds:DeleteDBInstance", "guardduty:DeleteDetector"]) {
        for (const role of ["made", "deploy", "auto-remediate"]) {
          assert.equal(ask(action, role), guarded, `${role}: ${action}`);
        }
      }
      // P-RESP: the one function that closes them again; see Pulumi.prod.yaml for its mode.
      assert.equal(ask("s3:PutAccountPublicAccessBlock", "auto-remediate"), "allowed");
      assert.equal(ask("s3:PutAccountPublicAccessBlock", "made"), guarded);
      assert.equal(ask("s3:PutAccountPublicAccessBlock", "auto-remediate-2"), guarded);
    });
  }

  it("P-RESP: people who may administer, and break-glass, exempt what is to be left alone", () => {
    for (const stack of STACKS) {
      const context = { "aws:TagKeys": "response:exempt" };
      const everybody = [...GROUPS, ...PIPELINE, "break-glass"];
      judge(
        stack,
        everybody,
        [
          ["ec2:CreateTags", "ec2 security-group/sg-1"],
          ["s3:TagResource", "s3 somebody-elses"],
        ].map(([action = "", on = ""]) => ({
          action,
          on,
          context,
          allowed: ["admin", "break-glass"],
          denied: PIPELINE,
        })),
      );
    }
  });

  it("feature 50: whoever ends what responds, or its alarms or the trail's, is heard of", () => {
    for (const stack of STACKS) {
      const graph = graphOf(stack);
      const pattern = JSON.parse(
        textOf(only(graph, RULE, "findings-guards-touched").inputs["eventPattern"]),
      ) as Value;
      const isTold = (service: string, eventName: string, requestParameters: Value) =>
        lets(pattern, {
          "detail-type": "AWS API Call via CloudTrail",
          detail: { eventSource: `${service}.amazonaws.com`, eventName, requestParameters },
        });
      const functions = ofType(graph, "aws:lambda/function:Function")
        .map(({ inputs }) => textOf(inputs["name"]))
        .filter((name) =>
          [name, `arn:aws:lambda:us-east-1:${ACCOUNTS[stack]}:function:${name}`].every(
            (functionName) =>
              isTold("lambda", "UpdateFunctionCode20150331v2", { functionName }) &&
              isTold("lambda", "DeleteFunction20150331", { functionName }),
          ),
        );
      assert.deepEqual(functions, [`rampart-${stack}-fn-auto-remediate`]);
      const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm")
        .map(({ inputs }) => textOf(inputs["name"]))
        .filter((name) => isTold("monitoring", "DeleteAlarms", { alarmNames: ["other", name] }));
      const prefix = `rampart-${stack}-alarm-`;
      const kinds = new Set(
        alarms.map((name) => (name.startsWith(`${prefix}trail-`) ? "trail" : name)),
      );
      assert.deepEqual([...kinds].sort(), [
        ...["errors", "failures", "throttles", "undelivered"].map(
          (what) => `${prefix}auto-remediate-${what}`,
        ),
        "trail",
      ]);
      // Of what was refused CloudTrail may not tell the parameters.
      assert.ok(isTold("lambda", "UpdateFunctionCode20150331v2", null));
      assert.ok(isTold("sns", "DeleteTopic", { topicArn: "arn:aws:sns:us-east-1:1:x" }));
      assert.ok(!isTold("lambda", "GetFunction20150331v2", null));
    }
  });

  it("P-IAM-4: in prod guardrails deny it to all but break-glass, and opening groups to all but deploy", () => {
    const changing = ["admin", "developer", "devops"];
    const guarded = [...changing, "deploy"];
    const everybody = [...GROUPS, "deploy", "break-glass"];
    const alone = (action: string, on = "*"): Case => ({
      action,
      on,
      context: own("prod"),
      allowed: ["break-glass"],
      denied: guarded,
    });
    judge("prod", everybody, [
      alone("rds:DeleteDBInstance", "rds db:{scope}-db-main"),
      alone("guardduty:DeleteDetector"),
      alone("config:StopConfigurationRecorder"),
      alone("securityhub:DisableSecurityHub"),
      alone("s3:PutAccountPublicAccessBlock"),
      { ...alone("cloudtrail:StopLogging"), allowed: [], denied: [...guarded, "break-glass"] },
      ...["ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress"].map(
        (action) => ({
          action,
          on: "ec2 security-group/sg-1",
          context: own("prod"),
          allowed: ["break-glass", "deploy"],
          denied: changing,
        }),
      ),
      {
        action: "s3:PutBucketPublicAccessBlock",
        on: "s3 {scope}-s3-backups",
        allowed: ["break-glass", "deploy"],
        denied: changing,
      },
    ]);
  });

  it("P-IAM-4: elsewhere there are none, so that a test environment can be thrown away", () => {
    for (const stack of ["dev", "staging"] as const) {
      assert.ok(!namesOf(graphOf(stack), POLICY).includes("guardrails"), stack);
      judge(
        stack,
        ["admin", "deploy"],
        [
          {
            action: "rds:DeleteDBInstance",
            on: "rds db:{scope}-db-main",
            allowed: ["admin", "deploy"],
          },
        ],
      );
    }
  });
});
