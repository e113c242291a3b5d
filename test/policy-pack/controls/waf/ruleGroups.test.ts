import assert from "node:assert/strict";

import { wafManagedBaseline } from "../../../../policy-pack/controls/waf/waf-managed-baseline.ts";
import { StackView } from "../../../../policy-pack/engine/associations.ts";
import { judge } from "../../../../policy-pack/engine/judge.ts";
import {
  type PolicyResource,
  type Properties,
  ResourceSet,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { judged, said } from "../../support/cases.ts";
import { PROVIDER, resource, STACK } from "../../support/resources.ts";
import {
  acl,
  ALL,
  allow,
  arnOf,
  block,
  COMMON,
  group,
  rate,
  referring,
  ruleGroup,
  RULES,
  upper,
} from "./acls.ts";

const verdict = (...resources: PolicyResource[]) =>
  said(judged(wafManagedBaseline, resources, "acl"));
/** How often the control looks at a property. */
function readsOf(subject: PolicyResource): number {
  let reads = 0;
  const listen = () => {
    reads += 1;
  };
  assert.ok(wafManagedBaseline.scope !== "run");
  const stack = new StackView(new ResourceSet([STACK, PROVIDER, subject]), listen);
  judge(wafManagedBaseline, subject, stack, {}, listen);
  return reads;
}
const lets = (name: string) => [`Rule ${name} lets requests pass that are not checked yet`];
const NO_RATE = ["The web ACL has no rate rule that blocks"];
const TOO_MANY = ["Rules that come first let too many addresses pass"];
const GROUPS = RULES.slice(0, 3);

describe("waf-managed-baseline, of rule groups of the stack", () => {
  const limitedBy = (list: Value, more: Properties = {}) =>
    verdict(acl({ rules: [...GROUPS, referring("own", 4, more)] }), ruleGroup("own", list));
  const to = (action: string, name: Value = "rate") => ({
    ruleActionOverrides: [{ name, actionToUse: { [action]: {} } }],
  });

  it("accepts a rate rule in one", () => {
    assert.equal(limitedBy([rate()]), "pass");
    assert.equal(limitedBy([rate({ count: {} })], to("block")), "pass");
    assert.equal(limitedBy([rate()], to("count", "other")), "pass");
  });

  it("fails where the group or its user lets that rule only count", () => {
    assert.deepEqual(limitedBy([rate({ count: {} })]), NO_RATE);
    assert.deepEqual(limitedBy([rate()], to("count")), NO_RATE);
    const rules = [...GROUPS, { ...referring("own", 4), overrideAction: { count: {} } }];
    assert.deepEqual(verdict(acl({ rules }), ruleGroup("own", [rate()])), NO_RATE);
    assert.deepEqual(limitedBy([rate({ block: {} }, { limit: 2_000_000_000 })]), [
      "No rate rule blocks after 10000 requests in 5 minutes",
    ]);
    const excluding = referring("own", 4, { excludedRules: [{ name: "rate" }] });
    const json = JSON.stringify(upper([...GROUPS, excluding]));
    assert.deepEqual(
      verdict(acl({ rules: null, ruleJson: json }), ruleGroup("own", [rate()])),
      NO_RATE,
    );
  });

  it("is undecided where nobody knows whether it limits", () => {
    assert.equal(limitedBy([{ ...rate(), action: UNKNOWN }]), "undecided");
    assert.equal(limitedBy([rate()], to("count", UNKNOWN)), "undecided");
    const unknown = referring("own", 4, { arn: UNKNOWN });
    const either = {
      ...acl({ rules: [...GROUPS, unknown] }),
      propertyDependencies: { rules: [ruleGroup("own", []).urn, ruleGroup("other", []).urn] },
    };
    assert.equal(verdict(either, ruleGroup("own", [rate()]), ruleGroup("other", [])), "undecided");
    assert.equal(verdict(either, ruleGroup("own", [rate()]), ruleGroup("other", [rate()])), "pass");
  });

  it("goes by the place of the group", () => {
    const rules = [...GROUPS, allow(ALL, 5), referring("own", 6)];
    assert.deepEqual(verdict(acl({ rules }), ruleGroup("own", [rate()])), lets("office"));
    const before = [...GROUPS, allow(ALL, 7), referring("own", 6)];
    assert.equal(verdict(acl({ rules: before }), ruleGroup("own", [rate()])), "pass");
  });

  it("accepts one that blocks by the label of what only counts", () => {
    const counting = group(COMMON, {
      ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
    });
    const key = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body";
    const late = block({ labelMatchStatement: { scope: "LABEL", key } });
    const ask = (priority: number) =>
      verdict(
        acl({ rules: [counting, ...RULES.slice(1), referring("own", priority)] }),
        ruleGroup("own", [late]),
      );
    assert.equal(ask(9), "pass");
    assert.deepEqual(ask(0), ["Rule SizeRestrictions_BODY of AWS's only counts"]);
  });

  it("trusts no group that names a group, which AWS refuses", () => {
    const ask = (...groups: PolicyResource[]) =>
      verdict(acl({ rules: [referring("own", 0), ...RULES] }), ...groups);
    assert.equal(ask(ruleGroup("own", [block(ALL)])), "pass");
    assert.deepEqual(ask(ruleGroup("own", [group(COMMON)])), lets("uses-own"));
    const nested = ruleGroup("own", [referring("inner", 0)]);
    assert.deepEqual(ask(nested, ruleGroup("inner", [block(ALL)])), lets("uses-own"));
    const inner = referring("inner", 4);
    assert.deepEqual(
      verdict(
        acl({ rules: [...GROUPS, referring("own", 4)] }),
        ruleGroup("own", [inner]),
        ruleGroup("inner", [rate()]),
      ),
      NO_RATE,
    );
  });

  // Each would take for ever, or all memory, if groups were looked into from groups.
  it("ends with groups that name themselves, each other, or forty deep", () => {
    const ask = (...groups: PolicyResource[]) =>
      verdict(acl({ rules: [referring("g0", 0), ...RULES] }), ...groups);
    assert.deepEqual(ask(ruleGroup("g0", [referring("g0", 0)])), lets("uses-g0"));
    const circle = [ruleGroup("g0", [referring("g1", 0)]), ruleGroup("g1", [referring("g0", 0)])];
    assert.deepEqual(ask(...circle), lets("uses-g0"));
    const twice = (depth: number) => {
      const next = `g${depth + 1}`;
      return ruleGroup(`g${depth}`, [referring(next, 1), referring(next, 2)]);
    };
    const deep = [...Array.from({ length: 40 }, (_, depth) => twice(depth)), ruleGroup("g40", [])];
    assert.deepEqual(ask(...deep), lets("uses-g0"));
  });

  it("ends with statements in statements, two of each, two hundred deep", () => {
    const deep = (wrap: (part: Properties) => Properties, core: Properties) => {
      let statement = core;
      for (let depth = 0; depth < 200; depth++) statement = wrap(statement);
      return statement;
    };
    const set = { ipSetReferenceStatement: { arn: arnOf("ipset", "office") } };
    const and = (part: Properties) => ({ andStatement: { statements: [ALL, part] } });
    const or = (part: Properties) => ({ orStatement: { statements: [set, part] } });
    const not = (part: Properties) => ({
      andStatement: { statements: [part, { notStatement: { statement: set } }] },
    });
    const ask = (...more: Properties[]) => verdict(acl({ rules: [...RULES, ...more] }));
    assert.equal(ask(allow(deep(and, set))), "pass");
    assert.equal(ask(allow(deep(or, set))), "pass");
    assert.deepEqual(ask(allow(deep(or, ALL))), lets("office"));
    const counting = group(COMMON, {
      ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
    });
    const key = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body";
    const late = block(deep(not, { labelMatchStatement: { scope: "LABEL", key } }));
    assert.equal(verdict(acl({ rules: [counting, ...RULES.slice(1), late] })), "pass");
  });

  it("looks at each of many rules a few times, not once for each other", () => {
    const reads = (count: number) => {
      const many = Array.from({ length: count }, (_, index) =>
        allow(ALL, 1000 + index, `late-${index}`),
      );
      return readsOf(acl({ rules: [...RULES, ...many] }));
    };
    const [few, twice, fourfold] = [reads(50), reads(100), reads(200)];
    assert.equal(fourfold - twice, 2 * (twice - few));
    assert.ok(few > 0);
  });
});

describe("waf-managed-baseline, of addresses that pass first", () => {
  const set = (name: string, ...addresses: string[]) =>
    resource("aws:wafv2/ipSet:IpSet", name, { name, scope: "REGIONAL", addresses });
  const inSet = (name: string) => ({ ipSetReferenceStatement: { arn: arnOf("ipset", name) } });
  const sets = (count: number) =>
    Array.from({ length: count }, (_, index) => set(`s${index}`, `8.${index}.0.0/16`));
  const named = (count: number) => sets(count).map(({ name }) => inSet(name));
  const first = (...list: Properties[]) => acl({ rules: [...list, ...RULES] });

  it("counts sets of an OR together", () => {
    const any = (count: number) => allow({ orStatement: { statements: named(count) } });
    assert.equal(verdict(first(any(1)), ...sets(1)), "pass");
    assert.deepEqual(verdict(first(any(2)), ...sets(2)), lets("office"));
    assert.deepEqual(verdict(first(any(200)), ...sets(200)), lets("office"));
    const narrowed = { andStatement: { statements: [any(200).statement, inSet("s0")] } };
    assert.equal(verdict(first(allow(narrowed)), ...sets(200)), "pass");
    const twice = { orStatement: { statements: [inSet("s0"), inSet("s0")] } };
    assert.equal(verdict(first(allow(twice)), ...sets(1)), "pass");
  });

  it("counts sets of rules together, as far as these come first", () => {
    const each = (count: number, from = 0) =>
      named(count).map((statement, index) => allow(statement, from, `office-${index}`));
    assert.equal(verdict(first(...each(1)), ...sets(1)), "pass");
    assert.deepEqual(verdict(first(...each(2)), ...sets(2)), TOO_MANY);
    assert.equal(verdict(first(...each(2, 5)), ...sets(2)), "pass");
    const known = each(2).map((rule) => ({ ...rule, priority: UNKNOWN }));
    assert.equal(verdict(first(...known), ...sets(2)), "undecided");
    assert.equal(verdict(first(...known.slice(1)), ...sets(2)), "pass");
  });

  it("counts sets of a group together, and with those of other rules", () => {
    const list = named(2).map((statement, index) => allow(statement, index, `office-${index}`));
    const own = (...rules: Value[]) => ruleGroup("own", rules);
    assert.deepEqual(
      verdict(first(referring("own", 0)), own(...list), ...sets(2)),
      lets("uses-own"),
    );
    assert.equal(verdict(first(referring("own", 0)), own(...list.slice(1)), ...sets(2)), "pass");
    assert.deepEqual(
      verdict(first(referring("own", 0), allow(inSet("s0"))), own(...list.slice(1)), ...sets(2)),
      TOO_MANY,
    );
  });
});
