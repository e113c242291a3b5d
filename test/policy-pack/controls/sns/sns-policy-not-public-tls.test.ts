import assert from "node:assert/strict";

import { snsPolicyNotPublicTls } from "../../../../policy-pack/controls/sns/sns-policy-not-public-tls.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, resource } from "../../support/resources.ts";

const ARN = `arn:aws:sns:us-east-1:${ACCOUNT}:dev-alerts`;
const PLAIN = ["No policy denies publishing without TLS"];
const PUBLIC = ["Statement Open admits everyone"];
const OWNED = { StringEquals: { "aws:SourceAccount": ACCOUNT } };

const PLAINLY = { Bool: { "aws:SecureTransport": "false" } };

const tls = (more: Properties = {}) => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "sns:Publish",
  Resource: ARN,
  Condition: PLAINLY,
  ...more,
});
const open = (more: Properties = {}) => ({
  Sid: "Open",
  Effect: "Allow",
  Principal: "*",
  Action: "sns:Publish",
  Resource: ARN,
  ...more,
});
const alarms = {
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: "sns:Publish",
  Resource: ARN,
  Condition: OWNED,
};
const topic = (more: Properties = {}) =>
  resource("aws:sns/topic:Topic", "topic", { name: "dev-alerts", ...more });
const policy = (more: Properties = {}, origins: PolicyResource[] = []) =>
  resource(
    "aws:sns/topicPolicy:TopicPolicy",
    "policy",
    { arn: ARN, policy: document(alarms, tls()), ...more },
    { propertyDependencies: { arn: origins.map(({ urn }) => urn) } },
  );
const ask = (resources: readonly PolicyResource[], subject: string) =>
  said(judged(snsPolicyNotPublicTls, resources, subject));
const changedTo = (title: string, statements: Properties[], messages: string[]) => ({
  title,
  path: "policy",
  value: document(...statements),
  messages,
});

describe("sns-policy-not-public-tls", () => {
  itBehaves({
    control: snsPolicyNotPublicTls,
    compliant: [topic(), policy()],
    subject: "policy",
    fails: [
      changedTo("nothing asks for TLS", [alarms], PLAIN),
      changedTo("one sender alone needs TLS", [tls({ Principal: { AWS: ACCOUNT } })], PLAIN),
      changedTo("another call needs TLS", [tls({ Action: "sns:Subscribe" })], PLAIN),
      changedTo(
        "TLS is needed on weekends",
        [
          tls({
            Condition: {
              Bool: { "aws:SecureTransport": "false" },
              StringEquals: { "aws:PrincipalTag/day": "sunday" },
            },
          }),
        ],
        PLAIN,
      ),
      changedTo(
        "TLS is what is denied",
        [tls({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
        PLAIN,
      ),
      changedTo("nobody may publish at all", [alarms, tls({ Condition: {} })], PLAIN),
      changedTo(
        "an Allow to one account asks for plain requests",
        [tls({ Effect: "Allow", Principal: { AWS: ["*", ACCOUNT] }, Condition: PLAINLY })],
        ["Statement TlsOnly admits everyone", ...PLAIN],
      ),
      changedTo("a service needs TLS", [tls({ Principal: { Service: "*" } })], PLAIN),
      changedTo(
        "something else is false",
        [tls({ Condition: { Bool: { "aws:ViaAWSService": "false" } } })],
        PLAIN,
      ),
      changedTo(
        "TLS is compared value by value",
        [tls({ Condition: { "ForAllValues:Bool": { "aws:SecureTransport": "false" } } })],
        PLAIN,
      ),
      changedTo("another topic needs TLS", [tls({ Resource: `${ARN}-2` })], PLAIN),
      changedTo(
        "an Allow speaks of TLS",
        [tls({ Effect: "Allow", Principal: { AWS: ACCOUNT } })],
        PLAIN,
      ),
      changedTo("everyone may publish", [tls(), open()], PUBLIC),
      changedTo(
        "everyone may, in the long form",
        [tls(), open({ Principal: { AWS: ["*"] } })],
        PUBLIC,
      ),
      changedTo(
        "everyone but one may",
        [tls(), open({ Principal: null, NotPrincipal: { AWS: ACCOUNT } })],
        PUBLIC,
      ),
      changedTo(
        "an address is no caller",
        [tls(), open({ Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } })],
        PUBLIC,
      ),
      changedTo(
        "the account is a wish",
        [tls(), open({ Condition: { StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT } } })],
        PUBLIC,
      ),
    ],
    accepts: [
      changedTo("everyone for whom the account asks", [tls(), open({ Condition: OWNED })], []),
      changedTo(
        "SNS's own key for the account",
        [tls(), open({ Condition: { StringEquals: { "AWS:SourceOwner": ACCOUNT } } })],
        [],
      ),
      changedTo(
        "a Deny of all calls on all topics",
        [tls({ Action: ["sns:Publish", "sns:Subscribe"], Resource: "*", Principal: { AWS: "*" } })],
        [],
      ),
      changedTo(
        "everyone and the topic beside others",
        [tls({ Principal: { AWS: ["*", ACCOUNT] }, Resource: [`${ARN}-2`, ARN] })],
        [],
      ),
      changedTo(
        "a pattern that covers the topic",
        [
          tls({
            Resource: [`arn:aws:sns:*:${ACCOUNT}:dev-*`],
            NotAction: "sns:GetTopicAttributes",
            Action: null,
          }),
        ],
        [],
      ),
      {
        title: "an object instead of text",
        path: "policy",
        value: { Version: "2012-10-17", Statement: tls() },
      },
    ],
    // The ARN that the policy is put on says as well which topic it is.
    dispensable: ["topic: name"],
  });

  it("judges an inline policy alike", () => {
    const inline = (...statements: Properties[]) => [topic({ policy: document(...statements) })];
    assert.equal(ask(inline(alarms, tls()), "topic"), "pass");
    assert.deepEqual(ask(inline(alarms), "topic"), PLAIN);
    assert.deepEqual(ask(inline(open(), alarms), "topic"), [...PUBLIC, ...PLAIN]);
    assert.equal(ask([topic({ policy: UNKNOWN })], "topic"), "undecided");
  });

  it("fails a topic with nothing but SNS's default policy", () => {
    assert.deepEqual(ask([topic()], "topic"), PLAIN);
    assert.equal(ask([topic(), policy()], "topic"), "pass");
    assert.deepEqual(ask([topic(), policy({ arn: `${ARN}-2` })], "topic"), PLAIN);
    assert.equal(ask([topic(), policy({ arn: UNKNOWN })], "topic"), "undecided");
  });

  it("knows the topic by origin before it has an ARN", () => {
    const made = policy({ arn: UNKNOWN }, [topic()]);
    assert.equal(ask([topic(), made], "topic"), "pass");
    assert.equal(ask([topic(), made], "policy"), "pass");
    const nameless = topic({ name: null });
    assert.equal(ask([nameless, policy({ arn: UNKNOWN }, [nameless])], "policy"), "undecided");
  });
});
