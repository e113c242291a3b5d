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
        ["ec2:RunInstances", "*", { "aws:RequestedRegion": "eu-central-1" }],
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
        ...["", "-alerts", "-registry"].flatMap((key) =>
          [
            "kms:DeleteAlias",
            "kms:DisableKey",
            "kms:PutKeyPolicy",
            "kms:ScheduleKeyDeletion",
            "kms:UpdateAlias",
          ].map((action) => {
            const alias = `alias/rampart-${stack}${key}`;
            return [action, "kms key/1", { "kms:ResourceAliases": alias }] as const;
          }),
        ),
        ["cloudwatch:PutAlarmMuteRule", "cloudwatch alarm-mute-rule:x"],
        ["logs:PutAccountPolicy", "*"],
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
        // A key of its own, before it is named; what is encrypted is used and named as ever.
        ["kms:PutKeyPolicy", "kms key/1", {}],
        ["kms:CreateAlias", "kms key/1", {}],
        ["kms:Decrypt", "kms key/1", { "kms:ResourceAliases": `alias/rampart-${stack}` }],
        ["cloudwatch:PutMetricAlarm", "cloudwatch alarm:{scope}-alarm-api-errors", {}],
        ["logs:DeleteMetricFilter", "logs log-group:/ecs/{env}/api", {}],
        ["sqs:ReceiveMessage", "sqs {scope}-sqs-slack-notifier-failures", {}],
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

  it("P-DET-1, P-RESP: no role of an environment reaches what watches, in its account's other ones neither", () => {
    const graphs = STACKS.map((stack) => graphOf(stack));
    const watching = new RegExp(
      "^rampart-\\w+-(?:alarm-trail|(?:alarm|sqs)-(?:findings|auto-remediate|break-glass-use))-",
    );
    for (const stack of STACKS) {
      const made: Identity = {
        documents: [{ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }],
        boundary: policyOf(only(graphOf(stack), POLICY, "boundary")),
      };
      const ask = (action: string, service: string, name: string, more = {}) =>
        answer(made, {
          action,
          resource: `arn:aws:${service}:${service === "iam" ? "" : "us-east-1"}:${ACCOUNTS[stack]}:${name}`,
          context: {
            "aws:RequestedRegion": "us-east-1",
            "aws:PrincipalArn": `arn:aws:iam::${ACCOUNTS[stack]}:role/rampart-${stack}-role-made`,
            ...more,
          },
        });
      const physical = (type: string) =>
        graphs.flatMap((graph) => ofType(graph, type)).map(({ inputs }) => textOf(inputs["name"]));
      const kept = (
        type: string,
        isKept: (name: string) => boolean,
        [service, prefix]: readonly [service: string, prefix: string],
        ...verbs: readonly string[]
      ) => {
        const names = physical(type);
        assert.ok(names.some(isKept), type);
        for (const name of names) {
          for (const verb of verbs) {
            const wanted = isKept(name) ? "denied" : "allowed";
            assert.equal(
              ask(`${service}:${verb}`, service, `${prefix}${name}`),
              wanted,
              `${stack}: ${verb} of ${name}`,
            );
          }
        }
      };
      kept(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        (name) => watching.test(name),
        ["cloudwatch", "alarm:"],
        ...["DeleteAlarms", "DisableAlarmActions", "PutMetricAlarm", "SetAlarmState"],
      );
      kept(
        "aws:sqs/queue:Queue",
        (name) => watching.test(name),
        ["sqs", ""],
        ...["DeleteQueue", "PurgeQueue", "ReceiveMessage", "SetQueueAttributes"],
      );
      kept(
        "aws:cloudwatch/logGroup:LogGroup",
        (name) => /^\/aws\/cloudtrail\/|-fn-auto-remediate$/.test(name),
        ["logs", "log-group:"],
        ...["DeleteLogGroup", "DeleteMetricFilter", "PutMetricFilter", "PutRetentionPolicy"],
      );
      kept(
        "aws:lambda/function:Function",
        (name) => name.endsWith("-fn-auto-remediate"),
        ["lambda", "function:"],
        ...["InvokeFunction", "PutFunctionConcurrency", "UpdateFunctionCode"],
      );
      for (const other of STACKS) {
        for (const role of ["auto-remediate", "break-glass", ...PIPELINE]) {
          const name = `role/rampart-${other}-role-${role}`;
          assert.equal(ask("iam:DeleteRole", "iam", name), "denied", `${stack}: ${name}`);
        }
        const alias = { "kms:ResourceAliases": `alias/rampart-${other}` };
        assert.equal(ask("kms:PutKeyPolicy", "kms", "key/1", alias), "denied", other);
      }
      // CloudTrail and the function write to what they may not end.
      for (const name of physical("aws:cloudwatch/logGroup:LogGroup")) {
        assert.equal(ask("logs:PutLogEvents", "logs", `log-group:${name}:log-stream:x`), "allowed");
      }
      for (const name of physical("aws:sqs/queue:Queue")) {
        assert.equal(ask("sqs:SendMessage", "sqs", name), "allowed");
      }
    }
  });

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

  it("feature 50: whoever changes what tells or responds is heard of, by the names that it has", () => {
    for (const stack of STACKS) {
      const graph = graphOf(stack);
      const pattern = JSON.parse(
        textOf(only(graph, RULE, "findings-watch-touched").inputs["eventPattern"]),
      ) as Value;
      const isTold = (service: string, eventName: string, requestParameters: Value) =>
        lets(pattern, {
          "detail-type": "AWS API Call via CloudTrail",
          detail: { eventSource: `${service}.amazonaws.com`, eventName, requestParameters },
        });
      const told = (type: string, isHeard: (name: string) => boolean) =>
        ofType(graph, type)
          // Another region has rules of its own that hear of what is there.
          .filter(({ provider }) => provider?.endsWith("::aws"))
          .map(({ inputs }) => textOf(inputs["name"]))
          .filter(isHeard)
          .map((name) => name.replace(`rampart-${stack}-`, ""))
          .sort();
      assert.deepEqual(
        told("aws:lambda/function:Function", (functionName) =>
          isTold("lambda", "UpdateFunctionCode20150331v2", { functionName }),
        ),
        ["fn-auto-remediate"],
      );
      const responding = ["errors", "failures", "throttles", "undelivered"];
      const alarms = [
        ...responding.map((what) => `alarm-auto-remediate-${what}`),
        "alarm-break-glass-use-undelivered",
        "alarm-findings-undelivered",
      ];
      const isTrail = (name: string) => name.startsWith("alarm-trail-");
      for (const [call, parameters] of [
        ["DeleteAlarms", (name: string) => ({ alarmNames: ["other", name] })],
        ["PutMetricAlarm", (name: string) => ({ alarmName: name })],
      ] as const) {
        const heard = told("aws:cloudwatch/metricAlarm:MetricAlarm", (name) =>
          isTold("monitoring", call, parameters(name)),
        );
        assert.deepEqual(
          heard.filter((name) => !isTrail(name)),
          alarms,
        );
        assert.equal(heard.filter(isTrail).length, 15);
      }
      assert.deepEqual(
        told("aws:sqs/queue:Queue", (name) =>
          isTold("sqs", "DeleteQueue", {
            queueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNTS[stack]}/${name}`,
          }),
        ),
        [
          "sqs-auto-remediate-failures",
          "sqs-auto-remediate-undelivered",
          "sqs-break-glass-use-undelivered",
          "sqs-findings-undelivered",
        ],
      );
      assert.deepEqual(
        told("aws:cloudwatch/logGroup:LogGroup", (logGroupName) =>
          isTold("logs", "DeleteMetricFilter", { logGroupName }),
        ),
        ["/aws/cloudtrail/trail-account", "/aws/lambda/fn-auto-remediate"],
      );
      const rules = ofType(graph, RULE).map(({ inputs }) => textOf(inputs["name"]));
      assert.ok(rules.length > 10);
      for (const name of rules) {
        assert.ok(isTold("events", "PutRule", { name, state: "DISABLED" }), name);
        assert.ok(isTold("events", "PutTargets", { rule: name }), name);
      }
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
