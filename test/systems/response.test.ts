import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { textOf } from "../support/compute.ts";
import { at, namesOf, ofType, only, policyOf, statement, waitsFor } from "../support/graph.ts";
import { answer, type Identity, type Request, roleIn } from "../support/iam.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { everythingOn, programGraph, STACKS, stackGraph } from "../support/stacks.ts";

const FUNCTION = "aws:lambda/function:Function";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const PERMISSION = "aws:lambda/permission:Permission";
const ROLE = "aws:iam/role:Role";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const FINDINGS = ["attack-found", "bucket-opened", "group-opened"];

function variables(graph: Graph, name: string): Record<string, string> {
  return at(only(graph, FUNCTION, name).inputs, "environment", "variables") as Record<
    string,
    string
  >;
}

/** What a stack opens to the world, as its own rules say it. */
/** Rules that let anyone in, of the region in which the environment responds. */
function worldRules(graph: Graph) {
  return ofType(graph, INGRESS)
    .filter(({ provider }) => provider?.endsWith("::aws"))
    .filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0" || inputs["cidrIpv6"] === "::/0");
}

function worldOpen(graph: Graph): string[] {
  const names = new Map(graph.resources.map(({ urn, name }) => [urn, name]));
  return worldRules(graph)
    .map(({ inputs, propertyDependencies }) => {
      assert.deepEqual([inputs["ipProtocol"], inputs["fromPort"]], ["tcp", inputs["toPort"]]);
      const [group = ""] = propertyDependencies["securityGroupId"] ?? [];
      return `${names.get(group) ?? ""} ${Number(inputs["fromPort"])}`;
    })
    .sort();
}

function declared(graph: Graph): string[] {
  const openings = JSON.parse(
    variables(graph, "auto-remediate")["DECLARED_OPENINGS"] ?? "",
  ) as readonly { group: string; port: number }[];
  return openings.map(({ group, port }) => `${group} ${port}`).sort();
}

describe("the automated response", () => {
  const graphs: Record<string, Graph> = {};
  before(async () => {
    for (const stack of STACKS) graphs[stack] = await stackGraph(stack);
    graphs["everything"] = await programGraph(everythingOn(), { stack: "prod" });
  });
  const graphOf = (stack: string): Graph => graphs[stack] ?? assert.fail(stack);

  it("P-RESP: acts in staging and prod, and in dev says what it would do", () => {
    assert.deepEqual(
      STACKS.map((stack) => variables(graphOf(stack), "auto-remediate")["MODE"]),
      ["dry-run", "on", "on"],
    );
  });

  for (const stack of [...STACKS, "everything"]) {
    it(`P-DET-6: in ${stack} it knows all that the stack opens to the world, before it is open`, () => {
      const graph = graphOf(stack);
      const name = stack === "everything" ? "prod" : stack;
      // CloudFront's own addresses are the only ones that reach the platform elsewhere.
      const groups = stack === "dev" ? ["alb", "alb-docs"] : ["alb-docs"];
      assert.deepEqual(
        worldOpen(graph),
        groups.flatMap((group) => [443, 80].map((port) => `rampart-${name}-sg-${group} ${port}`)),
      );
      assert.deepEqual(declared(graph), worldOpen(graph));
      const lambda = only(graph, FUNCTION, "auto-remediate");
      for (const rule of worldRules(graph)) {
        assert.ok(waitsFor(graph, rule, lambda), `${rule.name} does not wait`);
      }
    });

    it(`P-DET-6: in ${stack} each rule calls the function, which lets that rule in alone`, () => {
      const graph = graphOf(stack);
      const { accountId, name } =
        stack === "dev"
          ? { accountId: "111122223333", name: "dev" }
          : stack === "staging"
            ? { accountId: "444455556666", name: "staging" }
            : { accountId: "777788889999", name: "prod" };
      for (const kind of FINDINGS) {
        const sourceArn = `arn:aws:events:us-east-1:${accountId}:rule/rampart-${name}-rule-respond-${kind}`;
        const rule = only(graph, RULE, kind);
        assert.equal(rule.inputs["name"], `rampart-${name}-rule-respond-${kind}`);
        const target = only(graph, TARGET, `${kind}-auto-remediate`);
        assert.deepEqual(
          [target.inputs["arn"], target.propertyDependencies["rule"]],
          [
            `arn:aws:lambda:us-east-1:${accountId}:function:rampart-${name}-fn-auto-remediate`,
            [rule.urn],
          ],
        );
        const permission = only(graph, PERMISSION, `auto-remediate-${kind}`);
        assert.deepEqual(permission.inputs, {
          action: "lambda:InvokeFunction",
          function: `rampart-${name}-fn-auto-remediate`,
          principal: "events.amazonaws.com",
          sourceArn,
        });
        assert.ok(waitsFor(graph, target, permission));
        const queue = only(graph, "aws:sqs/queuePolicy:QueuePolicy", "auto-remediate-undelivered");
        const { Condition } = statement(queue, "UndeliveredEvents");
        assert.ok(JSON.stringify(Condition).includes(`"${sourceArn}"`));
      }
    });
  }

  it("P-DET-6: takes calls that open and were not refused, and high findings", () => {
    const pattern = (kind: string): unknown =>
      JSON.parse(textOf(only(graphOf("prod"), RULE, kind), "eventPattern"));
    const calls = (service: string, eventName: readonly string[]) => ({
      source: [`aws.${service}`],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: [`${service}.amazonaws.com`],
        eventName,
        errorCode: [{ exists: false }],
      },
    });
    assert.deepEqual(FINDINGS.map(pattern), [
      {
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        detail: { severity: [{ numeric: [">=", 7] }] },
      },
      calls("s3", [
        "PutBucketPolicy",
        "PutBucketAcl",
        "PutBucketPublicAccessBlock",
        "DeleteBucketPublicAccessBlock",
        "PutAccountPublicAccessBlock",
        "DeleteAccountPublicAccessBlock",
      ]),
      calls("ec2", ["AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"]),
    ]);
  });

  it("P-RESP: the function's role only closes, marks, copies and stops; into quarantine and nowhere else", () => {
    const policy = only(graphOf("prod"), ROLE_POLICY, "auto-remediate-access");
    const ec2 = "arn:aws:ec2:us-east-1:777788889999";
    const granted = policyOf(policy).Statement.map(({ Sid, Action, Resource }) => [
      Sid,
      Action,
      Resource,
    ]);
    assert.deepEqual(granted.slice(1), [
      ["RevokeRules", "ec2:RevokeSecurityGroupIngress", `${ec2}:security-group/*`],
      [
        "CloseBuckets",
        [
          "s3:GetBucketAcl",
          "s3:GetBucketPolicyStatus",
          "s3:GetBucketPublicAccessBlock",
          "s3:GetBucketTagging",
          "s3:PutBucketPublicAccessBlock",
        ],
        "arn:aws:s3:::*",
      ],
      ["CloseAccount", ["s3:GetAccountPublicAccessBlock", "s3:PutAccountPublicAccessBlock"], "*"],
      [
        "CutOffInterfaces",
        "ec2:ModifyNetworkInterfaceAttribute",
        [`${ec2}:instance/*`, `${ec2}:network-interface/*`],
      ],
      ["IntoQuarantine", "ec2:ModifyNetworkInterfaceAttribute", `${ec2}:security-group/*`],
      ["MarkSuspects", "ec2:CreateTags", [`${ec2}:instance/*`, `${ec2}:network-interface/*`]],
      ["CopyDisks", "ec2:CreateSnapshots", [`${ec2}:instance/*`, `${ec2}:volume/*`]],
      ["CopyDisksMarked", "ec2:CreateSnapshots", "arn:aws:ec2:us-east-1::snapshot/*"],
      ["MarkCopies", "ec2:CreateTags", "arn:aws:ec2:us-east-1::snapshot/*"],
      [
        "StopTasks",
        ["ecs:DescribeTasks", "ecs:StopTask"],
        ["arn:aws:ecs:us-east-1:777788889999:task/rampart-prod-ecs-*/*"],
      ],
      ["FindStopped", "ecs:ListTasks", "*"],
      ["TellPeople", "sns:Publish", "arn:aws:sns:us-east-1:777788889999:prod-critical-alerts"],
      [
        "UseKeyForsns",
        ["kms:Decrypt", "kms:GenerateDataKey"],
        "arn:aws:kms:us-east-1:777788889999:key/*",
      ],
    ]);
    assert.deepEqual(statement(policy, "IntoQuarantine")["Condition"], {
      StringEquals: {
        "aws:ResourceTag/Name": ["rampart-prod-sg-quarantine"],
        "aws:ResourceTag/Project": "rampart",
        "aws:ResourceTag/Environment": ["prod"],
        "aws:ResourceTag/ManagedBy": "pulumi",
      },
    });
    assert.deepEqual(statement(policy, "MarkSuspects")["Condition"], {
      StringEquals: { "aws:RequestTag/response:by": "auto-remediate" },
      "ForAllValues:StringEquals": {
        "aws:TagKeys": [
          "response:by",
          "response:finding",
          "response:former-groups",
          "response:instance",
        ],
      },
    });
    assert.deepEqual(statement(policy, "MarkCopies")["Condition"], {
      StringEquals: { "ec2:CreateAction": "CreateSnapshots" },
    });
    assert.deepEqual(statement(policy, "CloseBuckets")["Condition"], {
      StringEquals: { "aws:ResourceAccount": "777788889999" },
    });
  });

  for (const stack of [...STACKS, "everything"]) {
    it(`P-RESP: in ${stack} the quarantine group is there, named as the function looks for it, without a rule`, () => {
      const graph = graphOf(stack);
      const prefix = variables(graph, "auto-remediate")["QUARANTINE_GROUP_PREFIX"];
      const group = only(graph, "aws:ec2/securityGroup:SecurityGroup", prefix);
      assert.deepEqual(at(group.inputs, "tags"), { Name: prefix });
      const users = graph.resources.filter(({ propertyDependencies }) =>
        Object.values(propertyDependencies).flat().includes(group.urn),
      );
      assert.deepEqual(users, []);
    });

    it(`P-OBS-7: in ${stack} Slack hears the three topics of each region, which may call the function`, () => {
      const graph = graphOf(stack);
      const name = stack === "everything" ? "prod" : stack;
      const found = ofType(graph, SUBSCRIPTION).filter(
        ({ inputs }) => inputs["protocol"] === "lambda",
      );
      const heard = found.map((entry) => textOf(entry, "topic").split(":").slice(3));
      const severities = ["critical", "info", "warning"];
      assert.deepEqual(
        heard.map(([region, , topic]) => `${region ?? ""} ${topic ?? ""}`).sort(),
        ["eu-west-2", "us-east-1"].flatMap((region) =>
          severities.map((severity) => `${region} ${name}-${severity}-alerts`),
        ),
      );
      const admitted = ofType(graph, PERMISSION)
        .filter(({ inputs }) => inputs["principal"] === "sns.amazonaws.com")
        .map((entry) => `${textOf(entry, "sourceArn")} ${textOf(entry, "function")}`);
      const calls = found.map(
        (entry) =>
          `${textOf(entry, "topic")} ${textOf(entry, "endpoint").split(":").at(-1) ?? "nobody"}`,
      );
      assert.deepEqual(admitted.sort(), calls.sort());
    });

    it(`P-OBS-7: in ${stack} keeps what a region's topics could not hand over, in that region`, () => {
      const graph = graphOf(stack);
      const found = ofType(graph, SUBSCRIPTION).filter(
        ({ inputs }) => inputs["protocol"] === "lambda",
      );
      assert.equal(found.length, 6);
      for (const entry of found) {
        const { deadLetterTargetArn } = JSON.parse(textOf(entry, "redrivePolicy")) as {
          deadLetterTargetArn: string;
        };
        const region = (arn: string) => arn.split(":")[3];
        assert.equal(region(deadLetterTargetArn), region(textOf(entry, "topic")), entry.name);
      }
    });
  }

  it("P-KEY-3: the notifier has the secret's name, and may read that one secret", () => {
    const graph = graphOf("prod");
    assert.deepEqual(variables(graph, "slack-notifier"), {
      WEBHOOK_SECRET_NAME: "/prod/monitoring/slack-webhook",
    });
    const policy = only(graph, ROLE_POLICY, "slack-notifier-access");
    assert.deepEqual(policyOf(policy).Statement[0], {
      Sid: "ReadWebhook",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource:
        "arn:aws:secretsmanager:us-east-1:777788889999:secret:/prod/monitoring/slack-webhook-??????",
    });
    const { inputs } = only(graph, "aws:secretsmanager/secret:Secret", "slack-webhook");
    assert.equal(inputs["name"], "/prod/monitoring/slack-webhook");
  });

  it("P-AUTO-2: the report comes on Mondays at nine in New York, of the time it was due", () => {
    const schedule = only(graphOf("prod"), "aws:scheduler/schedule:Schedule", "weekly-weekly");
    const { scheduleExpression, scheduleExpressionTimezone, target } = schedule.inputs;
    assert.deepEqual(
      [scheduleExpression, scheduleExpressionTimezone],
      ["cron(0 9 ? * MON *)", "America/New_York"],
    );
    assert.equal(at(target, "input"), '{"scheduledTime":"<aws.scheduler.scheduled-time>"}');
    const every = only(graphOf("everything"), "aws:scheduler/schedule:Schedule", "weekly-weekly");
    assert.equal(every.inputs["scheduleExpression"], "cron(30 7 ? * MON *)");
    assert.equal(every.inputs["scheduleExpressionTimezone"], "Europe/London");
    const policy = only(graphOf("prod"), ROLE_POLICY, "posture-report-access");
    assert.deepEqual(policyOf(policy).Statement[0], {
      Sid: "ReadFindings",
      Effect: "Allow",
      Action: "securityhub:GetFindings",
      Resource: "arn:aws:securityhub:us-east-1:777788889999:hub/default",
    });
  });

  it("P-RESP: where it is off there is no function, no rule and no report, but Slack still hears", async () => {
    const raw = withSetting(rawSettings("dev"), "operations.response", { mode: "off" });
    const graph = await programGraph(withSystems(raw));
    assert.deepEqual(
      namesOf(graph, FUNCTION).filter((name) => /auto-remediate|posture|slack/.test(name)),
      ["slack-notifier"],
    );
    assert.deepEqual(
      namesOf(graph, RULE).filter((name) => FINDINGS.includes(name)),
      [],
    );
    assert.equal(worldOpen(graph).length, 2);
  });

  it("P-RESP, T87: each function keeps a share where the account's limit is stated, and else none", async () => {
    const shares = (graph: Graph) =>
      ofType(graph, FUNCTION)
        .map(({ name, inputs }) => [name, inputs["reservedConcurrentExecutions"]])
        .sort();
    for (const stack of STACKS) {
      assert.ok(
        shares(graphOf(stack)).every(([, share]) => share === undefined),
        stack,
      );
    }
    const raw = withSetting(rawSettings("dev"), "operations.lambdaConcurrency", 1000);
    assert.deepEqual(shares(await programGraph(raw)), [
      ["auto-remediate", 5],
      ["environment-schedule", 1],
      ["ingest", 10],
      ["posture-report", 1],
      ["rotate-database-secret", 1],
      ["slack-notifier", 3],
    ]);
  });

  it("P-RESP: Lambda never tries again what was done and not told, and keeps it in the queue", () => {
    for (const stack of STACKS) {
      const config = only(
        graphOf(stack),
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "auto-remediate",
      );
      assert.equal(config.inputs["maximumRetryAttempts"], 0);
      const kept = at(config.inputs, "destinationConfig", "onFailure", "destination");
      assert.ok(typeof kept === "string");
      assert.match(kept, /-sqs-auto-remediate-failures$/);
    }
  });

  it("P-RESP: in one account for all it cuts off and stops what is its neighbours', and nobody else's", async () => {
    const raw = withSetting(rawSettings("prod"), "operations.response.neighbours", [
      "dev",
      "staging",
    ]);
    const graph = await programGraph(raw, { stack: "prod" });
    assert.equal(
      variables(graph, "auto-remediate")["QUARANTINE_GROUP_PREFIX"],
      "rampart-prod-sg-quarantine,rampart-dev-sg-quarantine,rampart-staging-sg-quarantine",
    );
    const alone = roleIn(graphOf("prod"), only(graphOf("prod"), ROLE, "auto-remediate"));
    const shared = roleIn(graph, only(graph, ROLE, "auto-remediate"));
    const place = "us-east-1:777788889999";
    const rows = (name: string): Request[] => [
      { action: "ecs:StopTask", resource: `arn:aws:ecs:${place}:task/rampart-${name}-ecs-main/0a` },
      {
        action: "ecs:DescribeTasks",
        resource: `arn:aws:ecs:${place}:task/rampart-${name}-ecs-main/0a`,
      },
      {
        action: "ecs:ListTasks",
        resource: "*",
        context: { "ecs:cluster": `arn:aws:ecs:${place}:cluster/rampart-${name}-ecs-main` },
      },
      {
        action: "ec2:ModifyNetworkInterfaceAttribute",
        resource: `arn:aws:ec2:${place}:security-group/sg-1`,
        context: {
          "aws:ResourceTag/Name": `rampart-${name}-sg-quarantine`,
          "aws:ResourceTag/Project": "rampart",
          "aws:ResourceTag/Environment": name,
          "aws:ResourceTag/ManagedBy": "pulumi",
        },
      },
    ];
    const ask = (role: Identity, request: Request) => {
      const context = { "aws:RequestedRegion": "us-east-1", ...request.context };
      return answer(role, { ...request, context });
    };
    for (const [name, wanted] of [
      ["prod", "allowed"],
      ["dev", "allowed"],
      ["staging", "allowed"],
      ["other", "not allowed"],
    ] as const) {
      for (const request of rows(name)) {
        const what = `${request.action} in ${name}`;
        assert.equal(ask(shared, request), wanted, what);
        assert.equal(ask(alone, request), name === "prod" ? "allowed" : "not allowed", what);
      }
    }
  });

  it("P-DET-6: leaves the balancers of neighbours open too, which another stack declares", async () => {
    const raw = withSetting(rawSettings("dev"), "operations.response.neighbours", ["staging"]);
    assert.deepEqual(declared(await programGraph(raw)), [
      "rampart-dev-sg-alb 443",
      "rampart-dev-sg-alb 80",
      "rampart-dev-sg-alb-docs 443",
      "rampart-dev-sg-alb-docs 80",
      "rampart-staging-sg-alb 443",
      "rampart-staging-sg-alb 80",
      "rampart-staging-sg-alb-docs 443",
      "rampart-staging-sg-alb-docs 80",
      "rampart-staging-sg-alb-trkr 443",
      "rampart-staging-sg-alb-trkr 80",
    ]);
  });

  it("P-DET-6: leaves the tracker's balancer open where it is in the same region, and is told first", async () => {
    const at = { region: "us-east-1", zoneIds: ["use1-az1", "use1-az2"], enableAnisette: false };
    const raw = withSystems(rawSettings("dev"), "tracker");
    const tracker = { ...(raw["tracker"] as object), ...at, enableWorkers: false };
    const graph = await programGraph({ ...raw, tracker });
    const own = ["rampart-dev-sg-alb-trkr 443", "rampart-dev-sg-alb-trkr 80"];
    assert.deepEqual(
      declared(graph).filter((opening) => opening.includes("trkr")),
      own,
    );
    const responder = only(graph, "aws:lambda/function:Function", "auto-remediate");
    const rules = ofType(graph, INGRESS).filter(
      ({ urn, inputs }) => urn.includes("systems:Tracker$") && inputs["cidrIpv4"] === "0.0.0.0/0",
    );
    assert.equal(rules.length, own.length);
    for (const rule of rules) assert.ok(waitsFor(graph, rule, responder), rule.name);
    assert.ok(!declared(graphOf("dev")).some((opening) => opening.includes("trkr")));
  });
});
