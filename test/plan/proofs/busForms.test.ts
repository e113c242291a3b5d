import assert from "node:assert/strict";

import type { Resource } from "../../../plan/graph/resource.ts";
import type { Properties } from "../../../plan/graph/value.ts";
import { resource } from "../builder.ts";
import { T } from "./defects.ts";
import { ACCOUNT, arn, heard, make, policy, told, topicArn } from "./small.ts";

const eventPattern = JSON.stringify({ source: ["aws.signin"] });
const AWAY = "us-east-1";
const HOME = arn("events", "event-bus/default");

const role = make(T.role, "r", {
  assumeRolePolicy: policy({
    Principal: { Service: "events.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:aws:events:${AWAY}:${ACCOUNT}:rule/away` },
    },
  }),
  inlinePolicies: [{ policy: policy({ Action: "events:PutEvents", Resource: HOME }) }],
});
const away = make(T.rule, "away", { region: AWAY, eventPattern });
const handing = (inputs: Properties = {}) =>
  make(T.target, "away", {
    region: AWAY,
    rule: "away",
    arn: HOME,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
    ...inputs,
  });
const home = [
  make(T.rule, "home", { eventPattern }),
  make(T.target, "home", {
    rule: "home",
    arn: topicArn,
    deadLetterConfig: { arn: arn("sqs", "q") },
  }),
];
const taken = (...others: readonly Resource[]) =>
  told(away, ...others).filter((line) => !line.includes("queue"));

describe("forms of event buses", () => {
  it("P-DET-6, T24: a rule hands events over to a bus at home, where a rule takes them", () => {
    assert.deepEqual(taken(handing(), role, ...home, ...heard), [
      "passes: rule away → role r → bus default in eu-west-1 → rule home",
      "passes: rule home → topic t → email a@b.c",
    ]);
    const other = make(T.rule, "home", { eventPattern: '{"source":["aws.sts"]}' });
    assert.deepEqual(taken(handing(), role, other).slice(0, 2), [
      "unknown: rule away → role r → bus default in eu-west-1 → a rule",
      "  no rule on bus default in eu-west-1 has the pattern of rule away, so it can't be shown that anybody hears",
    ]);
  });

  it("P-DET-6: its role must be let to, and the bus be of the account", () => {
    const elsewhere = arn("events", "event-bus/other");
    assert.deepEqual(taken(handing({ arn: elsewhere }), role).slice(0, 2), [
      "stops: rule away → role r → bus other in eu-west-1 → a rule",
      `  statement policy.Statement[0] of the policies of role r allows events:PutEvents, but not on ${elsewhere}`,
    ]);
    assert.deepEqual(taken(handing({ arn: HOME.replace(ACCOUNT, "444455556666") }), role), [
      "unknown: rule away → bus default in eu-west-1",
      "  bus default in eu-west-1 is of account 444455556666, so it can't be shown that anybody hears",
    ]);
  });

  it("P-DET-6: within a region something must keep what a bus did not take", () => {
    const rule = make(T.rule, "near", { eventPattern });
    const target = make(T.target, "near", {
      rule: "near",
      arn: arn("events", "event-bus/other"),
      roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
    });
    const lines = told(rule, target, role);
    assert.ok(
      lines.includes(
        "  nobody would hear of events that rule near could not deliver to target near",
      ),
    );
  });

  it("P-DET-6: a bus of one's own has events of one's own", () => {
    const own = (source: string) =>
      resource(T.rule, "own", {
        name: "own",
        eventBusName: "mine",
        eventPattern: JSON.stringify({ source: [source] }),
      });
    const target = make(T.target, "own", { rule: "own", arn: topicArn, eventBusName: "mine" });
    assert.equal(
      told(own("com.example"), target, ...heard)[0],
      "passes: rule own → topic t → email a@b.c",
    );
    assert.deepEqual(told(own("aws.ec2"), target, ...heard), [
      "stops: bus mine → rule own",
      "  rule own is on bus mine, and services of AWS tell the default bus alone",
    ]);
  });

  it("P-DET-6: what begins like a service of AWS is one", () => {
    const own = (source: Properties, eventBusName = "mine") =>
      make(T.rule, "own", { eventBusName, eventPattern: JSON.stringify({ source: [source] }) });
    const target = make(T.target, "own", { rule: "own", arn: topicArn, eventBusName: "mine" });
    for (const source of [{ prefix: "aws.guard" }, { wildcard: "aws.*" }]) {
      assert.deepEqual(told(own(source), target, ...heard), [
        "stops: bus mine → rule own",
        "  rule own is on bus mine, and services of AWS tell the default bus alone",
      ]);
    }
    for (const source of [{ prefix: "aw" }, { suffix: "aws." }]) {
      assert.equal(
        told(own(source), target, ...heard)[0],
        "passes: rule own → topic t → email a@b.c",
      );
    }
  });

  it("P-DET-6: partners of AWS fill buses of their own", () => {
    const bus = "aws.partner/example.com/1/x";
    const rule = make(T.rule, "p", {
      eventBusName: bus,
      eventPattern: JSON.stringify({ source: [bus] }),
    });
    const target = make(T.target, "p", { rule: "p", arn: topicArn, eventBusName: bus });
    assert.equal(told(rule, target, ...heard)[0], "passes: rule p → topic t → email a@b.c");
  });

  it("P-DET-6: a rule that hands events over feeds the bus that it hands them to", () => {
    const bus = make("aws:cloudwatch/eventBus:EventBus", "mine");
    const rule = make(T.rule, "own", { eventBusName: "mine", eventPattern });
    const target = make(T.target, "own", { rule: "own", arn: topicArn, eventBusName: "mine" });
    const way = "passes: rule own → topic t → email a@b.c";
    const feeding = (inputs: Properties) =>
      make(T.target, "f", { rule: "f", arn: arn("events", "event-bus/mine"), ...inputs });
    const first = make(T.rule, "f", { eventPattern });
    assert.ok(told(first, feeding({}), rule, target, ...heard).includes(way));
    const byOrigin = make(T.target, "f", { rule: "f" }, { arn: bus });
    assert.ok(told(first, byOrigin, bus, rule, target, ...heard).includes(way));
    const other = feeding({ arn: `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/mine` });
    assert.ok(!told(first, other, rule, target, ...heard).includes(way));
  });

  it("a rule and its target may take their bus from one place", () => {
    const bus = make("aws:cloudwatch/eventBus:EventBus", "b");
    const rule = make(T.rule, "r", {}, { eventBusName: bus });
    const other = make(T.target, "r", { rule: "r", arn: topicArn, eventBusName: "c" });
    assert.deepEqual(told(rule, other, ...heard).slice(0, 2), [
      "stops: rule r → arn:aws:sns:eu-west-1:111122223333:t",
      "  target r is on bus c, and rule r on bus b",
    ]);
    const same = make(T.target, "r", { rule: "r", arn: topicArn }, { eventBusName: bus });
    assert.equal(told(rule, same, ...heard)[0], "passes: rule r → topic t → email a@b.c");
  });
});
