import assert from "node:assert/strict";

import fc from "fast-check";

import { admitted, type AclRule } from "../../../../policy-pack/controls/vpc/aclRules.ts";
import { surelyIn } from "../../../../policy-pack/controls/vpc/addresses.ts";
import { naclNoOpenAdminPorts } from "../../../../policy-pack/controls/vpc/nacl-no-open-admin-ports.ts";
import { ALL_PORTS, portsNamed } from "../../../../policy-pack/controls/vpc/ports.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked, vpc } from "../../support/networks.ts";
import { blinded, changed } from "../../support/resources.ts";

const opens = (ports: string, who = "The ACL") => [`${who} admits the internet to ${ports}`];
const rule = (ruleNo: number, action: string, more: Properties = {}): Properties => ({
  ruleNo,
  action,
  protocol: "tcp",
  fromPort: 22,
  toPort: 22,
  cidrBlock: "0.0.0.0/0",
  ...more,
});
const acl = (...ingress: Properties[]) =>
  linked("networkAcl:NetworkAcl", "acl", { ingress, egress: [] }, { vpcId: vpc });
const split = (name: string, of: PolicyResource, inputs: Properties) =>
  linked(
    "networkAclRule:NetworkAclRule",
    name,
    {
      ruleNumber: 100,
      ruleAction: "allow",
      protocol: "6",
      fromPort: 22,
      toPort: 22,
      cidrBlock: "0.0.0.0/0",
      ...inputs,
    },
    { networkAclId: of },
  );
const ask = (resources: readonly PolicyResource[], subject = "acl", parameters = {}) =>
  said(
    judged(naclNoOpenAdminPorts, resources, subject, {
      parameters: { "nacl-no-open-admin-ports": parameters },
    }),
  );

describe("nacl-no-open-admin-ports", () => {
  describe("of an ACL", () => {
    itBehaves({
      control: naclNoOpenAdminPorts,
      compliant: [
        acl(
          rule(100, "deny", { protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "8.8.0.0/16" }),
          rule(110, "deny", { fromPort: 3389, toPort: 3389 }),
          rule(120, "allow", { fromPort: 1024, toPort: 65535 }),
        ),
      ],
      subject: "acl",
      fails: [
        {
          title: "the deny comes later",
          path: "ingress[1].ruleNo",
          value: 121,
          messages: opens("TCP 3389"),
        },
        {
          title: "the deny is for another protocol",
          path: "ingress[1].protocol",
          value: "udp",
          messages: opens("TCP 3389"),
        },
        {
          title: "the deny leaves out one half",
          path: "ingress[1].cidrBlock",
          value: "0.0.0.0/1",
          messages: opens("TCP 3389"),
        },
        {
          title: "the deny can't be read",
          path: "ingress[1].cidrBlock",
          value: "everyone",
          messages: opens("TCP 3389"),
        },
        {
          title: "the deny is an allow",
          path: "ingress[1].action",
          value: "allow",
          messages: opens("TCP 3389"),
        },
        {
          title: "the deny has no number",
          path: "ingress[1].ruleNo",
          messages: opens("TCP 3389"),
        },
        {
          title: "the allow begins lower",
          path: "ingress[2].fromPort",
          value: "0",
          messages: opens("TCP 22"),
        },
        {
          title: "the allow is for all protocols",
          path: "ingress[2].protocol",
          value: "-1",
          messages: opens("TCP 22 and UDP 22, 3389"),
        },
        {
          title: "the allow is for IPv6, the deny for IPv4",
          path: "ingress[2]",
          value: rule(120, "allow", { cidrBlock: null, ipv6CidrBlock: "::/0" }),
          messages: opens("TCP 22"),
        },
      ],
      accepts: [
        { title: "no rules, which is to admit nothing", path: "ingress" },
        { title: "the deny in capitals", path: "ingress[1].action", value: "DENY" },
        { title: "the number in text", path: "ingress[1].ruleNo", value: "119" },
        { title: "the protocol by number", path: "ingress[1].protocol", value: 6 },
        {
          title: "a wider deny",
          path: "ingress[1]",
          value: rule(1, "deny", { protocol: "all", fromPort: 0, toPort: 0 }),
        },
        { title: "an allow for ICMP", path: "ingress[2].protocol", value: "icmp" },
        {
          title: "an allow for private addresses",
          path: "ingress[2].cidrBlock",
          value: "10.0.0.0/8",
        },
        { title: "rules that go out", path: "egress", value: [rule(1, "allow")] },
      ],
      dispensable: [
        // So few addresses matter neither as a deny nor as an allow; and a wider deny only closes.
        "acl: ingress[0].action",
        "acl: ingress[0].cidrBlock",
        "acl: ingress[0].ipv6CidrBlock",
        "acl: ingress[0].protocol",
        "acl: ingress[0].ruleNo",
      ],
    });
  });

  it("knows that two denies for the halves shadow an allow for all", () => {
    const halves = [
      rule(1, "deny", { cidrBlock: "0.0.0.0/1" }),
      rule(2, "deny", { cidrBlock: "128.0.0.0/1" }),
    ];
    assert.equal(ask([acl(...halves, rule(3, "allow"))]), "pass");
    assert.deepEqual(ask([acl(...halves.slice(1), rule(3, "allow"))]), opens("TCP 22"));
  });

  it("takes a deny for no more than it says", () => {
    const own = acl(rule(100, "allow"));
    const deny = (more: Properties) =>
      ask([own, split("deny", own, { ruleNumber: 1, ruleAction: "deny", ...more })]);
    // The provider sends port 0 for ports that are not there.
    assert.deepEqual(deny({ fromPort: null, toPort: null }), opens("TCP 22"));
    assert.equal(deny({ fromPort: null, toPort: null, protocol: "-1" }), "pass");
    assert.deepEqual(deny({ protocol: "ssh" }), opens("TCP 22"));
    assert.deepEqual(deny({ fromPort: 65535, toPort: 0 }), opens("TCP 22"));
    assert.deepEqual(deny({ ruleNumber: 100 }), opens("TCP 22"));
    assert.equal(deny({ ruleNumber: 99 }), "pass");
  });

  it("takes empty text for a block that is not there, as in a state", () => {
    const told = (cidrBlock: string) =>
      ask([acl(rule(1, "allow", { cidrBlock, ipv6CidrBlock: "" }))]);
    assert.equal(told("10.0.0.0/8"), "pass");
    assert.deepEqual(told("0.0.0.0/0"), opens("TCP 22"));
  });

  it("adds up what several rules allow", () => {
    const allows = ["8.8.0.0/16", "9.9.0.0/16"].map((cidrBlock, index) =>
      rule(index, "allow", { cidrBlock }),
    );
    assert.deepEqual(ask([acl(...allows)]), opens("TCP 22"));
    assert.equal(ask([acl(...allows.slice(1))]), "pass");
  });

  it("is sure of an opening though a later rule is unknown", () => {
    const later = rule(200, "deny", { cidrBlock: UNKNOWN });
    assert.equal(ask([acl(rule(100, "allow"), later)]), "undecided");
    const allow = rule(200, "allow", { cidrBlock: UNKNOWN });
    assert.deepEqual(ask([acl(rule(100, "allow"), allow)]), opens("TCP 22"));
  });

  it("sees rules that stand by themselves, in their order", () => {
    const own = acl();
    const open = split("open", own, {});
    assert.deepEqual(ask([vpc, own, open]), opens("TCP 22"));
    assert.equal(ask([vpc, own, open], "open"), "notApplicable");
    const deny = split("deny", own, { ruleNumber: 99, ruleAction: "deny" });
    assert.equal(ask([vpc, own, open, deny]), "pass");
    assert.equal(ask([vpc, own, split("out", own, { egress: true })]), "pass");
    const stray = blinded([vpc, own, deny, open], open.urn, "networkAclId");
    assert.equal(ask(stray), "undecided");
  });

  it("judges a rule alone where its ACL is not in the stack", () => {
    const far = (name: string, inputs: Properties) => ({
      ...split(name, vpc, { ...inputs }),
      propertyDependencies: {},
    });
    const open = changed([far("open", {})], "open", "networkAclId", "acl-1");
    assert.deepEqual(ask(open, "open"), opens("TCP 22"));
    const deny = far("deny", { ruleNumber: 9, ruleAction: "deny" });
    const beside = (id: string) => [...open, ...changed([deny], "deny", "networkAclId", id)];
    assert.equal(ask(beside("acl-1"), "open"), "pass");
    assert.deepEqual(ask(beside("acl-2"), "open"), opens("TCP 22"));
    assert.equal(ask([far("open", {})], "open"), "undecided");
    const out = changed(open, "open", "egress", true);
    assert.equal(ask(out, "open"), "notApplicable");
  });

  describe("of the default ACL", () => {
    const filled = "The default ACL, which AWS fills,";
    const taken = (...ingress: Properties[]) =>
      linked(
        "defaultNetworkAcl:DefaultNetworkAcl",
        "default",
        { ingress },
        { defaultNetworkAclId: vpc },
      );

    it("fails for a VPC whose default ACL nobody takes over", () => {
      assert.deepEqual(ask([vpc], "vpc"), opens("TCP and UDP 22, 3389", filled));
      const lone = linked("defaultVpc:DefaultVpc", "lone", {});
      assert.deepEqual(ask([lone], "lone"), opens("TCP and UDP 22, 3389", filled));
      const deny = split("deny", vpc, {
        ruleNumber: 1,
        ruleAction: "deny",
        protocol: "-1",
      });
      assert.deepEqual(ask([vpc, deny], "vpc"), opens("TCP and UDP 22, 3389", filled));
      const both = split("both", vpc, {
        ruleNumber: 2,
        ruleAction: "deny",
        protocol: "-1",
        cidrBlock: null,
        ipv6CidrBlock: "::/0",
      });
      assert.equal(ask([vpc, deny, both], "vpc"), "pass");
    });

    it("leaves to the default ACL what the stack says of it", () => {
      assert.equal(ask([vpc, taken()], "vpc"), "notApplicable");
      assert.equal(ask([vpc, taken()], "default"), "pass");
      assert.deepEqual(ask([vpc, taken(rule(1, "allow"))], "default"), opens("TCP 22"));
    });

    it("counts rules that name it as the VPC's output, or as its own", () => {
      const own = taken();
      assert.deepEqual(ask([vpc, own, split("a", own, {})], "default"), opens("TCP 22"));
      assert.deepEqual(ask([vpc, own, split("a", vpc, {})], "default"), opens("TCP 22"));
      assert.equal(ask([vpc, own, split("a", acl(), {})], "default"), "pass");
    });
  });

  it("goes by the ports that are set", () => {
    const open = acl(rule(1, "allow", { fromPort: 0, toPort: 100 }));
    assert.deepEqual(ask([open], "acl", { ports: ["80", "90-91"] }), opens("TCP 80, 90-91"));
    assert.equal(ask([open], "acl", { ports: ["443"] }), "pass");
  });

  it("decides as a packet would, rule by rule", () => {
    const blocks = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "0.0.0.0/2", "64.0.0.0/2"];
    const limits = { widestIpv4Prefix: 16, widestIpv6Prefix: 32, closedPrefixLists: [] };
    const any = fc.record({
      number: fc.nat(9),
      allows: fc.boolean(),
      ports: fc.constantFrom(ALL_PORTS, portsNamed(["22"], "tcp"), portsNamed(["23"], "tcp")),
      block: fc.constantFrom(...blocks),
    });
    // One address of each quarter that the blocks tell apart.
    const samples = ["8.8.8.8/32", "70.0.0.1/32", "130.0.0.1/32"].flatMap(surelyIn);
    const unique = fc.uniqueArray(any, { selector: ({ number }) => number, maxLength: 6 });
    fc.assert(
      fc.property(unique, (entries) => {
        const rules: AclRule[] = entries.map(({ block, ...entry }) => ({
          ...entry,
          addresses: surelyIn(block),
        }));
        const passes = samples.some(({ first }) => {
          const deciding = rules
            .toSorted((a, b) => a.number - b.number)
            .find(
              ({ ports, addresses }) =>
                ports.some(({ from, to }) => from <= 22 && 22 <= to) &&
                addresses.some((range) => range.first <= first && first <= range.last),
            );
          return deciding?.allows ?? false;
        });
        const open = admitted(rules, portsNamed(["22"], "tcp"), limits);
        assert.equal(open.length > 0, passes);
      }),
    );
  });
});
