import assert from "node:assert/strict";

import { detectionFindingsRouted } from "../../../../policy-pack/controls/events/detection-findings-routed.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, changed, FOREIGN, resource } from "../../support/resources.ts";
import { keyUse, PATTERNS, publishing, routes, rule, target, topic } from "./routes.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const RULES = Object.keys(PATTERNS);
const untaken = (what: string) => [`No event rule takes grave findings of ${what}`];
const KEY = ["The key of the topic topic does not let EventBridge use it"];
const unpublished = RULES.map(
  (name) => `The policy of the topic topic does not let EventBridge publish for ${name}`,
);
const rules = (name: string) => `arn:aws:events:us-east-1:${ACCOUNT}:rule/${name}`;
const from = (arn: string, operator = "ArnLike") => ({
  Condition: { [operator]: { "aws:SourceArn": arn } },
});

const ask = (resources: readonly PolicyResource[], more = {}) =>
  said(judged(detectionFindingsRouted, resources, "rampart-dev", { ...settings, ...more }));
const without = (...names: string[]) => routes().filter(({ name }) => !names.includes(name));

/** A case with another policy of the topic. */
const policied = (title: string, more: Properties) => ({
  title,
  of: "policy",
  path: "policy",
  value: publishing(more),
});
/** A case with another policy of the key. */
const keyed = (title: string, more: Properties) => ({
  title,
  of: "key",
  path: "policy",
  value: keyUse(more),
});
const patterned = (title: string, name: string, pattern: Properties) => ({
  title,
  of: name,
  path: "eventPattern",
  value: JSON.stringify(pattern),
});

describe("detection-findings-routed", () => {
  itBehaves({
    control: detectionFindingsRouted,
    compliant: routes(),
    subject: "rampart-dev",
    settings,
    fails: [
      {
        ...patterned("critical findings are forgotten", "guardduty", {
          source: ["aws.guardduty"],
          detail: { severity: [{ numeric: [">=", 7, "<", 9] }] },
        }),
        messages: untaken("GuardDuty"),
      },
      {
        ...patterned("high findings are forgotten", "inspector", {
          source: ["aws.inspector2"],
          detail: { severity: ["CRITICAL"] },
        }),
        messages: untaken("Inspector"),
      },
      {
        ...patterned("labels are in the wrong case", "hub", {
          source: ["aws.securityhub"],
          detail: { findings: { Severity: { Label: ["High", "Critical"] } } },
        }),
        messages: untaken("Security Hub"),
      },
      {
        ...patterned("the source is the older Inspector", "inspector", {
          source: ["aws.inspector"],
        }),
        messages: untaken("Inspector"),
      },
      {
        title: "a rule is off",
        of: "analyzer",
        path: "state",
        value: "DISABLED",
        messages: untaken("Access Analyzer"),
      },
      {
        title: "a rule is off in the older form",
        of: "analyzer",
        path: "isEnabled",
        value: false,
        messages: untaken("Access Analyzer"),
      },
      {
        title: "a rule is on a bus that gets no findings",
        of: "analyzer",
        path: "eventBusName",
        value: "orders",
        messages: untaken("Access Analyzer"),
      },
      {
        title: "a rule has a schedule and no pattern",
        of: "analyzer",
        path: "eventPattern",
        messages: untaken("Access Analyzer"),
      },
      {
        title: "the target is a function",
        of: "analyzer-target",
        path: "arn",
        value: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:notify`,
        messages: ["No target of the rule analyzer is a topic"],
      },
      {
        title: "the topic is somewhere else",
        of: "analyzer-target",
        path: "arn",
        value: `arn:aws:sns:us-east-1:${ACCOUNT}:central`,
        messages: ["A topic that a rule names is neither in the stack nor known"],
      },
      {
        ...policied("alarms alone may publish", {
          Principal: { Service: "cloudwatch.amazonaws.com" },
        }),
        messages: unpublished,
      },
      {
        ...policied("another call is allowed", { Action: "sns:Subscribe" }),
        messages: unpublished,
      },
      { ...policied("it is denied", { Effect: "Deny" }), messages: unpublished },
      {
        ...policied(
          "rules of another account are meant",
          from(rules("*").replace(ACCOUNT, FOREIGN)),
        ),
        messages: unpublished,
      },
      {
        ...policied("a wildcard is plain text", from(rules("*"), "StringEquals")),
        messages: unpublished,
      },
      {
        ...policied("another account is meant", {
          Condition: { StringEquals: { "aws:SourceAccount": FOREIGN } },
        }),
        messages: unpublished,
      },
      {
        ...policied("one rule alone is meant", from(rules("hub"))),
        messages: unpublished.filter((message) => !message.endsWith("hub")),
      },
      {
        ...policied("a condition is none that EventBridge meets", {
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
        }),
        messages: unpublished,
      },
      {
        ...keyed("the key wants a source, which EventBridge does not send", {
          Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
        }),
        messages: KEY,
      },
      {
        ...keyed("the key may only decrypt", { Action: "kms:Decrypt" }),
        messages: KEY,
      },
      {
        ...keyed("the key may only encrypt", { Action: "kms:GenerateDataKey*" }),
        messages: KEY,
      },
      {
        ...keyed("the key is for alarms", { Principal: { Service: "cloudwatch.amazonaws.com" } }),
        messages: KEY,
      },
      {
        title: "the key is AWS's",
        of: "topic",
        path: "kmsMasterKeyId",
        value: "alias/aws/sns",
        messages: KEY,
      },
    ],
    accepts: [
      policied("all rules of the account", from(rules("*"))),
      policied("all rules of the account by ArnEquals", from(rules("*"), "ArnEquals")),
      policied("the account as the source", {
        Condition: { StringEquals: { "aws:SourceAccount": [FOREIGN, ACCOUNT] } },
      }),
      policied("TLS", { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      policied("anyone on behalf of the account", {
        Principal: "*",
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      }),
      keyed("an encryption context, which SNS sends", {
        Condition: { StringLike: { "kms:EncryptionContext:aws:sns:topicArn": "*" } },
      }),
      {
        title: "a topic that is not encrypted, which is not asked here",
        of: "topic",
        path: "kmsMasterKeyId",
      },
      {
        title: "a rule that is on for all calls",
        of: "guardduty",
        path: "state",
        value: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      },
      {
        title: "the default bus by its ARN",
        of: "guardduty",
        path: "eventBusName",
        value: `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`,
      },
      patterned("severities one by one", "guardduty", {
        source: ["aws.guardduty"],
        detail: { severity: [7, 7.5, 8, 8.5, 8.9, 9, 9.5, 10] },
      }),
      patterned("a pattern for everything that AWS finds", "guardduty", {
        source: [{ prefix: "aws." }],
      }),
    ],
  });

  it("fails for each service without a rule", () => {
    assert.deepEqual(ask(without(...RULES)), [
      ...untaken("GuardDuty"),
      ...untaken("Security Hub"),
      ...untaken("Access Analyzer"),
      ...untaken("Inspector"),
    ]);
  });

  it("accepts findings that Security Hub passes on", () => {
    const hub = {
      source: ["aws.securityhub"],
      detail: { findings: { Severity: { Label: ["HIGH", "CRITICAL"] } } },
    };
    const alone = without("guardduty", "analyzer", "inspector");
    assert.equal(ask(changed(alone, "hub", "eventPattern", JSON.stringify(hub))), "pass");
  });

  it("adds up what several rules take", () => {
    const high = { source: ["aws.inspector2"], detail: { severity: ["HIGH"] } };
    const grave = { source: ["aws.inspector2"], detail: { severity: ["CRITICAL"] } };
    const parts = [...without("inspector"), rule("high", high), target("high")];
    assert.deepEqual(ask(parts), untaken("Inspector"));
    assert.equal(ask([...parts, rule("grave", grave), target("grave")]), "pass");
    assert.deepEqual(ask([...parts, rule("grave", grave)]), [
      "No target of the rule grave is a topic",
    ]);
  });

  it("finds a key by its alias", () => {
    const key = "urn:pulumi:dev::rampart::aws:kms/key:Key::key";
    const alias = resource(
      "aws:kms/alias:Alias",
      "alias",
      { name: "alias/dev-alerts", targetKeyId: UNKNOWN },
      { propertyDependencies: { targetKeyId: [key] } },
    );
    const named = changed(routes(), "topic", "kmsMasterKeyId", "alias/dev-alerts").map((one) =>
      one.name === "topic" ? { ...one, propertyDependencies: {} } : one,
    );
    assert.equal(ask([...named, alias]), "pass");
    assert.deepEqual(ask(named), ["The key of the topic topic is not in the stack"]);
    const closed = changed([...named, alias], "key", "policy", keyUse({ Effect: "Deny" }));
    assert.deepEqual(ask(closed), KEY);
  });

  it("accepts an inline policy of the topic", () => {
    const inline = changed(without("policy"), "topic", "policy", publishing());
    assert.equal(ask(inline), "pass");
    assert.deepEqual(ask(without("policy")), unpublished);
  });

  it("knows topics and rules by origin before they have names", () => {
    const made = [
      ...without("analyzer-target"),
      {
        ...target("analyzer", { rule: UNKNOWN, arn: UNKNOWN }),
        propertyDependencies: { rule: [rule("analyzer", {}).urn], arn: [topic.urn] },
      },
    ];
    assert.equal(ask(made), "pass");
  });

  it("needs a rule's name only where the policy asks for it", () => {
    const nameless = changed(routes(), "guardduty", "name", UNKNOWN).map((one) =>
      one.name === "guardduty-target"
        ? { ...one, propertyDependencies: { rule: [rule("guardduty", {}).urn] } }
        : one,
    );
    assert.equal(ask(nameless), "pass");
    const all = changed(nameless, "policy", "policy", publishing(from(rules("*"))));
    assert.equal(ask(all), "pass");
    const some = changed(nameless, "policy", "policy", publishing(from(rules("g*"))));
    assert.match(
      JSON.stringify(judged(detectionFindingsRouted, some, "rampart-dev", settings).undecided),
      /guardduty: name/,
    );
  });

  it("is undecided, not silent, where an unknown rule may be the one", () => {
    const open = changed(routes(), "guardduty", "eventPattern", UNKNOWN);
    assert.equal(ask(open), "undecided");
  });

  it("takes a topic outside if it is listed", () => {
    const arn = `arn:aws:sns:us-east-1:${ACCOUNT}:central`;
    const outside = changed(routes(), "analyzer-target", "arn", arn);
    const parameters = { "detection-findings-routed": { outsideTopics: [arn] } };
    assert.equal(ask(outside, { parameters }), "pass");
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(detectionFindingsRouted, [], "rampart-dev")), "notApplicable");
  });
});
