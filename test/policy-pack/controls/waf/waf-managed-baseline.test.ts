import assert from "node:assert/strict";

import { wafManagedBaseline } from "../../../../policy-pack/controls/waf/waf-managed-baseline.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";
import { acl, COMMON, group, INPUTS, rate, REPUTATION, RULES, upper } from "./acls.ts";

const NO_COMMON = "The web ACL does not block by AWS's common rules";
const NO_INPUTS = "The web ACL does not block by AWS's rules against known bad inputs";
const NO_REPUTATION = "The web ACL does not block by AWS's list of addresses of ill repute";
const NO_RATE = "The web ACL has no rate rule that blocks";
const ALL = [NO_COMMON, NO_INPUTS, NO_REPUTATION, NO_RATE];
const lets = (name: string) => `Rule ${name} of AWS's lets pass what it finds`;
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

const PASSES = "Rule office lets requests pass that are not checked yet";
const HIDDEN = "Rule office comes first, a group that this stack does not show";
/** A rule that lets pass what it matches, before all others unless it says. */
const allow = (statement: Properties, priority = 0) => ({
  name: "office",
  priority,
  action: { allow: {} },
  statement,
});
const before = (title: string, statement: Properties, ...messages: string[]) =>
  rules(title, [allow(statement), ...RULES], ...messages);
const BYTES = {
  byteMatchStatement: {
    searchString: "internal",
    positionalConstraint: "EXACTLY",
    fieldToMatch: { singleHeader: { name: "x-client" } },
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
};
const SET_ARN = `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/ipset/office/1`;
const ADDRESSES = { ipSetReferenceStatement: { arn: SET_ARN } };
const GROUP_ARN = `arn:aws:wafv2:us-east-1:${ACCOUNT}:regional/rulegroup/own/1`;
const OWN_GROUP = { ruleGroupReferenceStatement: { arn: GROUP_ARN } };
const referring = (statement: Properties, priority = 0) => ({
  name: "office",
  priority,
  overrideAction: { none: {} },
  statement,
});
const limited = (limit: number, more: Properties = {}) => [
  ...RULES.slice(0, 3),
  rate({ block: {} }, { limit, ...more }),
];
const counting = (more: Properties) => [...RULES.slice(0, 3), rate({ block: {} }, more)];
const forwardedBy = (headerName: string, fallbackBehavior = "MATCH") => ({
  aggregateKeyType: "FORWARDED_IP",
  forwardedIpConfig: { headerName, fallbackBehavior },
});
const byKeys = (...customKeys: Properties[]) => ({ aggregateKeyType: "CUSTOM_KEYS", customKeys });
const NAMED_KEY = { name: "session", textTransformations: [{ priority: 0, type: "NONE" }] };
const CHOSEN = "Senders choose what the rate rule counts by";
const TOO_MANY = "No rate rule blocks after 10000 requests in 5 minutes";

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
        lets("CrossSiteScripting_BODY"),
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
      before("whoever sends a header is let pass first", BYTES, PASSES),
      before("everyone is let pass first", { sizeConstraintStatement: {} }, PASSES),
      before("a country is let pass first", { geoMatchStatement: {} }, PASSES),
      before(
        "addresses that a header names are let pass first",
        {
          ipSetReferenceStatement: {
            arn: SET_ARN,
            ipSetForwardedIpConfig: { headerName: "X-Forwarded-For" },
          },
        },
        PASSES,
      ),
      before(
        "all but some addresses are let pass first",
        { notStatement: { statement: ADDRESSES } },
        PASSES,
      ),
      before(
        "addresses or a header are let pass first",
        { orStatement: { statements: [ADDRESSES, BYTES] } },
        PASSES,
      ),
      rules(
        "some are let pass between the groups and the rate rule",
        [...RULES, allow(BYTES, 3)],
        PASSES,
      ),
      rules(
        "a high rate limit stands before what is let pass, and a low one behind it",
        [...limited(2_000_000_000), allow(BYTES, 5), { ...rate(), priority: 6 }],
        PASSES,
      ),
      rules(
        "some are let pass before one of the groups",
        [
          { ...rate(), priority: 0 },
          group(INPUTS),
          group(REPUTATION),
          allow(BYTES, 3),
          { ...group(COMMON), priority: 5 },
        ],
        PASSES,
      ),
      rules(
        "a rule whose name is unknown lets pass first",
        [{ ...allow(BYTES), name: UNKNOWN }, ...RULES],
        "Rule rules[0] lets requests pass that are not checked yet",
      ),
      rules(
        "a rule of another group lets pass first",
        [
          {
            ...group("AWSManagedRulesAnonymousIpList", {
              ruleActionOverrides: [{ name: "HostingProviderIPList", actionToUse: { allow: {} } }],
            }),
            name: "office",
            priority: 0,
          },
          ...RULES,
        ],
        PASSES,
      ),
      rules("a group that nobody knows comes first", [referring(OWN_GROUP), ...RULES], HIDDEN),
      rules("the rate rule lets a flood pass", limited(2_000_000_000), TOO_MANY),
      rules(
        "the rate rule has a short window",
        limited(2_001, { evaluationWindowSec: 60 }),
        TOO_MANY,
      ),
      rules(
        "the rate rule counts by a header, and passes what has no address there",
        counting(forwardedBy("X-Forwarded-For", "NO_MATCH")),
        CHOSEN,
      ),
      rules(
        "the rate rule counts by a header that senders begin",
        counting(forwardedBy("X-Forwarded-For")),
        CHOSEN,
      ),
      ...["header", "cookie", "queryArgument"].map((kind) =>
        rules(`the rate rule counts by a ${kind}`, counting(byKeys({ [kind]: NAMED_KEY })), CHOSEN),
      ),
      rules(
        "the rate rule counts by address and path",
        counting(byKeys({ ip: {} }, { uriPath: { textTransformations: [] } })),
        CHOSEN,
      ),
      rules(
        "the rate rule counts by address and forwarded address",
        counting({ ...forwardedBy("X-Forwarded-For"), ...byKeys({ ip: {} }, { forwardedIp: {} }) }),
        CHOSEN,
      ),
      rules("the rate rule counts by keys and has none", counting(byKeys()), CHOSEN),
      rules(
        "one key of two is unknown",
        counting(byKeys({ asn: UNKNOWN }, { cookie: NAMED_KEY })),
        CHOSEN,
      ),
      rules("the rate rule has no limit", limited(NaN), TOO_MANY),
    ],
    accepts: [
      before("chosen addresses that pass first", ADDRESSES),
      before("chosen addresses with a header", {
        andStatement: { statements: [BYTES, ADDRESSES] },
      }),
      before("addresses of two sets", { orStatement: { statements: [ADDRESSES, ADDRESSES] } }),
      rules("a rule that lets pass what was checked", [...RULES, allow(BYTES, 5)]),
      rules("an unknown action behind the others", [
        ...RULES,
        { ...allow(BYTES, 5), action: UNKNOWN },
      ]),
      rules("a group that nobody knows, and that only counts", [
        { ...referring(OWN_GROUP), overrideAction: { count: {} } },
        ...RULES,
      ]),
      rules("a group that nobody knows, behind the others", [...RULES, referring(OWN_GROUP, 5)]),
      rules("a high limit beside a low one", [...limited(2_000_000_000), rate()]),
      rules("a limit in a long window", limited(20_000, { evaluationWindowSec: 600 })),
      rules(
        "a rate rule that does not say by what it counts",
        counting({ aggregateKeyType: null }),
      ),
      rules("a rate rule by a header beside one by address", [
        ...RULES,
        rate({ block: {} }, forwardedBy("X-Forwarded-For", "NO_MATCH")),
      ]),
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
  it("reads rules in JSON, as AWS's API writes them", () => {
    const json = (...list: Value[]) => acl({ rules: null, ruleJson: JSON.stringify(upper(list)) });
    assert.equal(verdict(json(...RULES)), "pass");
    assert.deepEqual(verdict(json(overriding("count"), ...BUT_COMMON)), [
      counts("SizeRestrictions_BODY"),
    ]);
    assert.deepEqual(verdict(json(...BUT_COMMON)), [NO_COMMON]);
    assert.equal(verdict(acl({ rules: null, ruleJson: "[" })), "undecided");
  });

  it("judges the order and the limit of rules in JSON", () => {
    const json = (...list: Value[]) => acl({ rules: null, ruleJson: JSON.stringify(upper(list)) });
    assert.deepEqual(verdict(json(...RULES, allow(BYTES))), [PASSES]);
    assert.equal(verdict(json(...RULES, allow(BYTES, 5))), "pass");
    assert.equal(verdict(json(...RULES, allow(ADDRESSES))), "pass");
    assert.deepEqual(verdict(json(...limited(2_000_000_000))), [TOO_MANY]);
  });

  const split = (inputs: Properties, origins: readonly PolicyResource[] = []) =>
    resource(
      "aws:wafv2/webAclRule:WebAclRule",
      "office",
      { webAclArn: UNKNOWN, ...inputs },
      {
        propertyDependencies: {
          webAclArn: [acl().urn],
          statement: origins.map(({ urn }) => urn),
        },
      },
    );

  it("judges the order of rules that are resources of their own", () => {
    assert.deepEqual(verdict(acl(), split(allow(BYTES))), [PASSES]);
    assert.equal(verdict(acl(), split(allow(ADDRESSES))), "pass");
    assert.equal(verdict(acl(), split(allow(BYTES, 5))), "pass");
    assert.equal(verdict(acl(), split({ ...allow(BYTES), priority: UNKNOWN })), "undecided");
    assert.equal(verdict(acl(), split({ ...allow(BYTES), statement: UNKNOWN })), "undecided");
  });

  it("looks into the sets of addresses of the stack", () => {
    const set = (...addresses: string[]) =>
      resource("aws:wafv2/ipSet:IpSet", "office", { addresses, ipAddressVersion: "IPV4" });
    const asked = { ipSetReferenceStatement: { arn: UNKNOWN } };
    const withSet = (...addresses: string[]) =>
      verdict(acl(), set(...addresses), split(allow(asked), [set()]));
    assert.equal(withSet("8.8.8.0/24", "10.0.0.0/8"), "pass");
    assert.deepEqual(withSet("0.0.0.0/1", "128.0.0.0/1"), [PASSES]);
    assert.deepEqual(withSet("8.0.0.0/8"), [PASSES]);
    const parameters = { "waf-managed-baseline": { widestIpv4Prefix: 8 } };
    const stack = [acl(), set("8.0.0.0/8"), split(allow(asked), [set()])];
    assert.equal(said(judged(wafManagedBaseline, stack, "acl", { parameters })), "pass");
  });

  it("looks into the rule groups of the stack", () => {
    const own = (...list: Value[]) =>
      resource("aws:wafv2/ruleGroup:RuleGroup", "own", { name: "own", rules: list });
    const refer = { ruleGroupReferenceStatement: { arn: UNKNOWN } };
    const withGroup = (...list: Value[]) =>
      verdict(acl(), own(...list), split(referring(refer), [own()]));
    assert.equal(withGroup(rate(), labelled(1, BYTES)), "pass");
    assert.deepEqual(withGroup(allow(BYTES)), [PASSES]);
    assert.equal(withGroup(allow(ADDRESSES)), "pass");
    assert.equal(withGroup({ ...allow(BYTES), action: UNKNOWN }), "undecided");
    const json = JSON.stringify(upper([allow(BYTES)]));
    const written = resource("aws:wafv2/ruleGroup:RuleGroup", "own", { rulesJson: json });
    assert.deepEqual(verdict(acl(), written, split(referring(refer), [written])), [PASSES]);
    assert.equal(verdict(acl(), split(referring(refer))), "undecided");
  });

  const ipSet = (name: string, addresses: Value, more: Properties = {}) =>
    resource("aws:wafv2/ipSet:IpSet", name, { name, scope: "REGIONAL", addresses, ...more });
  const office = ipSet("office", ["203.0.113.0/28"]);
  const blocklist = ipSet("blocklist", ["41.0.0.0/8"]);
  const ownGroup = (name: string, ...list: Value[]) =>
    resource("aws:wafv2/ruleGroup:RuleGroup", name, { name, scope: "REGIONAL", rules: list });
  const arnOf = (kind: string, name: string, account = ACCOUNT, scope = "regional") =>
    `arn:aws:wafv2:us-east-1:${account}:${scope}/${kind}/${name}/1b2c`;
  const inline = (list: Value, named: readonly PolicyResource[] = []) => ({
    ...acl({ rules: list }),
    propertyDependencies: { rules: named.map(({ urn }) => urn) },
  });

  describe("of rules that stand in the ACL", () => {
    const inSet = (arn: Value) => ({ ipSetReferenceStatement: { arn } });
    const sets = (allowed: Value, blocked: Value) => [
      allow(inSet(allowed)),
      { ...labelled(0, inSet(blocked)), name: "blocklist" },
      ...RULES,
    ];
    const ask = (list: Value, ...named: PolicyResource[]) => verdict(inline(list, named), ...named);

    it("judges each by its own set of addresses", () => {
      const [near, far] = [arnOf("ipset", "office"), arnOf("ipset", "blocklist")];
      assert.equal(ask(sets(near, far), office, blocklist), "pass");
      assert.deepEqual(ask(sets(far, near), office, blocklist), [PASSES]);
      assert.equal(ask(sets(near, UNKNOWN), office, blocklist), "pass");
      assert.equal(ask(sets(UNKNOWN, far), office, blocklist), "undecided");
      assert.equal(ask(sets(UNKNOWN, UNKNOWN), office, ipSet("other", ["8.8.8.8/32"])), "pass");
      assert.deepEqual(ask(sets(UNKNOWN, UNKNOWN), ipSet("all", ["0.0.0.0/1"]), blocklist), [
        PASSES,
      ]);
    });

    it("finds a set by its name alone, unless another account has it", () => {
      const named = (arn: string, ...stack: PolicyResource[]) =>
        verdict(inline([allow(inSet(arn)), ...RULES]), ...stack);
      assert.deepEqual(named(arnOf("ipset", "blocklist"), office, blocklist), [PASSES]);
      assert.equal(named(arnOf("ipset", "blocklist", FOREIGN), office, blocklist), "pass");
      const elsewhere = ipSet("office", ["41.0.0.0/8"], { scope: "CLOUDFRONT" });
      const edge = { ...elsewhere, urn: `${elsewhere.urn}2` };
      assert.equal(named(arnOf("ipset", "office"), office, edge), "pass");
      assert.deepEqual(named(arnOf("ipset", "office", ACCOUNT, "global"), office, edge), [PASSES]);
    });

    it("takes a set without a name for whichever may have been made for it", () => {
      const made = (namePrefix: Value) => ipSet("made", ["41.0.0.0/8"], { name: null, namePrefix });
      const list = [allow(inSet(arnOf("ipset", "list-7f"))), ...RULES];
      assert.deepEqual(ask(list, made(null), office), [PASSES]);
      assert.deepEqual(ask(list, made("list-"), office), [PASSES]);
      assert.equal(ask(list, made("other-"), office), "pass");
      assert.equal(verdict(inline(list), made(null)), "pass");
      const twins = [made(null), { ...office, inputs: { ...office.inputs, name: UNKNOWN } }];
      assert.equal(ask(list, ...twins), "undecided");
      assert.deepEqual(ask([allow(inSet("no ARN")), ...RULES], made(null)), [PASSES]);
    });

    it("judges each by its own rule group", () => {
      const clean = ownGroup("clean", labelled(0, BYTES));
      const lax = ownGroup("lax", allow(BYTES));
      const refer = (arn: Value) => ({ ruleGroupReferenceStatement: { arn } });
      const groups = (first: Value, last: Value) => [
        referring(refer(first)),
        ...RULES,
        { ...referring(refer(last), 9), name: "last" },
      ];
      const [good, bad] = [arnOf("rulegroup", "clean"), arnOf("rulegroup", "lax")];
      assert.equal(ask(groups(good, bad), clean, lax), "pass");
      assert.deepEqual(ask(groups(bad, good), clean, lax), [PASSES]);
      assert.equal(ask(groups(UNKNOWN, UNKNOWN), clean, lax), "undecided");
      assert.equal(ask(groups(UNKNOWN, UNKNOWN), clean), "pass");
      const strange = arnOf("rulegroup", "clean", FOREIGN);
      assert.deepEqual(ask(groups(arnOf("rulegroup", "strange"), good), clean), [HIDDEN]);
      assert.deepEqual(verdict(inline(groups(strange, bad)), clean, lax), [HIDDEN]);
    });
  });

  it("knows which actions whoever uses a group has changed", () => {
    const lax = ownGroup("lax", allow(BYTES));
    const ask = (...ruleActionOverrides: Value[]) =>
      verdict(
        inline(
          [
            referring({
              ruleGroupReferenceStatement: { arn: arnOf("rulegroup", "lax"), ruleActionOverrides },
            }),
            ...RULES,
          ],
          [lax],
        ),
        lax,
      );
    const to = (action: string, name: Value = "office") => ({
      name,
      actionToUse: { [action]: {} },
    });
    assert.deepEqual(ask(), [PASSES]);
    assert.equal(ask(to("count")), "pass");
    assert.equal(ask(to("block")), "pass");
    assert.deepEqual(ask(to("allow")), [PASSES]);
    assert.deepEqual(ask(to("count", "other")), [PASSES]);
    assert.deepEqual(ask({ name: "office" }), [PASSES]);
    assert.equal(ask(to("count", UNKNOWN)), "undecided");
  });

  it("takes the word of whoever knows what senders can't choose", () => {
    const ask = (more: Properties, ...rateKeys: string[]) =>
      said(
        judged(wafManagedBaseline, [acl({ rules: counting(more) })], "acl", {
          parameters: { "waf-managed-baseline": { rateKeys } },
        }),
      );
    const header = "header:cf-connecting-ip";
    assert.equal(ask(forwardedBy("CF-Connecting-IP"), header), "pass");
    assert.equal(ask(forwardedBy("cf-connecting-ip"), "Header:CF-Connecting-IP"), "pass");
    assert.deepEqual(ask(forwardedBy("CF-Connecting-IP", "NO_MATCH"), header), [CHOSEN]);
    assert.deepEqual(ask(forwardedBy("X-Forwarded-For"), header), [CHOSEN]);
    assert.equal(ask(byKeys({ ip: {} }, { asn: {} }), "asn"), "pass");
    assert.equal(ask(byKeys({ ip: {}, cookie: null }, { asn: {} }), "asn"), "pass");
    assert.deepEqual(ask(byKeys({ ip: {} }, { asn: {} }), header), [CHOSEN]);
    const session = byKeys({ header: { ...NAMED_KEY, name: "Session" } });
    assert.equal(ask(session, "header:session"), "pass");
    assert.deepEqual(ask(session, "header", "header:other"), [CHOSEN]);
    assert.equal(ask({ aggregateKeyType: UNKNOWN }), "undecided");
    assert.equal(ask(byKeys({ asn: {} }, { header: UNKNOWN }), "asn"), "undecided");
  });

  describe("of a balancer behind CloudFront", () => {
    const limit = forwardedBy("X-Forwarded-For", "NO_MATCH");
    const second = acl({ rules: counting(limit) });
    const first = (rule: Properties = {}) =>
      resource(second.type, "first", { scope: "CLOUDFRONT", rules: counting(rule) });
    const edge = resource("aws:lb/loadBalancer:LoadBalancer", "edge", { name: "edge" });
    const guards = (name: string, resourceArn: Value, origins: readonly PolicyResource[]) =>
      resource(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        name,
        { webAclArn: UNKNOWN, resourceArn },
        {
          propertyDependencies: {
            webAclArn: [second.urn],
            resourceArn: origins.map(({ urn }) => urn),
          },
        },
      );
    const association = guards("association", UNKNOWN, [edge]);
    const front = (inputs: Properties = {}, name = "front") =>
      resource(
        "aws:cloudfront/distribution:Distribution",
        name,
        {
          origins: [{ domainName: "edge-1.us-east-1.elb.amazonaws.com" }],
          webAclId: UNKNOWN,
          ...inputs,
        },
        { propertyDependencies: { webAclId: inputs["webAclId"] === "" ? [] : [first().urn] } },
      );
    const all = [second, first(), edge, association, front()];
    const but = (left: PolicyResource, ...more: PolicyResource[]) =>
      verdict(...all.filter((one) => one.urn !== left.urn), ...more);

    it("lets CloudFront's own web ACL count", () => {
      assert.equal(verdict(...all), "pass");
      assert.deepEqual(but(second, acl({ rules: counting(byKeys({ cookie: NAMED_KEY })) })), [
        CHOSEN,
      ]);
    });

    it("fails where that ACL does not limit each sender, or does not stand before everything", () => {
      for (const left of [first(), edge, association, front()]) {
        assert.deepEqual(but(left), [CHOSEN], left.name);
      }
      assert.deepEqual(but(first(), first(limit)), [CHOSEN]);
      assert.deepEqual(but(first(), first({ limit: 2_000_000_000 })), [CHOSEN]);
      assert.deepEqual(but(front(), front({ webAclId: "" })), [CHOSEN]);
      assert.deepEqual(verdict(...all, front({ webAclId: "" }, "open")), [CHOSEN]);
      const api = "arn:aws:apigateway:us-east-1::/restapis/a1/stages/prod";
      assert.deepEqual(verdict(...all, guards("api", api, [])), [CHOSEN]);
      const other = resource(edge.type, "other", { name: "other" });
      assert.deepEqual(verdict(...all, other, guards("other", UNKNOWN, [other])), [CHOSEN]);
    });

    it("takes no other header for the one in which the address is forwarded", () => {
      for (const name of ["X-Whatever", "X-Forwarded-Host", "X-Forwarded-For-2"]) {
        const other = acl({ rules: counting(forwardedBy(name, "NO_MATCH")) });
        assert.deepEqual(but(second, other), [CHOSEN], name);
      }
      const lower = acl({ rules: counting(forwardedBy("x-forwarded-for", "NO_MATCH")) });
      assert.equal(but(second, lower), "pass");
    });

    it("is undecided where nobody knows what stands in front", () => {
      assert.equal(but(front(), front({ origins: UNKNOWN })), "undecided");
      assert.equal(but(first(), first({ limit: UNKNOWN })), "undecided");
    });
  });

  it("reads what a rate rule in JSON counts by", () => {
    const json = (more: Properties) =>
      verdict(acl({ rules: null, ruleJson: JSON.stringify(upper(counting(more))) }));
    assert.equal(json({}), "pass");
    assert.deepEqual(json(byKeys({ cookie: NAMED_KEY })), [CHOSEN]);
    assert.deepEqual(json(forwardedBy("X-Forwarded-For")), [CHOSEN]);
  });

  it("takes the word of whoever knows a rule group of another stack", () => {
    const open = acl({ rules: [referring(OWN_GROUP), ...RULES] });
    const parameters = { "waf-managed-baseline": { knownRuleGroups: [GROUP_ARN] } };
    assert.equal(said(judged(wafManagedBaseline, [open], "acl", { parameters })), "pass");
  });

  it("has a limit that a profile may set", () => {
    const parameters = { "waf-managed-baseline": { mostRequests: 1000 } };
    assert.deepEqual(said(judged(wafManagedBaseline, [acl()], "acl", { parameters })), [
      "No rate rule blocks after 1000 requests in 5 minutes",
    ]);
  });

  it("reads rules that are resources of their own", () => {
    const each = (index: number, inputs: Properties) =>
      resource(
        "aws:wafv2/webAclRule:WebAclRule",
        `rule-${index}`,
        { webAclArn: UNKNOWN, ...inputs },
        { propertyDependencies: { webAclArn: [acl().urn] } },
      );
    const all = RULES.map((one, index) => each(index, one));
    assert.equal(verdict(acl({ rules: [] }), ...all), "pass");
    assert.deepEqual(verdict(acl({ rules: [] }), ...all.slice(1)), [NO_COMMON]);
  });

  it("reads groups that are associated", () => {
    const associated = (overrideAction: string, more: Properties = {}, other: Properties = {}) =>
      resource(
        "aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation",
        "association",
        {
          webAclArn: UNKNOWN,
          priority: 1,
          overrideAction,
          managedRuleGroup: { vendorName: "AWS", name: COMMON, ...more },
          ...other,
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
    const opened = acl({
      rules: [{ ...rate(), priority: 0 }, group(INPUTS), group(REPUTATION), allow(BYTES, 3)],
    });
    assert.deepEqual(verdict(opened, associated("none", {}, { priority: 5 })), [PASSES]);
    assert.equal(verdict(opened, associated("none", {}, { priority: 2 })), "pass");
    const own = { priority: 0, managedRuleGroup: null, ruleGroupReference: { arn: GROUP_ARN } };
    const first = "Rule association comes first, a group that this stack does not show";
    assert.deepEqual(verdict(acl(), associated("none", {}, own)), [first]);
    assert.equal(verdict(acl(), associated("count", {}, own)), "pass");
    const letting = {
      ...own.ruleGroupReference,
      ruleActionOverrides: [{ name: "any", actionToUse: { allow: {} } }],
    };
    const lets = "Rule association lets requests pass that are not checked yet";
    assert.deepEqual(
      verdict(acl(), associated("none", {}, { ...own, ruleGroupReference: letting })),
      [lets, first],
    );
    const shown = resource("aws:wafv2/ruleGroup:RuleGroup", "own", { rules: [allow(BYTES)] });
    const referring = associated("none", {}, { ...own, ruleGroupReference: { arn: UNKNOWN } });
    const origins = { ...referring.propertyDependencies, ruleGroupReference: [shown.urn] };
    assert.deepEqual(verdict(acl(), shown, { ...referring, propertyDependencies: origins }), [
      lets,
    ]);
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
