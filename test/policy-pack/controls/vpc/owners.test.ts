import assert from "node:assert/strict";

import { allNaming, demandPlaced, naming } from "../../../../policy-pack/controls/vpc/owners.ts";
import { StackView } from "../../../../policy-pack/engine/associations.ts";
import { Undecidable } from "../../../../policy-pack/engine/reading.ts";
import {
  type PolicyResource,
  ResourceSet,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { View } from "../../../../policy-pack/engine/view.ts";
import { resource } from "../../support/resources.ts";

const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const VPC = "aws:ec2/vpc:Vpc";
const TARGETS = [GROUP, VPC];

const group = resource(GROUP, "group", {});
const other = resource(GROUP, "other", {});
const vpc = resource(VPC, "vpc", {});
const rule = (name: string, from?: PolicyResource, value: string | typeof UNKNOWN = UNKNOWN) =>
  resource(
    RULE,
    name,
    { securityGroupId: value },
    from === undefined ? {} : { propertyDependencies: { securityGroupId: [from.urn] } },
  );
const stackOf = (...rules: PolicyResource[]) =>
  new StackView(new ResourceSet([group, other, vpc, ...rules]));
const ask = (...rules: PolicyResource[]) =>
  naming(stackOf(...rules), new View(group), RULE, "securityGroupId", TARGETS).map(
    ({ name }) => name,
  );

describe("naming", () => {
  for (const [title, rules, expected] of [
    ["those whose unknown value comes from the target", [rule("own", group)], ["own"]],
    ["none of those that come from another target", [rule("theirs", other)], []],
    ["none of those that come from a target of another type", [rule("theirs", vpc)], []],
    ["none of those with another name", [rule("theirs", undefined, "sg-1")], []],
    ["those that are found, whatever others are", [rule("own", group), rule("stray")], ["own"]],
    ["none where there is no rule", [], []],
  ] as const) {
    it(`finds ${title}`, () => {
      assert.deepEqual(ask(...rules), expected);
    });
  }

  it("is undecided where none is found and one may be anybody's", () => {
    assert.throws(() => ask(rule("stray")), Undecidable);
    assert.throws(() => ask(rule("theirs", other), rule("stray")), Undecidable);
  });

  it("goes through a stack once for each question", () => {
    let passes = 0;
    class Counted extends ResourceSet {
      override ofType(type: string) {
        if (type === RULE) passes++;
        return super.ofType(type);
      }
    }
    const stack = new StackView(new Counted([group, other, vpc, rule("theirs", other)]));
    for (const property of ["securityGroupId", "securityGroupId", "referencedSecurityGroupId"]) {
      demandPlaced(stack, RULE, property, TARGETS);
    }
    assert.equal(passes, 2);
  });

  it("reads no value that is known, and so depends on none", () => {
    const read: string[] = [];
    const stack = stackOf(rule("known", undefined, "sg-1"), rule("theirs", other)).heardBy(
      (urn, path) => read.push(`${urn} ${path}`),
    );
    demandPlaced(stack, RULE, "securityGroupId", TARGETS);
    assert.deepEqual(read, []);
  });

  it("answers each question about a stack by itself", () => {
    const stack = stackOf(rule("stray"));
    const demand = (property: string, type = RULE, targets = TARGETS) => {
      demandPlaced(stack, type, property, targets);
    };
    demand("referencedSecurityGroupId");
    demand("securityGroupId", "aws:ec2/securityGroupRule:SecurityGroupRule");
    assert.throws(() => {
      demand("securityGroupId");
    }, Undecidable);
    assert.throws(() => {
      demand("securityGroupId", RULE, [GROUP]);
    }, Undecidable);
  });
});

describe("allNaming", () => {
  const found = (...rules: PolicyResource[]) => {
    const all = allNaming(stackOf(...rules), new View(group), RULE, "securityGroupId", TARGETS);
    return [all.answers.map(({ name }) => name), all.open.length];
  };

  it("also tells of those that may be the target's beside what is", () => {
    assert.deepEqual(found(rule("own", group), rule("theirs", other)), [["own"], 0]);
    assert.deepEqual(found(rule("own", group), rule("stray"), rule("more")), [["own"], 2]);
    assert.deepEqual(found(rule("stray")), [[], 1]);
  });
});
