import assert from "node:assert/strict";

import { wafManagedBaseline } from "../../../../policy-pack/controls/waf/waf-managed-baseline.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { acl, COMMON, group, INPUTS, rate, REPUTATION, RULES } from "./acls.ts";

const NO_COMMON = "The web ACL does not block by AWS's common rules";
const NO_INPUTS = "The web ACL does not block by AWS's rules against known bad inputs";
const NO_REPUTATION = "The web ACL does not block by AWS's list of addresses of ill repute";
const NO_RATE = "The web ACL has no rate rule that blocks";
const ALL = [NO_COMMON, NO_INPUTS, NO_REPUTATION, NO_RATE];
const counts = (name: string) => `Rule ${name} of AWS's only counts`;

const [, ...BUT_COMMON] = RULES;
const overriding = (action: string, name = "SizeRestrictions_BODY") =>
  group(COMMON, { ruleActionOverrides: [{ name, actionToUse: { [action]: {} } }] });
const labelled = (priority: number, statement: Properties, action: Properties = { block: {} }) => ({
  name: "large",
  priority,
  action,
  statement,
});
const LABEL = {
  labelMatchStatement: {
    scope: "LABEL",
    key: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
  },
};
const rules = (title: string, value: Value, ...messages: string[]) => ({
  title,
  path: "rules",
  value,
  messages,
});

describe("waf-managed-baseline", () => {
  itBehaves({
    control: wafManagedBaseline,
    compliant: [acl()],
    subject: "acl",
    fails: [
      rules("there are no rules", [], ...ALL),
      { title: "nothing is said of rules", path: "rules", messages: ALL },
      rules("the common rules are missing", BUT_COMMON, NO_COMMON),
      rules("known bad inputs are missing", [group(COMMON), group(REPUTATION), rate()], NO_INPUTS),
      rules("the list is missing", [group(COMMON), group(INPUTS), rate()], NO_REPUTATION),
      rules("there is no rate rule", RULES.slice(0, 3), NO_RATE),
      rules("a group only counts", [group(COMMON, {}, { count: {} }), ...BUT_COMMON], NO_COMMON),
      rules(
        "a group looks at some requests only",
        [group(COMMON, { scopeDownStatement: { geoMatchStatement: {} } }), ...BUT_COMMON],
        NO_COMMON,
      ),
      rules(
        "a group is somebody else's",
        [group(COMMON, { vendorName: "Other" }), ...BUT_COMMON],
        NO_COMMON,
      ),
      rules("the rate rule counts", [...RULES.slice(0, 3), rate({ count: {} })], NO_RATE),
      rules(
        "the rate rule looks at some requests only",
        [
          ...RULES.slice(0, 3),
          rate({ block: {} }, { scopeDownStatement: { geoMatchStatement: {} } }),
        ],
        NO_RATE,
      ),
      rules(
        "a rule of a group only counts",
        [overriding("count"), ...BUT_COMMON],
        counts("SizeRestrictions_BODY"),
      ),
      rules(
        "a rule of a group lets pass",
        [overriding("allow", "CrossSiteScripting_BODY"), ...BUT_COMMON],
        counts("CrossSiteScripting_BODY"),
      ),
      rules(
        "its label is asked for too early",
        [overriding("count"), ...BUT_COMMON, labelled(0, LABEL)],
        counts("SizeRestrictions_BODY"),
      ),
      rules(
        "its label is only counted",
        [overriding("count"), ...BUT_COMMON, labelled(9, LABEL, { count: {} })],
        counts("SizeRestrictions_BODY"),
      ),
      rules(
        "what has no label is blocked",
        [overriding("count"), ...BUT_COMMON, labelled(9, { notStatement: { statement: LABEL } })],
        counts("SizeRestrictions_BODY"),
      ),
    ],
    accepts: [
      rules("other rules beside", [...RULES, labelled(9, { geoMatchStatement: {} })]),
      rules("a stricter rule of a group", [overriding("block"), ...BUT_COMMON]),
      rules("a count whose label is blocked", [
        overriding("count"),
        ...BUT_COMMON,
        labelled(9, LABEL),
      ]),
      rules("a count whose label is blocked but on some paths", [
        overriding("count"),
        ...BUT_COMMON,
        labelled(9, {
          andStatement: { statements: [LABEL, { notStatement: { statement: {} } }] },
        }),
      ]),
      rules("a count in a group that nobody asks for", [
        ...RULES,
        group("AWSManagedRulesPHPRuleSet", {
          ruleActionOverrides: [{ name: "PHPHighRiskMethods_BODY", actionToUse: { count: {} } }],
        }),
      ]),
      rules("an unknown rule beside", [...RULES, { ...rate(), action: UNKNOWN }]),
    ],
    // The last rule limits the rate, whatever the others do.
    dispensable: [0, 1, 2].map((index) => `acl: rules[${index}].statement.rateBasedStatement`),
  });

  const verdict = (...resources: PolicyResource[]) =>
    said(judged(wafManagedBaseline, resources, "acl"));
  /** As AWS's API writes it. */
  const upper = (value: Value): Value =>
    Array.isArray(value)
      ? value.map(upper)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([key, entry]) => [
              key.charAt(0).toUpperCase() + key.slice(1),
              upper(entry as Value),
            ]),
          )
        : value;

  it("reads rules in JSON, as AWS's API writes them", () => {
    const json = (...list: Value[]) => acl({ rules: null, ruleJson: JSON.stringify(upper(list)) });
    assert.equal(verdict(json(...RULES)), "pass");
    assert.deepEqual(verdict(json(overriding("count"), ...BUT_COMMON)), [
      counts("SizeRestrictions_BODY"),
    ]);
    assert.deepEqual(verdict(json(...BUT_COMMON)), [NO_COMMON]);
    assert.equal(verdict(acl({ rules: null, ruleJson: "[" })), "undecided");
  });

  it("reads rules that are resources of their own", () => {
    const split = (index: number, inputs: Properties) =>
      resource(
        "aws:wafv2/webAclRule:WebAclRule",
        `rule-${index}`,
        { webAclArn: UNKNOWN, ...inputs },
        { propertyDependencies: { webAclArn: [acl().urn] } },
      );
    const all = RULES.map((one, index) => split(index, one));
    assert.equal(verdict(acl({ rules: [] }), ...all), "pass");
    assert.deepEqual(verdict(acl({ rules: [] }), ...all.slice(1)), [NO_COMMON]);
  });

  it("reads groups that are associated", () => {
    const associated = (overrideAction: string, more: Properties = {}) =>
      resource(
        "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
        "association",
        {
          webAclArn: UNKNOWN,
          priority: 1,
          overrideAction,
          managedRuleGroup: { vendorName: "AWS", name: COMMON, ...more },
        },
        { propertyDependencies: { webAclArn: [acl().urn] } },
      );
    const rest = acl({ rules: BUT_COMMON });
    assert.equal(verdict(rest, associated("none")), "pass");
    assert.deepEqual(verdict(rest, associated("count")), [NO_COMMON]);
    const overrides = {
      ruleActionOverrides: [{ name: "NoUserAgent_HEADER", actionToUse: { count: {} } }],
    };
    assert.deepEqual(verdict(rest, associated("none", overrides)), [counts("NoUserAgent_HEADER")]);
  });

  it("sees what only counts though another rule is unknown", () => {
    const open = acl({ rules: [UNKNOWN, overriding("count")] });
    assert.equal(verdict(open), "undecided");
    assert.deepEqual(
      verdict(acl({ rules: [...BUT_COMMON, { ...group(COMMON), overrideAction: { count: {} } }] })),
      [NO_COMMON],
    );
  });
});
