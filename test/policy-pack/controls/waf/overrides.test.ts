import assert from "node:assert/strict";

import { wafManagedBaseline } from "../../../../policy-pack/controls/waf/waf-managed-baseline.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { judged, said } from "../../support/cases.ts";
import {
  acl,
  ALL,
  allow,
  block,
  COMMON,
  group,
  INPUTS,
  rate,
  REPUTATION,
  RULES,
  upper,
} from "./acls.ts";

const SCRIPT = "CrossSiteScripting_BODY";
const LABEL = "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body";
const NAMESPACE = "awswaf:managed:aws:core-rule-set:";
const COUNTS = [`Rule ${SCRIPT} of AWS's only counts`];
const LETS = [`Rule ${SCRIPT} of AWS's lets pass what it finds`];

const [, inputs = {}, reputation = {}] = RULES;
const to = (action: string, name: Value = SCRIPT) => ({
  ruleActionOverrides: [{ name, actionToUse: { [action]: {} } }],
});
const label = (key: string, scope: Value = "LABEL") => ({ labelMatchStatement: { key, scope } });
const and = (...statements: Properties[]) => ({ andStatement: { statements } });
const or = (...statements: Properties[]) => ({ orStatement: { statements } });
const not = (statement: Properties) => ({ notStatement: { statement } });
const COUNTRY = { geoMatchStatement: { countryCodes: ["AQ"] } };
const PATH = {
  byteMatchStatement: {
    searchString: "/upload",
    positionalConstraint: "EXACTLY",
    fieldToMatch: { uriPath: {} },
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
};

const verdict = (...resources: PolicyResource[]) =>
  said(judged(wafManagedBaseline, resources, "acl"));
/** The baseline with a group of it that is changed, and rules behind it. */
const withGroup = (more: Properties, ...behind: Properties[]) =>
  verdict(acl({ rules: [group(COMMON, more), inputs, reputation, rate(), ...behind] }));
/** A rule of AWS's counts; what blocks by its label? */
const caughtBy = (statement: Properties) => withGroup(to("count"), block(statement));

describe("waf-managed-baseline, of rules of AWS's with another action", () => {
  it("accepts a count whose label is blocked, however the rule asks for it", () => {
    for (const statement of [
      label(LABEL),
      label(NAMESPACE, "NAMESPACE"),
      or(COUNTRY, label(LABEL)),
      and(label(LABEL), not(PATH)),
      and(label(LABEL), not(or(PATH, COUNTRY)), not(COUNTRY)),
      and(or(label(LABEL), label("other")), not(PATH)),
      and(label(LABEL), label(NAMESPACE, "NAMESPACE")),
    ]) {
      assert.equal(caughtBy(statement), "pass", JSON.stringify(statement));
    }
  });

  it("fails where the rule that blocks by labels does not match this one", () => {
    for (const statement of [
      label("mine:CrossSiteScripting_Body"),
      label("CrossSiteScripting_Body"),
      label("awswaf:managed:aws:known-bad-inputs:CrossSiteScripting_Body"),
      label("awswaf:managed:aws:core-rule-set:CrossSiteScripting_BODY"),
      label(LABEL, "NAMESPACE"),
      label(NAMESPACE),
      label("awswaf:managed:aws:amazon-ip-list:", "NAMESPACE"),
      not(label(LABEL)),
    ]) {
      assert.deepEqual(caughtBy(statement), COUNTS, JSON.stringify(statement));
    }
  });

  it("fails where the rule demands more than the label", () => {
    for (const statement of [
      and(label(LABEL), COUNTRY),
      and(label(LABEL), or(COUNTRY, PATH)),
      and(label(LABEL), not(not(COUNTRY))),
      and(label(LABEL), not(or(PATH, not(COUNTRY)))),
      and(label(LABEL), not(and(PATH, not(COUNTRY)))),
      and(label(LABEL), not(ALL)),
      and(label(LABEL), not(or(PATH, ALL))),
      and(not(PATH), not(COUNTRY)),
      and(),
    ]) {
      assert.deepEqual(caughtBy(statement), COUNTS, JSON.stringify(statement));
    }
  });

  it("is undecided where nobody knows what the rule asks for", () => {
    assert.equal(caughtBy({ labelMatchStatement: { key: UNKNOWN, scope: "LABEL" } }), "undecided");
    assert.equal(caughtBy(and(label(LABEL), not({ notStatement: UNKNOWN }))), "undecided");
    assert.equal(
      withGroup({ ruleActionOverrides: [{ name: SCRIPT, actionToUse: UNKNOWN }] }),
      "undecided",
    );
  });

  it("fails where a rule lets pass, as no later rule hears of it", () => {
    assert.deepEqual(withGroup(to("allow"), block(label(LABEL))), LETS);
    const list = "AWSManagedIPReputationList";
    const rules = [
      { ...group(REPUTATION, to("allow", list)), priority: 0 },
      group(COMMON),
      inputs,
      rate(),
      block(label(`awswaf:managed:aws:amazon-ip-list:${list}`)),
    ];
    assert.deepEqual(verdict(acl({ rules })), [`Rule ${list} of AWS's lets pass what it finds`]);
  });

  it("fails where requests pass before the label is looked for", () => {
    const early = (priority: number) =>
      withGroup(to("count"), block(label(LABEL)), allow(ALL, priority));
    assert.deepEqual(early(5), ["Rule office lets requests pass that are not checked yet"]);
    assert.equal(early(10), "pass");
    assert.equal(withGroup({}, block(label(LABEL)), allow(ALL, 5)), "pass");
  });

  it("knows labels that are not called like their rules", () => {
    const badBots = to("count", "UserAgent_BadBots_HEADER");
    assert.equal(withGroup(badBots, block(label(`${NAMESPACE}BadBots_Header`))), "pass");
    assert.deepEqual(withGroup(badBots, block(label(`${NAMESPACE}UserAgent_BadBots_Header`))), [
      "Rule UserAgent_BadBots_HEADER of AWS's only counts",
    ]);
  });

  it("accepts a count of what AWS itself only counts", () => {
    const list = (action: string, name: string) =>
      verdict(acl({ rules: [group(COMMON), inputs, group(REPUTATION, to(action, name)), rate()] }));
    assert.equal(list("count", "AWSManagedIPDDoSList"), "pass");
    assert.equal(list("block", "AWSManagedIPDDoSList"), "pass");
    assert.deepEqual(list("allow", "AWSManagedIPDDoSList"), [
      "Rule AWSManagedIPDDoSList of AWS's lets pass what it finds",
    ]);
    assert.deepEqual(list("count", "AWSManagedReconnaissanceList"), [
      "Rule AWSManagedReconnaissanceList of AWS's only counts",
    ]);
  });

  it("reads AWS's older way to let rules only count", () => {
    const json = (excludedRules: Value, ...behind: Value[]) =>
      verdict(
        acl({
          rules: null,
          ruleJson: JSON.stringify(
            upper([group(COMMON, { excludedRules }), inputs, reputation, rate(), ...behind]),
          ),
        }),
      );
    const excluded = [{ name: SCRIPT }, { name: "SizeRestrictions_BODY" }];
    assert.deepEqual(json(excluded), [
      ...COUNTS,
      "Rule SizeRestrictions_BODY of AWS's only counts",
    ]);
    assert.deepEqual(json({ name: SCRIPT }), COUNTS);
    assert.equal(json([{ name: SCRIPT }], block(label(LABEL))), "pass");
    assert.equal(json([]), "pass");
  });

  it("asks nothing of a second, counting use of a group", () => {
    const trial = {
      ...group(COMMON, to("count"), { count: {} }),
      name: "trial",
      priority: 20,
    };
    assert.equal(verdict(acl({ rules: [...RULES, trial] })), "pass");
    assert.deepEqual(verdict(acl({ rules: [trial, group(INPUTS), group(REPUTATION), rate()] })), [
      "The web ACL does not block by AWS's common rules",
    ]);
  });

  it("takes another vendor's group of the same name for any other", () => {
    const acme = group(COMMON, { ...to("allow"), vendorName: "Acme" });
    assert.deepEqual(verdict(acl({ rules: [...RULES, { ...acme, name: "acme", priority: 0 }] })), [
      "Rule acme lets requests pass that are not checked yet",
    ]);
    assert.equal(verdict(acl({ rules: [...RULES, { ...acme, priority: 9 }] })), "pass");
  });
});
