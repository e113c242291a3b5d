import assert from "node:assert/strict";

import {
  destinationsOf,
  hasSubscriber,
  isHeard,
  SUBSCRIPTION,
  TOPIC,
} from "../../../../policy-pack/controls/shared/topics.ts";
import { StackView } from "../../../../policy-pack/engine/associations.ts";
import { Undecidable } from "../../../../policy-pack/engine/reading.ts";
import {
  type PolicyResource,
  type Properties,
  ResourceSet,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { View } from "../../../../policy-pack/engine/view.ts";
import { ACCOUNT, FOREIGN, PROVIDER, resource, STACK } from "../../support/resources.ts";

const arn = (name: string, account = ACCOUNT) => `arn:aws:sns:us-east-1:${account}:${name}`;
const topic = (name: string, inputs: Properties = { name }) => resource(TOPIC, name, inputs);
const alarms = topic("alarms");
const events = topic("events");
const parameter = resource("aws:ssm/parameter:Parameter", "parameter", {});

const stackOf = (...resources: PolicyResource[]) =>
  new StackView(new ResourceSet([STACK, PROVIDER, parameter, ...resources]));

/** Names of the topics, and what else is named: texts, or `?` for what is unknown. */
function destinations(
  alarmActions: Value,
  origins: readonly PolicyResource[] = [],
  topics: readonly PolicyResource[] = [alarms, events],
) {
  const alarm = resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "alarm",
    { alarmActions },
    { propertyDependencies: { alarmActions: origins.map(({ urn }) => urn) } },
  );
  const found = destinationsOf(stackOf(...topics, alarm), new View(alarm), "alarmActions");
  return [
    found.topics.map(({ name }) => name),
    found.others.map((other) => (other.kind === "unknown" ? "?" : other.text)),
  ];
}

describe("where a property leads", () => {
  const OUTSIDE = arn("central", FOREIGN);

  for (const [title, value, origins, expected] of [
    ["nowhere", [], [], [[], []]],
    ["to a topic by its ARN", [arn("alarms")], [], [["alarms"], []]],
    ["to a topic by the origin of its ARN", UNKNOWN, [alarms], [["alarms"], []]],
    ["to a topic in a list by its origin", [UNKNOWN], [alarms], [["alarms"], []]],
    ["to whatever an unknown is", UNKNOWN, [], [[], ["?"]]],
    ["to whatever an unknown in a list is", [UNKNOWN], [], [[], ["?"]]],
    ["outside", [OUTSIDE], [], [[], [OUTSIDE]]],
    [
      "to a topic of the same name in another account",
      [arn("alarms", FOREIGN)],
      [],
      [[], [arn("alarms", FOREIGN)]],
    ],
    ["outside and to a topic", [OUTSIDE, UNKNOWN], [alarms], [["alarms"], [OUTSIDE]]],
    [
      "to a known and an unknown topic",
      [arn("alarms"), UNKNOWN],
      [alarms, events],
      [["alarms", "events"], []],
    ],
    ["to one topic and another unknown", [arn("alarms"), UNKNOWN], [alarms], [["alarms"], ["?"]]],
    [
      "outside by way of a parameter, to a topic, and to another unknown",
      [OUTSIDE, UNKNOWN, UNKNOWN],
      [alarms, parameter],
      [["alarms"], [OUTSIDE, "?", "?"]],
    ],
  ] as const) {
    it(`is ${title}`, () => {
      assert.deepEqual(destinations(value, origins), expected);
    });
  }

  it("is outside where the name of the stack's own topic is unknown", () => {
    const unnamed = topic("alarms", { name: UNKNOWN });
    assert.deepEqual(destinations([OUTSIDE], [unnamed], [unnamed]), [[], [OUTSIDE]]);
  });

  it("is a topic of whatever account where no provider says which", () => {
    const anybodys = { ...alarms, provider: "" };
    assert.deepEqual(destinations([arn("alarms", FOREIGN)], [], [anybodys]), [["alarms"], []]);
  });
});

describe("who hears of it", () => {
  const subscription = resource(SUBSCRIPTION, "mail", { topic: arn("alarms") });
  const stack = stackOf(alarms, events, subscription);
  const named = (...topics: PolicyResource[]) => topics.map((one) => new View(one));
  const other = new View(resource("aws:x/y:Y", "y", { known: arn("central"), open: UNKNOWN }));
  const central = other.at("known");

  it("is whoever subscribes to the topic", () => {
    assert.equal(hasSubscriber(stack, new View(alarms)), true);
    assert.equal(hasSubscriber(stack, new View(events)), false);
  });

  it("is somebody where one topic of several has a subscriber", () => {
    assert.equal(isHeard(stack, { topics: named(events, alarms), others: [] }, []), true);
    assert.equal(isHeard(stack, { topics: named(events), others: [] }, []), false);
    assert.equal(isHeard(stack, { topics: [], others: [] }, []), false);
  });

  it("is somebody outside where a profile says so", () => {
    assert.equal(isHeard(stack, { topics: [], others: [central] }, [arn("central")]), true);
    assert.equal(isHeard(stack, { topics: [], others: [central] }, []), false);
  });

  it("is not known of an unknown topic, unless another one is heard", () => {
    const others = [other.at("open")];
    assert.throws(() => isHeard(stack, { topics: named(events), others }, []), Undecidable);
    assert.equal(isHeard(stack, { topics: named(alarms), others }, []), true);
  });
});
