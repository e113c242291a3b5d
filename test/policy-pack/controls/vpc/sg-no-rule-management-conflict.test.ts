import assert from "node:assert/strict";

import { sgNoRuleManagementConflict } from "../../../../policy-pack/controls/vpc/sg-no-rule-management-conflict.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { group, ingress, linked, rule, vpc } from "../../support/networks.ts";
import { changed } from "../../support/resources.ts";

const RULE = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] };
const MIXED = ["The group mixes inline rules and rules of the newer types"];
const newer = ingress("newer", { ipProtocol: "tcp" });
const out = linked(
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "out",
  {},
  {
    securityGroupId: group,
  },
);
const older = rule("older", RULE);
const inline = changed([group], "group", "ingress", [RULE]);
const ask = (resources: readonly PolicyResource[], subject = "group") =>
  said(judged(sgNoRuleManagementConflict, resources, subject));

describe("sg-no-rule-management-conflict", () => {
  itBehaves({
    control: sgNoRuleManagementConflict,
    compliant: [group, newer, out],
    subject: "group",
    fails: [
      { title: "a rule is inline", path: "ingress", value: [RULE], messages: MIXED },
      { title: "a rule out is inline", path: "egress", value: RULE, messages: MIXED },
      { title: "an empty list is inline", path: "ingress", value: [], messages: MIXED },
    ],
    accepts: [{ title: "another description", path: "description", value: "x" }],
  });

  const mixtures: readonly (readonly [string, readonly PolicyResource[], string])[] = [
    ["inline and older", [...inline, older], "inline rules and SecurityGroupRule"],
    ["inline and newer", [...inline, newer], "inline rules and rules of the newer types"],
    ["inline and newer, outwards", [...inline, out], "inline rules and rules of the newer types"],
    ["older and newer", [group, older, newer], "SecurityGroupRule and rules of the newer types"],
    [
      "all three",
      [...inline, older, newer],
      "inline rules and SecurityGroupRule and rules of the newer types",
    ],
  ];
  for (const [title, resources, forms] of mixtures) {
    it(`fails for ${title}`, () => {
      assert.deepEqual(ask(resources), [`The group mixes ${forms}`]);
    });
  }

  const alone: readonly (readonly [string, readonly PolicyResource[]])[] = [
    ["inline", inline],
    ["older", [group, older, rule("other", RULE)]],
    ["newer", [group, newer, out]],
    ["no rules", [group]],
    [
      "a rule of another group",
      [...inline, ingress("far", {}, { ...group, urn: `${group.urn}2` })],
    ],
  ];
  for (const [title, resources] of alone) {
    it(`accepts ${title} alone`, () => {
      assert.equal(ask(resources), "pass");
    });
  }

  it("fails for a rule beside the default group, which always states its rules", () => {
    const name = "default";
    const defaults = linked("defaultSecurityGroup:DefaultSecurityGroup", name, {}, { vpcId: vpc });
    assert.equal(ask([vpc, defaults], name), "pass");
    assert.deepEqual(ask([vpc, defaults, ingress("one", {}, defaults)], name), MIXED);
  });

  it("is sure of a mixture though something else is unknown", () => {
    const stray = { ...older, propertyDependencies: {} };
    assert.deepEqual(ask([...inline, newer, stray]), MIXED);
    assert.equal(ask([...inline, stray]), "undecided");
    assert.equal(ask(changed([group, newer], "group", "egress", UNKNOWN)), "undecided");
  });
});
