import assert from "node:assert/strict";

import { eventbridgeBusPolicyBound } from "../../../../policy-pack/controls/events/eventbridge-bus-policy-bound.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, resource } from "../../support/resources.ts";

const PUBLIC = ["Statement Send admits everyone"];
const ORGANIZATION = { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-a1b2c3d4e5" };

const send = (more: Properties = {}) => ({
  Sid: "Send",
  Effect: "Allow",
  Principal: "*",
  Action: "events:PutEvents",
  Resource: `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/orders`,
  ...more,
});
const ofOrganization = send({
  Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
});
const bus = (more: Properties = {}) =>
  resource("aws:cloudwatch/eventBus:EventBus", "bus", { name: "orders", ...more });
const policy = (more: Properties = {}) =>
  resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy", {
    eventBusName: "orders",
    policy: document(ofOrganization),
    ...more,
  });
const permission = (more: Properties = {}) =>
  resource("aws:cloudwatch/eventPermission:EventPermission", "permission", {
    eventBusName: "orders",
    statementId: "send",
    principal: "*",
    condition: ORGANIZATION,
    ...more,
  });
const ask = (resources: readonly PolicyResource[], subject: string) =>
  said(judged(eventbridgeBusPolicyBound, resources, subject));

describe("eventbridge-bus-policy-bound", () => {
  itBehaves({
    control: eventbridgeBusPolicyBound,
    compliant: [policy()],
    subject: "policy",
    fails: [
      { title: "everyone may send", path: "policy", value: document(send()), messages: PUBLIC },
      {
        title: "everyone may in the long form",
        path: "policy",
        value: document(send({ Principal: { AWS: ["*"] } })),
        messages: PUBLIC,
      },
      {
        title: "the organization is a pattern",
        path: "policy",
        value: document(send({ Condition: { StringLike: { "aws:PrincipalOrgID": "o-*" } } })),
        messages: PUBLIC,
      },
      {
        title: "the condition fixes the event alone",
        path: "policy",
        value: document(send({ Condition: { StringEquals: { "events:source": "orders" } } })),
        messages: PUBLIC,
      },
      {
        title: "one statement of two admits everyone",
        path: "policy",
        value: { Statement: [ofOrganization, send()] },
        messages: PUBLIC,
      },
    ],
    accepts: [
      {
        title: "an account by its id",
        path: "policy",
        value: document(send({ Principal: { AWS: ACCOUNT } })),
      },
      {
        title: "a Deny for everyone",
        path: "policy",
        value: document(ofOrganization, send({ Effect: "Deny" })),
      },
      {
        title: "a condition that names the caller",
        path: "policy",
        value: document(
          send({
            Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/a` } },
          }),
        ),
      },
    ],
  });

  it("wants a policy for a bus of one's own, in whatever form", () => {
    const NONE = ["The bus has no policy"];
    assert.deepEqual(ask([bus()], "bus"), NONE);
    assert.deepEqual(ask([bus(), policy({ eventBusName: "other" })], "bus"), NONE);
    assert.deepEqual(ask([bus(), policy({ eventBusName: null })], "bus"), NONE);
    assert.equal(ask([bus(), policy()], "bus"), "pass");
    assert.equal(ask([bus(), permission()], "bus"), "pass");
    const arn = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/orders`;
    assert.equal(ask([bus(), policy({ eventBusName: arn })], "bus"), "pass");
  });

  it("knows the bus by origin, and is undecided without", () => {
    const made = policy({ eventBusName: UNKNOWN });
    const placed = { ...made, propertyDependencies: { eventBusName: [bus().urn] } };
    assert.equal(ask([bus(), placed], "bus"), "pass");
    assert.equal(ask([bus(), made], "bus"), "undecided");
  });

  it("leaves a partner's bus alone", () => {
    const partner = bus({ eventSourceName: "aws.partner/example.com/orders" });
    assert.equal(ask([partner], "bus"), "notApplicable");
    assert.equal(ask([bus({ eventSourceName: UNKNOWN })], "bus"), "undecided");
  });

  it("judges a permission alike", () => {
    const OPEN = ["The permission admits everyone"];
    const asked = (more: Properties) => ask([permission(more)], "permission");
    assert.equal(asked({}), "pass");
    assert.equal(asked({ principal: ACCOUNT, condition: null }), "pass");
    assert.deepEqual(asked({ condition: null }), OPEN);
    for (const wrong of [
      { ...ORGANIZATION, value: "o-*" },
      { ...ORGANIZATION, value: "" },
      { ...ORGANIZATION, type: "StringLike" },
      { ...ORGANIZATION, key: "events:source" },
    ]) {
      assert.deepEqual(asked({ condition: wrong }), OPEN);
    }
    assert.equal(asked({ principal: UNKNOWN, condition: null }), "undecided");
    assert.equal(asked({ condition: UNKNOWN }), "undecided");
    assert.equal(asked({ principal: ACCOUNT, condition: UNKNOWN }), "pass");
  });
});
