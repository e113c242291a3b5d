import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { namesOf, ofType, only, policyOf, statement } from "../support/graph.ts";
import { answer } from "../support/iam.ts";
import {
  ACCOUNTS,
  arn,
  graphOf,
  GROUPS,
  judge,
  PIPELINE,
  recordStacks,
  who,
} from "../support/identities.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const ROLE = "aws:iam/role:Role";
const GROUP = "aws:iam/group:Group";
const POLICY = "aws:iam/policy:Policy";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";

/** Groups of people; a partner's is the ingest's. */
const groupsOf = (graph: Graph): string[] =>
  namesOf(graph, GROUP).filter((name) => name !== "ingest-uploader");

describe("people who work with an environment", () => {
  recordStacks();

  for (const stack of STACKS) {
    it(`P-IAM-2: in ${stack} there are five groups, and each does its job`, () => {
      const graph = graphOf(stack);
      assert.deepEqual(groupsOf(graph), GROUPS);
      const auditors = ["admin", "security-auditor"];
      judge(stack, GROUPS, [
        { action: "rds:DescribeDBInstances", on: "rds db:{scope}-db-main", allowed: GROUPS },
        { action: "ec2:DescribeVpcs", on: "*", allowed: GROUPS },
        {
          action: "logs:FilterLogEvents",
          on: "logs log-group:/ecs/{env}/api:log-stream:x",
          allowed: ["admin", "developer", "devops"],
          denied: ["security-auditor"],
        },
        {
          action: "ecs:UpdateService",
          on: "ecs service/{scope}-ecs-main/{scope}-svc-api",
          allowed: ["admin", "developer", "devops"],
        },
        { action: "ecs:UpdateService", on: "ecs service/other/other", allowed: ["admin"] },
        {
          action: "rds:RebootDBInstance",
          on: "rds db:{scope}-db-main",
          allowed: ["admin", "devops"],
        },
        { action: "rds:RebootDBInstance", on: "rds db:other", allowed: ["admin"] },
        {
          action: "lambda:InvokeFunction",
          on: "lambda function:{scope}-fn-environment-schedule",
          allowed: ["admin", "devops"],
        },
        {
          action: "lambda:InvokeFunction",
          on: "lambda function:{scope}-fn-auto-remediate",
          allowed: ["admin"],
          denied: ["devops"],
        },
        {
          action: "iam:PassRole",
          on: "iam role/{scope}-role-api-task",
          context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
          allowed: ["admin", "devops"],
        },
        // The music's migrations; a host migrates by itself.
        {
          action: "ecs:RunTask",
          on: "ecs task-definition/{scope}-task-music:1",
          context: { "ecs:cluster": arn(stack, "ecs cluster/{scope}-ecs-main") },
          allowed: stack === "dev" ? ["admin"] : ["admin", "devops"],
        },
        { action: "iam:ListUsers", on: "*", allowed: auditors },
        { action: "securityhub:GetFindings", on: "*", allowed: auditors },
        ...["Create", "Delete", "Update", "Put", "Attach", "Detach"].map((verb) => ({
          action: `iam:${verb}UserPolicy`,
          on: "iam user/x",
          allowed: ["admin"],
          denied: ["security-auditor"],
        })),
        {
          action: "secretsmanager:GetSecretValue",
          on: "secretsmanager secret:/{env}/app/jwt-secret-AbCdEf",
          allowed: ["admin"],
          denied: ["security-auditor"],
        },
        {
          action: "s3:GetObject",
          on: "s3 {scope}-s3-backups/x",
          allowed: ["admin"],
          denied: ["security-auditor"],
        },
      ]);
    });

    it(`P-IAM-2: in ${stack} nobody does anything without a second factor, but gets one`, () => {
      for (const without of [{ "aws:MultiFactorAuthPresent": "false" }, {}]) {
        for (const name of GROUPS) {
          const ask = (action: string, resource: string) =>
            answer(who(stack, name), {
              action,
              resource,
              context: { "aws:username": "somebody", ...without },
            });
          const account = `arn:aws:iam::${ACCOUNTS[stack]}`;
          assert.equal(
            ask("rds:DescribeDBInstances", arn(stack, "rds db:{scope}-db-main")),
            "denied",
          );
          assert.equal(ask("iam:EnableMFADevice", `${account}:user/somebody`), "allowed");
          assert.equal(ask("iam:CreateVirtualMFADevice", `${account}:mfa/somebody`), "allowed");
          assert.equal(ask("iam:EnableMFADevice", `${account}:user/else`), "denied");
        }
      }
    });

    it(`P-IAM-2: in ${stack} each allowance of a group asks for a second factor by itself`, () => {
      const graph = graphOf(stack);
      const policies = ["read-only", "developer", "devops", "security-auditor"];
      for (const name of policies) {
        const { Statement } = policyOf(only(graph, POLICY, name));
        const open = Statement.filter(({ Effect, Condition }) => {
          const tests = (Condition ?? {}) as Record<string, Record<string, unknown>>;
          return Effect === "Allow" && tests["Bool"]?.["aws:MultiFactorAuthPresent"] !== "true";
        });
        assert.deepEqual(open, [], name);
      }
    });

    it(`T18: in ${stack} no policy is longer, and no role or group has more, than IAM allows`, () => {
      const graph = graphOf(stack);
      for (const { name, inputs } of ofType(graph, POLICY)) {
        assert.ok(textOf(inputs["policy"]).length <= 6_144, name);
      }
      const counts = new Map<string, number>();
      for (const { type, inputs } of graph.resources) {
        if (!/^aws:iam\/(?:role|group)PolicyAttachment:/.test(type)) continue;
        const holder = textOf(inputs["role"] ?? inputs["group"]);
        counts.set(holder, (counts.get(holder) ?? 0) + 1);
      }
      assert.ok(counts.size > 8);
      for (const [holder, count] of counts) assert.ok(count <= 10, `${holder} has ${count}`);
    });
  }

  it("a stack that owns no people makes no group, and none without a repository makes no role", async () => {
    const raw = withSetting(rawSettings("dev"), "identity", { people: "none", guardrails: false });
    const graph = await programGraph(raw);
    assert.deepEqual(groupsOf(graph), []);
    for (const name of [...PIPELINE, "break-glass"]) {
      assert.ok(!namesOf(graph, ROLE).includes(name), name);
    }
    assert.ok(!namesOf(graph, RULE).includes("break-glass-use"));
    assert.ok(!namesOf(graph, QUEUE).includes("break-glass-use-undelivered"));
  });

  for (const stack of STACKS) {
    it(`P-IAM-4, P-OBS-3: in ${stack} a use of break-glass is told, or kept and told of`, () => {
      const graph = graphOf(stack);
      const undelivered = "break-glass-use-undelivered";
      const kept = `rampart-${stack}-sqs-${undelivered}`;
      const topic = arn(stack, `sns {env}-critical-alerts`);
      const target = only(graph, TARGET, "break-glass-use-critical");
      assert.equal(target.inputs["arn"], topic);
      assert.deepEqual(target.inputs["deadLetterConfig"], { arn: arn(stack, `sqs ${kept}`) });
      const { Condition } = statement(only(graph, QUEUE_POLICY, undelivered), "UndeliveredEvents");
      assert.deepEqual(Condition, {
        ArnEquals: {
          "aws:SourceArn": [arn(stack, "events rule/{scope}-rule-break-glass-use")],
        },
      });
      const alarm = only(graph, ALARM, undelivered).inputs;
      assert.deepEqual(alarm["dimensions"], { QueueName: kept });
      assert.deepEqual([alarm["alarmActions"], alarm["threshold"]], [[topic], 0]);
    });
  }

  it("makes no user but one for a partner, in dev, and no key: who belongs to a group is decided outside", () => {
    for (const stack of STACKS) {
      const found = graphOf(stack).resources.filter(({ type }) =>
        /^aws:iam\/(user|accessKey|groupMembership)/.test(type),
      );
      assert.deepEqual(
        found.map(({ type, name }) => `${type} ${name}`),
        stack === "dev"
          ? [
              "aws:iam/user:User ingest-uploader",
              "aws:iam/userGroupMembership:UserGroupMembership ingest-uploader",
            ]
          : [],
      );
    }
  });
});
