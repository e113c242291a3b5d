import assert from "node:assert/strict";

import { alarmHasLiveAction } from "../../../../policy-pack/controls/cloudwatch/alarm-has-live-action.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";
import { alarm, subscription, topic, TOPIC_ARN } from "./alerts.ts";

const SILENT = ["Nothing happens when the alarm goes off"];
const NOBODY = ["Nobody listens to the topic topic"];
const ELSEWHERE = `arn:aws:sns:us-east-1:${ACCOUNT}:central-alerts`;
const OUTSIDE = ["A topic of the alarm is neither in the stack nor known"];
const SCALING = `arn:aws:autoscaling:us-east-1:${ACCOUNT}:scalingPolicy:1:policyName/cpu`;

const from = (subject: PolicyResource, ...origins: PolicyResource[]) => ({
  ...subject,
  propertyDependencies: { alarmActions: origins.map(({ urn }) => urn) },
});
const ask = (resources: readonly PolicyResource[], settings = {}) =>
  said(judged(alarmHasLiveAction, resources, "alarm", settings));

describe("alarm-has-live-action", () => {
  itBehaves({
    control: alarmHasLiveAction,
    compliant: [alarm(), topic, subscription()],
    subject: "alarm",
    fails: [
      {
        title: "actions are off",
        path: "actionsEnabled",
        value: false,
        messages: ["The alarm's actions are not enabled"],
      },
      {
        title: "actions are off in text",
        path: "actionsEnabled",
        value: "false",
        messages: ["The alarm's actions are not enabled"],
      },
      { title: "there are none", path: "alarmActions", messages: SILENT },
      { title: "the list is empty", path: "alarmActions", value: [], messages: SILENT },
      {
        title: "somebody listens to another topic",
        of: "subscription",
        path: "topic",
        value: ELSEWHERE,
        messages: NOBODY,
      },
      {
        title: "the topic is somewhere else",
        path: "alarmActions",
        value: [ELSEWHERE],
        messages: OUTSIDE,
      },
      {
        title: "one topic of two is somewhere else",
        path: "alarmActions",
        value: [TOPIC_ARN, ELSEWHERE],
        messages: OUTSIDE,
      },
      {
        title: "the topic is another account's of the same name",
        path: "alarmActions",
        value: [TOPIC_ARN.replace(ACCOUNT, FOREIGN)],
        messages: OUTSIDE,
      },
      {
        title: "an action is no ARN",
        path: "alarmActions",
        value: ["dev-pager"],
        messages: ["An action of the alarm is no ARN"],
      },
    ],
    accepts: [
      { title: "actions that are on by default", path: "actionsEnabled" },
      { title: "a lone action", path: "alarmActions", value: TOPIC_ARN },
      { title: "what acts by itself", path: "alarmActions", value: [SCALING] },
      { title: "both", path: "alarmActions", value: [TOPIC_ARN, SCALING] },
    ],
  });

  it("fails when nobody listens at all", () => {
    assert.deepEqual(ask([alarm(), topic]), NOBODY);
    assert.deepEqual(ask([alarm({ alarmActions: [], okActions: [TOPIC_ARN] }), topic]), SILENT);
  });

  it("knows topics by origin before they have an ARN", () => {
    const made = from(alarm({ alarmActions: [UNKNOWN] }), topic);
    const all = from(alarm({ alarmActions: UNKNOWN }), topic);
    const heard = subscription({ topic: UNKNOWN });
    const placed = { ...heard, propertyDependencies: { topic: [topic.urn] } };
    for (const subject of [made, all]) {
      assert.equal(ask([subject, topic, placed]), "pass");
      assert.deepEqual(ask([subject, topic]), NOBODY);
      assert.equal(ask([subject, topic, heard]), "undecided");
    }
  });

  it("is undecided where an action may come from anywhere", () => {
    const two = alarm({ alarmActions: [UNKNOWN, UNKNOWN] });
    assert.equal(ask([from(two, topic), topic, subscription()]), "undecided");
    const second = resource("aws:sns/topic:Topic", "second", {});
    const heard = { ...subscription(), inputs: { topic: UNKNOWN } };
    const both = [topic, second].map((one) => ({
      ...heard,
      urn: `${heard.urn}-${one.name}`,
      propertyDependencies: { topic: [one.urn] },
    }));
    assert.equal(ask([from(two, topic, second), topic, second, ...both]), "pass");
  });

  it("is undecided where a known action already is what the origin says", () => {
    const half = alarm({ alarmActions: [TOPIC_ARN, UNKNOWN] });
    assert.equal(ask([from(half, topic), topic, subscription()]), "undecided");
    const policy = resource("aws:autoscaling/policy:Policy", "policy", {});
    const scaling = alarm({ alarmActions: [SCALING, UNKNOWN] });
    assert.equal(ask([from(scaling, policy), policy]), "undecided");
    assert.equal(ask([from(scaling, policy, topic), policy, topic, subscription()]), "pass");
  });

  it("trusts a known ARN more than where it came from", () => {
    const moved = from(alarm({ alarmActions: [ELSEWHERE] }), topic);
    assert.deepEqual(ask([moved, topic, subscription()]), OUTSIDE);
  });

  it("does not take an unknown scaling policy for a topic", () => {
    const policy = resource("aws:autoscaling/policy:Policy", "policy", {});
    const mixed = from(alarm({ alarmActions: [TOPIC_ARN, UNKNOWN] }), policy);
    assert.equal(ask([mixed, policy, topic, subscription()]), "pass");
  });

  it("takes a topic outside for heard if it is listed", () => {
    const parameters = { "alarm-has-live-action": { outsideTopics: [ELSEWHERE] } };
    assert.equal(ask([alarm({ alarmActions: [ELSEWHERE] })], { parameters }), "pass");
  });
});
