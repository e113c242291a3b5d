import assert from "node:assert/strict";

import { findingKinds, ROOT_USE } from "../../../components/detection/findingPatterns.ts";
import { FindingRoutes } from "../../../components/detection/findingRoutes.ts";
import { GUARD_CALLS, WATCH_CALLS } from "../../../components/detection/guardCalls.ts";
import { lets } from "../../../policy-pack/controls/events/eventPattern.ts";
import type { Value } from "../../../policy-pack/engine/resource.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import {
  namesOf,
  ofType,
  only,
  policyOf,
  recorded,
  statement,
  waitsFor,
} from "../../support/graph.ts";
import { textOf } from "../../traps/reading.ts";
import { alerted } from "./support.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ROLE = "aws:iam/role:Role";

const environment = testEnvironment();

/** Which routes take an event. */
const routesOf = (event: Value): string[] =>
  Object.entries(findingKinds(environment))
    .filter(([, { pattern }]) => lets(pattern as unknown as Value, event))
    .map(([kind]) => kind);

const guardDuty = (severity: number): Value => ({
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  detail: { severity },
});

const hub = (finding: Record<string, Value>): Value => ({
  source: "aws.securityhub",
  "detail-type": "Security Hub Findings - Imported",
  detail: {
    findings: [
      {
        ProductName: "Security Hub",
        Severity: { Label: "CRITICAL" },
        Compliance: { Status: "FAILED" },
        Workflow: { Status: "NEW" },
        RecordState: "ACTIVE",
        ...finding,
      },
    ],
  },
});

const compliance = (configRuleName: string, complianceType: string): Value => ({
  source: "aws.config",
  "detail-type": "Config Rules Compliance Change",
  detail: {
    messageType: "ComplianceChangeNotification",
    configRuleName,
    newEvaluationResult: { complianceType },
  },
});

const analyzer = (isPublic: boolean, status: string): Value => ({
  source: "aws.access-analyzer",
  "detail-type": "Access Analyzer Finding",
  detail: { status, isPublic },
});

const inspector = (severity: string, status = "ACTIVE"): Value => ({
  source: "aws.inspector2",
  "detail-type": "Inspector2 Finding",
  detail: { severity, status },
});

const call = (
  userIdentity: Record<string, Value>,
  kind = "AWS API Call via CloudTrail",
  eventType = "AwsApiCall",
): Value => ({ source: "aws.iam", "detail-type": kind, detail: { userIdentity, eventType } });

const made = (service: string, eventName: string, more: Record<string, Value> = {}): Value => ({
  source: `aws.${service}`,
  "detail-type": "AWS API Call via CloudTrail",
  detail: {
    eventSource: `${service}.amazonaws.com`,
    eventName,
    userIdentity: { type: "AssumedRole" },
    ...more,
  },
});

/** What happens, and the routes that take it. */
const EVENTS: readonly [what: string, event: Value, routes: readonly string[]][] = [
  ["GuardDuty, 3.9", guardDuty(3.9), []],
  ["GuardDuty, 4", guardDuty(4), ["guardduty-medium"]],
  ["GuardDuty, 6.9", guardDuty(6.9), ["guardduty-medium"]],
  ["GuardDuty, 7", guardDuty(7), ["guardduty-high"]],
  ["GuardDuty, 9.5", guardDuty(9.5), ["guardduty-high"]],
  ["a critical control", hub({}), ["securityhub-critical"]],
  ["a control of high severity", hub({ Severity: { Label: "HIGH" } }), ["securityhub-high"]],
  ["a control of medium severity", hub({ Severity: { Label: "MEDIUM" } }), []],
  ["a control that somebody took on", hub({ Workflow: { Status: "NOTIFIED" } }), []],
  ["a control that passes", hub({ Compliance: { Status: "PASSED" } }), []],
  ["a control that is gone", hub({ RecordState: "ARCHIVED" }), []],
  ["what GuardDuty told Security Hub", hub({ ProductName: "GuardDuty" }), []],
  [
    "a rule of the program's broken",
    compliance("rampart-dev-config-encrypted-volumes", "NON_COMPLIANT"),
    ["config-rules"],
  ],
  [
    "a rule of the program's kept again",
    compliance("rampart-dev-config-encrypted-volumes", "COMPLIANT"),
    [],
  ],
  ["a rule of Security Hub's broken", compliance("securityhub-s3-1-a1b2", "NON_COMPLIANT"), []],
  ["something public", analyzer(true, "ACTIVE"), ["analyzer-public"]],
  ["something shared", analyzer(false, "ACTIVE"), ["analyzer-foreign"]],
  ["something that was public", analyzer(true, "RESOLVED"), []],
  ["a critical weakness", inspector("CRITICAL"), ["inspector-high"]],
  ["a weakness of medium severity", inspector("MEDIUM"), []],
  ["a weakness that is gone", inspector("HIGH", "CLOSED"), []],
  ["a call of the root user", call({ type: "Root" }), ["root-use"]],
  [
    "the root user's sign-in",
    call({ type: "Root" }, "AWS Console Sign In via CloudTrail", "AwsConsoleSignIn"),
    ["root-use"],
  ],
  ["a role's call", call({ type: "AssumedRole" }), []],
  ["a service's call for the root user", call({ type: "Root", invokedBy: "x.amazonaws.com" }), []],
  ["AWS's own event", call({ type: "Root" }, undefined, "AwsServiceEvent"), []],
  ["a trail stopped", made("cloudtrail", "StopLogging"), ["guards-touched"]],
  [
    "a trail that somebody failed to stop",
    made("cloudtrail", "StopLogging", { errorCode: "AccessDenied" }),
    ["guards-touched"],
  ],
  ["a look at the trails", made("cloudtrail", "DescribeTrails"), []],
  ["a recorder that starts", made("config", "StartConfigurationRecorder"), []],
  ["a key that is kept", made("kms", "CancelKeyDeletion"), []],
  ["a call of the same name elsewhere", made("mgn", "DeleteAnalyzer"), []],
];

describe("findings", () => {
  for (const [what, event, routes] of EVENTS) {
    it(`P-DET-6: ${what} goes to ${routes.join(", ") || "nobody"}`, () => {
      assert.deepEqual(routesOf(event), routes);
    });
  }
});

const ALARM = "rampart-dev-alarm-";
const TRAIL_GROUP = "/aws/cloudtrail/rampart-dev-trail-account";
const RESPONDER = "rampart-dev-fn-auto-remediate";
const queueUrl = (name: string) => `https://sqs.us-east-1.amazonaws.com/111122223333/${name}`;

/** Calls about what tells or responds, each about one thing that counts and one that does not. */
const TOUCHING: readonly (readonly [
  service: string,
  eventName: string,
  counts: Record<string, Value>,
  ordinary: Record<string, Value>,
])[] = [
  ...["DeleteAlarms", "DisableAlarmActions"].flatMap((call) =>
    ["trail-lost-keys", "findings-undelivered", "auto-remediate-failures", "break-glass-use-x"].map(
      (alarm) =>
        [
          "monitoring",
          call,
          { alarmNames: [`${ALARM}api-errors`, `${ALARM}${alarm}`] },
          { alarmNames: [`${ALARM}api-errors`, `other-${ALARM}${alarm}`] },
        ] as const,
    ),
  ),
  ...["PutCompositeAlarm", "PutMetricAlarm", "SetAlarmState"].map(
    (call) =>
      [
        "monitoring",
        call,
        { alarmName: `${ALARM}trail-lost-keys`, alarmActions: [] },
        { alarmName: `${ALARM}api-errors`, alarmActions: [] },
      ] as const,
  ),
  [
    "events",
    "PutRule",
    { name: "rampart-dev-rule-root-use", state: "DISABLED" },
    { name: "AutoScalingManagedRule" },
  ],
  [
    "events",
    "PutTargets",
    { rule: "rampart-dev-rule-root-use", targets: [] },
    { rule: "AutoScalingManagedRule", targets: [] },
  ],
  ...["DeleteLogGroup", "DeleteMetricFilter", "PutMetricFilter", "PutRetentionPolicy"].flatMap(
    (call) =>
      [TRAIL_GROUP, `/aws/lambda/${RESPONDER}`].map(
        (logGroupName) =>
          ["logs", call, { logGroupName }, { logGroupName: "/ecs/dev/api" }] as const,
      ),
  ),
  ...[
    "DeleteFunction20150331",
    "DeleteFunctionEventInvokeConfig",
    "PutFunctionConcurrency20171031",
    "PutFunctionEventInvokeConfig",
    "RemovePermission20150331v2",
    "UpdateFunctionCode20150331v2",
    "UpdateFunctionConfiguration20150331v2",
    "UpdateFunctionEventInvokeConfig",
  ].flatMap((call) =>
    [RESPONDER, `arn:aws:lambda:us-east-1:111122223333:function:${RESPONDER}`].map(
      (functionName) =>
        [
          "lambda",
          call,
          { functionName },
          { functionName: "rampart-dev-fn-slack-notifier" },
        ] as const,
    ),
  ),
  ...[
    "AddPermission",
    "DeleteQueue",
    "PurgeQueue",
    "RemovePermission",
    "SetQueueAttributes",
  ].flatMap((call) =>
    [
      "auto-remediate-failures",
      "auto-remediate-undelivered",
      "break-glass-use-undelivered",
      "findings-undelivered",
    ].map(
      (queue) =>
        [
          "sqs",
          call,
          { queueUrl: queueUrl(`rampart-dev-sqs-${queue}`) },
          { queueUrl: queueUrl("rampart-dev-sqs-hours-undelivered") },
        ] as const,
    ),
  ),
];

const callsIn = (calls: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(calls).flatMap(([service, names]) => names.map((name) => `${service} ${name}`));

describe("calls that blind the account", () => {
  const names = callsIn(GUARD_CALLS);

  it("feature 50: are told at once, whichever of them, and whatever they are about", () => {
    assert.ok(names.length > 20);
    for (const call of names) {
      const [service = "", name = ""] = call.split(" ");
      for (const requestParameters of [null, { name: "x", keyId: "x", topicArn: "x" }]) {
        assert.deepEqual(routesOf(made(service, name, { requestParameters })), ["guards-touched"]);
      }
    }
  });

  it("feature 50: are those that stop what the baseline started, and end or close keys", () => {
    const stops = [
      "access-analyzer DeleteAnalyzer",
      "cloudtrail StopLogging",
      "config StopConfigurationRecorder",
      "ec2 DisableEbsEncryptionByDefault",
      "guardduty DeleteDetector",
      "inspector2 Disable",
      "kms DeleteAlias",
      "kms DisableKey",
      "kms PutKeyPolicy",
      "kms ScheduleKeyDeletion",
      "kms UpdateAlias",
      "logs PutAccountPolicy",
      "monitoring PutAlarmMuteRule",
      "securityhub DisableSecurityHub",
    ];
    assert.deepEqual(
      stops.filter((call) => !names.includes(call)),
      [],
    );
  });
});

describe("calls about what tells or responds", () => {
  for (const [service, eventName, counts, ordinary] of TOUCHING) {
    it(`feature 50: ${service} ${eventName} is heard of about ${JSON.stringify(counts)}`, () => {
      const routes = (requestParameters: Value) =>
        routesOf(made(service, eventName, { requestParameters }));
      assert.deepEqual(routes(counts), ["watch-touched"]);
      assert.deepEqual(routes(ordinary), []);
      // Of what was refused CloudTrail may not tell the parameters.
      assert.deepEqual(routes(null), ["watch-touched"]);
    });
  }

  it("feature 50: each of them is tried here", () => {
    const tried = new Set(
      TOUCHING.map(([service, name]) => [service, name.replace(/\d{8}(v\d)?$/, "")].join(" ")),
    );
    assert.deepEqual([...tried].sort(), callsIn(WATCH_CALLS).sort());
  });

  it("feature 50: reading what there is, or calling it, is not heard of", () => {
    for (const [service, name] of [
      ["lambda", "GetFunction20150331v2"],
      ["monitoring", "DescribeAlarms"],
      ["events", "DescribeRule"],
      ["sqs", "GetQueueAttributes"],
      ["logs", "CreateLogStream"],
    ] as const) {
      assert.deepEqual(routesOf(made(service, name, { requestParameters: null })), [], name);
    }
  });
});

describe("FindingRoutes", () => {
  const make = (place = environment) =>
    recorded(() => {
      const { alertsKey, boundary, critical, warning } = alerted(place);
      const args = { environment: place, alertsKey, boundary, critical, warning };
      return new FindingRoutes("findings", args);
    });

  it("P-DET-6, P-RESP: each kind has one rule, and goes to the topic of its severity", async () => {
    const graph = await make();
    const routes = ofType(graph, TARGET).map(({ inputs }) => [
      textOf(inputs["rule"]),
      textOf(inputs["arn"]).split(":").at(-1),
    ]);
    const route = (kind: string, severity: string) => [
      `rampart-dev-rule-${kind}`,
      `dev-${severity}-alerts`,
    ];
    assert.deepEqual(routes.sort(), [
      route("analyzer-foreign", "warning"),
      route("analyzer-public", "critical"),
      route("config-rules", "warning"),
      route("guardduty-high", "critical"),
      route("guardduty-medium", "warning"),
      route("guards-touched", "critical"),
      route("inspector-high", "warning"),
      route("root-use", "critical"),
      route("securityhub-critical", "critical"),
      route("securityhub-high", "warning"),
      route("watch-touched", "critical"),
    ]);
    assert.equal(ofType(graph, RULE).length, routes.length);
  });

  it("feature 53: wait for the topics' policies, and keep what could not be delivered", async () => {
    const graph = await make();
    const queue = only(graph, "aws:sqs/queue:Queue");
    const policies = ofType(graph, "aws:sns/topicPolicy:TopicPolicy");
    for (const target of ofType(graph, TARGET)) {
      assert.ok(policies.some((policy) => waitsFor(graph, target, policy)));
      assert.deepEqual(target.inputs["deadLetterConfig"], {
        arn: "arn:aws:sqs:us-east-1:111122223333:rampart-dev-sqs-findings-undelivered",
      });
      assert.ok(waitsFor(graph, target, queue));
    }
    const policy = statement(only(graph, "aws:sqs/queuePolicy:QueuePolicy"), "UndeliveredEvents");
    const { ArnEquals } = policy["Condition"] as { ArnEquals: Record<string, string[]> };
    assert.deepEqual(
      ArnEquals["aws:SourceArn"],
      ofType(graph, RULE).map(
        ({ inputs }) => `arn:aws:events:us-east-1:111122223333:rule/${textOf(inputs["name"])}`,
      ),
    );
  });

  it("P-DET-6, P-OBS-3: an alarm tells of what could not be delivered, wherever that was to go", async () => {
    const { inputs } = only(await make(), "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(
      [inputs["namespace"], inputs["metricName"], inputs["dimensions"], inputs["threshold"]],
      [
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        { QueueName: "rampart-dev-sqs-findings-undelivered" },
        0,
      ],
    );
    assert.equal(inputs["comparisonOperator"], "GreaterThanThreshold");
    assert.deepEqual(inputs["alarmActions"], [
      "arn:aws:sns:us-east-1:111122223333:dev-critical-alerts",
    ]);
  });

  it("T24: in us-east-1 nothing needs to be handed over", async () => {
    const graph = await make();
    assert.deepEqual(ofType(graph, ROLE), []);
    assert.deepEqual(
      ofType(graph, RULE).filter(({ inputs }) => inputs["region"] !== undefined),
      [],
    );
  });

  it("T24: elsewhere a rule in us-east-1 hands the root user's doings over", async () => {
    const graph = await make(testEnvironment({ region: "eu-west-2" }));
    const rule = only(graph, RULE, "findings-root-use-abroad");
    assert.deepEqual(
      [rule.inputs["region"], rule.inputs["name"], JSON.parse(textOf(rule.inputs["eventPattern"]))],
      ["us-east-1", "rampart-dev-rule-root-use-abroad", ROOT_USE],
    );
    const bus = "arn:aws:events:eu-west-2:111122223333:event-bus/default";
    const { inputs } = only(graph, TARGET, "findings-root-use-abroad-home");
    assert.deepEqual(
      [inputs["arn"], inputs["region"], inputs["roleArn"]],
      [bus, "us-east-1", "arn:aws:iam::111122223333:role/rampart-dev-role-root-use-abroad"],
    );
    const [send] = policyOf(only(graph, "aws:iam/rolePolicy:RolePolicy")).Statement;
    assert.deepEqual([send?.["Action"], send?.["Resource"]], ["events:PutEvents", bus]);
    const trust = statement(only(graph, ROLE), "TrustService", "assumeRolePolicy");
    assert.deepEqual(trust["Condition"], {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: {
        "aws:SourceArn":
          "arn:aws:events:us-east-1:111122223333:rule/rampart-dev-rule-root-use-abroad",
      },
    });
    // What is handed over keeps source and detail, and the rule at home takes it.
    assert.ok(namesOf(graph, RULE).includes("findings-root-use"));
  });
});
