import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { at, ofType, only, policyOf } from "../support/graph.ts";
import { answer, type Identity, type Request, roleIn } from "../support/iam.ts";
import { stackGraph } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

/** An action, what it is done to, and what IAM is told besides. */
type Row = readonly [action: string, resource: string, context?: Request["context"]];

const PLACE = "us-east-1:111122223333";
const KEY = `arn:aws:kms:${PLACE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const EC2 = `arn:aws:ec2:${PLACE}`;
const BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket";

/** Use of a key by its alias, through a service. */
const keyRows = (alias: string, service: string, ...actions: readonly string[]): Row[] =>
  actions.map((action) => [
    `kms:${action}`,
    KEY,
    { "kms:ResourceAliases": [alias], "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
  ]);

/** What every function does: writes its own log, keeps its failures, reads its own variables. */
const runtimeRows = (name: string): Row[] => [
  ...["CreateLogStream", "PutLogEvents"].map((action): Row => [
    `logs:${action}`,
    `arn:aws:logs:${PLACE}:log-group:/aws/lambda/rampart-dev-fn-${name}:log-stream:x`,
  ]),
  ["sqs:SendMessage", `arn:aws:sqs:${PLACE}:rampart-dev-sqs-${name}-failures`],
  ...keyRows("alias/rampart-dev", "sqs", "Decrypt", "GenerateDataKey"),
  ...keyRows("alias/rampart-dev", "lambda", "Decrypt"),
];

const publishRows = (severity: string): Row[] => [
  ["sns:Publish", `arn:aws:sns:${PLACE}:dev-${severity}-alerts`],
  ...keyRows("alias/rampart-dev-alerts", "sns", "Decrypt", "GenerateDataKey"),
];

const MARKED = { "aws:RequestTag/response:by": "auto-remediate" };
const QUARANTINE = {
  "aws:ResourceTag/Name": "rampart-dev-sg-quarantine",
  "aws:ResourceTag/Project": "rampart",
  "aws:ResourceTag/Environment": "dev",
  "aws:ResourceTag/ManagedBy": "pulumi",
};
const OWN_BUCKET = { "aws:ResourceAccount": "111122223333" };
const TARGET = `arn:aws:application-autoscaling:${PLACE}:scalable-target/1234abcd`;
const OWN = { "aws:ResourceTag/Project": "rampart", "aws:ResourceTag/Environment": "dev" };
const MEMORY = { "aws:TagKeys": ["schedule-memory"] };
const ALARM = `arn:aws:cloudwatch:${PLACE}:alarm:rampart-dev-alarm-api-errors`;

/** All that each function does, as its code does it. */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  "auto-remediate": [
    ...runtimeRows("auto-remediate"),
    ["ec2:DescribeInstances", "*"],
    ["ec2:DescribeManagedPrefixLists", "*"],
    ["ec2:DescribeSecurityGroupRules", "*"],
    ["ec2:DescribeSecurityGroups", "*"],
    ["ec2:DescribeSnapshots", "*"],
    ["ec2:RevokeSecurityGroupIngress", `${EC2}:security-group/sg-1`],
    ["s3:GetBucketAcl", BUCKET, OWN_BUCKET],
    ["s3:GetBucketPolicyStatus", BUCKET, OWN_BUCKET],
    ["s3:GetBucketPublicAccessBlock", BUCKET, OWN_BUCKET],
    ["s3:GetBucketTagging", BUCKET, OWN_BUCKET],
    ["s3:PutBucketPublicAccessBlock", BUCKET, OWN_BUCKET],
    ["s3:GetAccountPublicAccessBlock", "*"],
    ["s3:PutAccountPublicAccessBlock", "*"],
    ["ec2:ModifyNetworkInterfaceAttribute", `${EC2}:network-interface/eni-1`],
    ["ec2:ModifyNetworkInterfaceAttribute", `${EC2}:instance/i-1`],
    ["ec2:ModifyNetworkInterfaceAttribute", `${EC2}:security-group/sg-1`, QUARANTINE],
    [
      "ec2:CreateTags",
      `${EC2}:instance/i-1`,
      { ...MARKED, "aws:TagKeys": ["response:by", "response:finding", "response:former-groups"] },
    ],
    [
      "ec2:CreateTags",
      `${EC2}:network-interface/eni-1`,
      { ...MARKED, "aws:TagKeys": ["response:by", "response:finding", "response:former-groups"] },
    ],
    ["ec2:CreateSnapshots", `${EC2}:instance/i-1`],
    ["ec2:CreateSnapshots", `${EC2}:volume/vol-1`],
    ["ec2:CreateSnapshots", "arn:aws:ec2:us-east-1::snapshot/snap-1", MARKED],
    [
      "ec2:CreateTags",
      "arn:aws:ec2:us-east-1::snapshot/snap-1",
      { "ec2:CreateAction": "CreateSnapshots" },
    ],
    ["ecs:DescribeTasks", `arn:aws:ecs:${PLACE}:task/rampart-dev-ecs-main/0123456789abcdef`],
    ["ecs:StopTask", `arn:aws:ecs:${PLACE}:task/rampart-dev-ecs-main/0123456789abcdef`],
    ["ecs:ListTasks", "*", { "ecs:cluster": `arn:aws:ecs:${PLACE}:cluster/rampart-dev-ecs-main` }],
    ...publishRows("critical"),
  ],
  "environment-schedule": [
    ...runtimeRows("environment-schedule"),
    ...["DescribeServices", "UpdateService"].map((action): Row => [
      `ecs:${action}`,
      `arn:aws:ecs:${PLACE}:service/rampart-dev-ecs-main/rampart-dev-svc-api`,
    ]),
    ["application-autoscaling:DescribeScalableTargets", "*"],
    [
      "application-autoscaling:RegisterScalableTarget",
      TARGET,
      {
        "application-autoscaling:service-namespace": "ecs",
        "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
      },
    ],
    ["application-autoscaling:ListTagsForResource", TARGET, OWN],
    ["application-autoscaling:TagResource", TARGET, { ...OWN, ...MEMORY }],
    ["application-autoscaling:UntagResource", TARGET, { ...OWN, ...MEMORY }],
    ["application-autoscaling:TagResource", TARGET, { ...OWN, "aws:TagKeys": ["schedule-hold"] }],
    ...["DescribeDBInstances", "StartDBInstance", "StopDBInstance"].map((action): Row => [
      `rds:${action}`,
      `arn:aws:rds:${PLACE}:db:rampart-dev-db-main`,
    ]),
    ["cloudwatch:DescribeAlarms", `arn:aws:cloudwatch:${PLACE}:alarm:*`],
    ...["DisableAlarmActions", "EnableAlarmActions", "ListTagsForResource", "SetAlarmState"].map(
      (action): Row => [`cloudwatch:${action}`, ALARM],
    ),
    ["cloudwatch:TagResource", ALARM, MEMORY],
    ["cloudwatch:UntagResource", ALARM, MEMORY],
  ],
  "posture-report": [
    ...runtimeRows("posture-report"),
    ["securityhub:GetFindings", `arn:aws:securityhub:${PLACE}:hub/default`],
    ...publishRows("info"),
  ],
  "slack-notifier": [
    ...runtimeRows("slack-notifier"),
    [
      "secretsmanager:GetSecretValue",
      `arn:aws:secretsmanager:${PLACE}:secret:/dev/monitoring/slack-webhook-AbCdEf`,
    ],
    ...keyRows("alias/rampart-dev", "secretsmanager", "Decrypt"),
  ],
};

/** What would harm, whichever function did it. */
const HARMFUL: readonly Row[] = [
  ["ec2:AuthorizeSecurityGroupIngress", `${EC2}:security-group/sg-1`],
  ["ec2:RevokeSecurityGroupEgress", `${EC2}:security-group/sg-1`],
  ["ec2:ModifyNetworkInterfaceAttribute", `${EC2}:security-group/sg-1`],
  [
    "ec2:ModifyNetworkInterfaceAttribute",
    `${EC2}:security-group/sg-1`,
    { ...QUARANTINE, "aws:ResourceTag/Name": "rampart-dev-sg-app" },
  ],
  ["ec2:TerminateInstances", `${EC2}:instance/i-1`],
  ["ec2:DeleteSnapshot", "arn:aws:ec2:us-east-1::snapshot/snap-1"],
  ["ec2:ModifySnapshotAttribute", "arn:aws:ec2:us-east-1::snapshot/snap-1"],
  ["ec2:CreateTags", `${EC2}:instance/i-1`, { "aws:TagKeys": ["response:finding"] }],
  [
    "ec2:CreateTags",
    `${EC2}:instance/i-1`,
    { ...MARKED, "aws:TagKeys": ["response:by", "response:exempt"] },
  ],
  ["ec2:CreateTags", `${EC2}:security-group/sg-1`, MARKED],
  [
    "ec2:CreateTags",
    "arn:aws:ec2:us-east-1::snapshot/snap-1",
    { ...MARKED, "aws:TagKeys": ["response:by"] },
  ],
  ["ec2:DeleteTags", `${EC2}:instance/i-1`, MARKED],
  ["s3:GetObject", `${BUCKET}/x`, OWN_BUCKET],
  ["s3:PutBucketPolicy", BUCKET, OWN_BUCKET],
  ["s3:PutBucketTagging", BUCKET, OWN_BUCKET],
  ["s3:DeleteBucket", BUCKET, OWN_BUCKET],
  ["s3:PutBucketPublicAccessBlock", BUCKET, { "aws:ResourceAccount": "999988887777" }],
  ["ecs:ListTasks", "*"],
  ["ecs:ListTasks", "*", { "ecs:cluster": `arn:aws:ecs:${PLACE}:cluster/rampart-prod-ecs-main` }],
  ["ecs:RunTask", `arn:aws:ecs:${PLACE}:task-definition/rampart-dev-task-api:1`],
  ["ecs:ExecuteCommand", `arn:aws:ecs:${PLACE}:task/rampart-dev-ecs-main/0123456789abcdef`],
  ["ecs:DeleteService", `arn:aws:ecs:${PLACE}:service/rampart-dev-ecs-main/rampart-dev-svc-api`],
  ["rds:DeleteDBInstance", `arn:aws:rds:${PLACE}:db:rampart-dev-db-main`],
  ["rds:ModifyDBInstance", `arn:aws:rds:${PLACE}:db:rampart-dev-db-main`],
  [
    "application-autoscaling:RegisterScalableTarget",
    TARGET,
    { "application-autoscaling:service-namespace": "dynamodb" },
  ],
  ["application-autoscaling:TagResource", TARGET, { ...OWN, "aws:TagKeys": ["Project"] }],
  ["application-autoscaling:DeregisterScalableTarget", TARGET, OWN],
  ["cloudwatch:DeleteAlarms", ALARM],
  ["cloudwatch:PutMetricAlarm", ALARM],
  ["cloudwatch:TagResource", ALARM, { "aws:TagKeys": ["Project", "schedule-memory"] }],
  ["cloudwatch:TagResource", ALARM, { "aws:TagKeys": ["schedule-hold"] }],
  ["securityhub:BatchUpdateFindings", `arn:aws:securityhub:${PLACE}:hub/default`],
  [
    "secretsmanager:PutSecretValue",
    `arn:aws:secretsmanager:${PLACE}:secret:/dev/monitoring/slack-webhook-AbCdEf`,
  ],
  [
    "secretsmanager:GetSecretValue",
    `arn:aws:secretsmanager:${PLACE}:secret:/dev/database/credentials-AbCdEf`,
  ],
  ["kms:Decrypt", KEY, { "kms:ResourceAliases": ["alias/rampart-dev"] }],
  ["kms:ScheduleKeyDeletion", KEY, { "kms:ResourceAliases": ["alias/rampart-dev"] }],
  ["sns:Subscribe", `arn:aws:sns:${PLACE}:dev-critical-alerts`],
  ["lambda:InvokeFunction", `arn:aws:lambda:${PLACE}:function:rampart-dev-fn-auto-remediate`],
  ["lambda:UpdateFunctionCode", `arn:aws:lambda:${PLACE}:function:rampart-dev-fn-auto-remediate`],
  ["iam:PassRole", "arn:aws:iam::111122223333:role/rampart-dev-role-deploy"],
  ["sts:AssumeRole", "arn:aws:iam::111122223333:role/rampart-dev-role-deploy"],
  ["logs:DeleteLogGroup", `arn:aws:logs:${PLACE}:log-group:/aws/lambda/rampart-dev-fn-x:*`],
];

const REGION = { "aws:RequestedRegion": "us-east-1" };

function ask(identity: Identity, [action, resource, context = {}]: Row): string {
  return answer(identity, { action, resource, context: { ...REGION, ...context } });
}

/** The same for another account, region, environment, or something with a longer name. */
function neighboursOf([action, resource, context]: Row): Row[] {
  const others = [
    resource.replace("111122223333", "999988887777"),
    resource.replace("us-east-1", "eu-west-1"),
    resource.replaceAll(/\bdev\b/g, "prod"),
  ];
  return [...new Set(others)]
    .filter((other) => other !== resource)
    .map((other): Row => [action, other, context]);
}

/** The same with a value that IAM is told being another. */
function disguisesOf([action, resource, context = {}]: Row): Row[] {
  return Object.entries(context).flatMap(([key, value]): Row[] => {
    const other = typeof value === "string" ? "x" : ["x"];
    return [[action, resource, { ...context, [key]: other }]];
  });
}

describe("the roles of the functions", () => {
  let graph: Graph;
  before(async () => {
    graph = await stackGraph("dev");
  });
  const roleOf = (name: string): Identity => roleIn(graph, only(graph, "aws:iam/role:Role", name));

  it("are one for each function, and no other function has it", () => {
    const functions = ofType(graph, "aws:lambda/function:Function");
    const roles = functions.map(({ inputs }) => textOf(inputs["role"]));
    assert.equal(new Set(roles).size, functions.length);
    assert.deepEqual(
      functions.map(({ name }) => name).sort(),
      // Those two have tables of their own.
      [...Object.keys(TABLE), "ingest", "rotate-database-secret"].sort(),
    );
    for (const { name, inputs } of functions) {
      assert.ok(textOf(inputs["role"]).endsWith(`:role/rampart-dev-role-${name}`), name);
    }
  });

  for (const [name, rows] of Object.entries(TABLE)) {
    describe(name, () => {
      it("P-RESP: may do all that it does", () => {
        for (const row of rows)
          assert.equal(ask(roleOf(name), row), "allowed", JSON.stringify(row));
      });

      it("P-RESP: is granted no action that it does not do", () => {
        const done = new Set(rows.map(([action]) => action));
        const granted = roleOf(name)
          .documents.flatMap(({ Statement }) => Statement)
          .filter(({ Effect }) => Effect === "Allow")
          .flatMap(({ Action }) => [Action].flat());
        assert.deepEqual(
          granted.filter((action) => !done.has(String(action))),
          [],
        );
      });

      it("P-RESP: may do it to nothing of another account, region or environment", () => {
        for (const row of rows.flatMap(neighboursOf)) {
          assert.notEqual(ask(roleOf(name), row), "allowed", JSON.stringify(row));
        }
      });

      it("P-RESP: may do it only as the table says, wherever that has a condition", () => {
        for (const row of rows.flatMap(disguisesOf)) {
          assert.notEqual(ask(roleOf(name), row), "allowed", JSON.stringify(row));
        }
      });

      it("P-RESP: may not do what the other functions do, nor what harms", () => {
        const own = new Set(rows.map(([action, resource]) => `${action} ${resource}`));
        const others = Object.entries(TABLE)
          .flatMap(([other, theirs]) => (other === name ? [] : theirs))
          .filter(([action, resource]) => !own.has(`${action} ${resource}`));
        for (const row of [...others, ...HARMFUL]) {
          assert.notEqual(ask(roleOf(name), row), "allowed", JSON.stringify(row));
        }
      });
    });
  }

  it("P-AUTO-1: the schedule silences the alarms that a stop would set off, and no others", () => {
    const lambda = only(graph, "aws:lambda/function:Function", "environment-schedule");
    const named = textOf(at(lambda.inputs, "environment", "variables", "ALARMS")).split(",");
    const role = roleOf("environment-schedule");
    for (const { name, inputs } of ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
      const alarm = textOf(inputs["name"]);
      const silence: Row = [
        "cloudwatch:DisableAlarmActions",
        `arn:aws:cloudwatch:${PLACE}:alarm:${alarm}`,
      ];
      // Those of what watches are kept from every role by the boundary, whatever allows it.
      const isKept = /^rampart-dev-alarm-(trail|findings|auto-remediate|break-glass-use)-/.test(
        alarm,
      );
      const wanted = isKept ? "denied" : named.includes(alarm) ? "allowed" : "not allowed";
      assert.equal(ask(role, silence), wanted, name);
    }
  });

  it("P-AUTO-1, P-AUTO-2: Scheduler may call the one function of each schedule", () => {
    const called = { hours: "environment-schedule", weekly: "posture-report" };
    const calls = Object.values(called).map((name): Row => [
      "lambda:InvokeFunction",
      `arn:aws:lambda:${PLACE}:function:rampart-dev-fn-${name}`,
    ]);
    for (const [schedule, name] of Object.entries(called)) {
      const role = roleOf(`${schedule}-scheduler`);
      for (const call of calls) {
        const wanted = call[1].endsWith(name) ? "allowed" : "not allowed";
        assert.equal(ask(role, call), wanted, `${schedule}: ${call[1]}`);
      }
      for (const row of HARMFUL.filter(([action]) => action !== "lambda:InvokeFunction")) {
        assert.notEqual(ask(role, row), "allowed", JSON.stringify(row));
      }
    }
  });

  it("inline policies stay within IAM's 10,240 characters a role", () => {
    for (const { name, inputs } of ofType(graph, "aws:iam/role:Role")) {
      const length = ofType(graph, "aws:iam/rolePolicy:RolePolicy")
        .filter((policy) => policy.inputs["role"] === inputs["name"])
        .reduce((sum, policy) => sum + JSON.stringify(policyOf(policy)).length, 0);
      assert.ok(length < 10_240, `${name}: ${length}`);
    }
  });
});
