import assert from "node:assert/strict";

import { sgNoOpenAdminPorts } from "../../../../policy-pack/controls/vpc/sg-no-open-admin-ports.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { group, ingress, linked, rule, spellings, vpc } from "../../support/networks.ts";

const SSH = ["The internet reaches TCP 22"];
const ssh = { protocol: "tcp", from: 22, to: 22 };
const ask = (resources: readonly PolicyResource[], subject: string, parameters = {}) =>
  said(
    judged(sgNoOpenAdminPorts, resources, subject, {
      parameters: { "sg-no-open-admin-ports": parameters },
    }),
  );

describe("sg-no-open-admin-ports", () => {
  describe("of a group", () => {
    const world = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };
    const inner = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] };
    itBehaves({
      control: sgNoOpenAdminPorts,
      compliant: [
        { ...group, inputs: { ...group.inputs, ingress: [inner, world] } },
        ingress("split", { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "8.8.0.0/16" }),
      ],
      subject: "group",
      fails: [
        {
          title: "SSH is open",
          path: "ingress[1].fromPort",
          value: 22,
          messages: ["The internet reaches TCP 22"],
        },
        {
          title: "a range of ports holds both",
          path: "ingress[1]",
          value: { ...world, fromPort: "0", toPort: "65535" },
          messages: ["The internet reaches TCP 22, 3389"],
        },
        {
          title: "every protocol is open, with 0 to 0 beside it",
          path: "ingress[1]",
          value: { ...world, protocol: "-1", fromPort: 0, toPort: 0 },
          messages: ["The internet reaches TCP and UDP 22, 3389"],
        },
        {
          title: "Remote Desktop is open on UDP",
          path: "ingress[1]",
          value: { ...world, protocol: 17, fromPort: 3389, toPort: 3389 },
          messages: ["The internet reaches UDP 3389"],
        },
        {
          title: "two rules each open one half",
          path: "ingress",
          value: [
            { ...inner, cidrBlocks: ["8.8.0.0/17"] },
            { ...inner, cidrBlocks: ["8.8.128.0/17", "8.9.0.0/24"] },
          ],
          messages: SSH,
        },
        {
          title: "it and a rule beside it are open only together",
          path: "ingress[0].cidrBlocks",
          value: ["8.9.0.0/16"],
          messages: SSH,
        },
        {
          title: "one block is open and another is unknown",
          path: "ingress[0].cidrBlocks",
          value: [UNKNOWN, "0.0.0.0/0"],
          messages: SSH,
        },
        {
          title: "one rule is open and another is unknown",
          path: "ingress",
          value: [UNKNOWN, { ...inner, cidrBlocks: ["0.0.0.0/0"] }],
          messages: SSH,
        },
      ],
      accepts: [
        { title: "no rules at all", path: "ingress", value: [] },
        { title: "rules that are not stated here", path: "ingress" },
        {
          title: "an unknown source for another port",
          path: "ingress[1].cidrBlocks",
          value: UNKNOWN,
        },
        {
          title: "ICMP from everywhere, whose types look like ports",
          path: "ingress[1]",
          value: { ...world, protocol: "icmp", fromPort: 8, toPort: 22 },
        },
        {
          title: "SSH from another group",
          path: "ingress[0]",
          value: {
            protocol: "tcp",
            fromPort: 22,
            toPort: 22,
            securityGroups: [UNKNOWN],
            self: true,
          },
        },
      ],
      dispensable: [
        // 443 is no port of administration, whoever may call it.
        "group: ingress[1].cidrBlocks",
        "group: ingress[1].cidrBlocks[0]",
        "group: ingress[1].ipv6CidrBlocks",
        "group: ingress[1].prefixListIds",
        // Private addresses and one company's are not the internet, whatever they may call.
        "group: ingress[0].fromPort",
        "group: ingress[0].protocol",
        "group: ingress[0].toPort",
        "split: fromPort",
        "split: ipProtocol",
        "split: toPort",
      ],
    });

    it("leaves to a rule what the rule opens by itself", () => {
      const open = ingress("open", { ipProtocol: "-1", cidrIpv6: "::/0" });
      assert.equal(ask([group, open], "group"), "pass");
      assert.deepEqual(ask([group, open], "open"), ["The internet reaches TCP and UDP 22, 3389"]);
    });

    it("adds up rules that are no opening alone", () => {
      const parts = ["8.8.0.0/16", "9.9.0.0/16"].map((cidrIpv4, index) =>
        ingress(`part${index}`, { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4 }),
      );
      assert.equal(ask([group, ...parts], "part0"), "pass");
      assert.deepEqual(ask([group, ...parts], "group"), SSH);
    });
  });

  describe("of a rule", () => {
    itBehaves({
      control: sgNoOpenAdminPorts,
      compliant: [
        group,
        ingress("rule", { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/8" }),
      ],
      subject: "rule",
      fails: [
        { title: "it admits everyone", path: "cidrIpv4", value: "0.0.0.0/0", messages: SSH },
        { title: "it admits everyone by IPv6", path: "cidrIpv6", value: "::/0", messages: SSH },
        { title: "it admits one half", path: "cidrIpv4", value: "128.0.0.0/1", messages: SSH },
        { title: "it admits a cloud", path: "cidrIpv4", value: "3.0.0.0/8", messages: SSH },
        {
          title: "its block has bits behind the prefix",
          path: "cidrIpv4",
          value: "1.2.3.4/0",
          messages: SSH,
        },
        {
          title: "its block is IPv4 in IPv6",
          path: "cidrIpv6",
          value: "::ffff:0:0/96",
          messages: SSH,
        },
        { title: "its block can't be read", path: "cidrIpv4", value: "any", messages: SSH },
      ],
      accepts: [
        { title: "a company's addresses", path: "cidrIpv4", value: "8.8.0.0/16" },
        { title: "unique local addresses", path: "cidrIpv6", value: "fc00::/7" },
        { title: "CloudFront's own prefix list", path: "prefixListId", value: "pl-3b927c52" },
        { title: "another protocol", path: "ipProtocol", value: "icmp" },
      ],
      // Private addresses are not the internet, whatever they may call.
      dispensable: ["rule: fromPort", "rule: ipProtocol", "rule: toPort"],
    });
  });

  for (const [title, source] of [
    ["IPv4", { ipv4: "0.0.0.0/0" }],
    ["IPv6", { ipv6: "::/0" }],
  ] as const) {
    for (const { form, resources, subject } of spellings(ssh, source)) {
      it(`finds ${title} open in the form ${form}`, () => {
        assert.deepEqual(ask(resources, subject), SSH);
      });
    }
  }
  for (const { form, resources, subject } of spellings(ssh, { ipv4: "192.168.0.0/16" })) {
    it(`finds a private range closed in the form ${form}`, () => {
      assert.equal(ask(resources, subject), "pass");
    });
  }

  it("does not concern a rule that goes out, and takes one of unknown direction for both", () => {
    const open = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
    assert.equal(ask([group, rule("out", { ...open, type: "egress" })], "out"), "notApplicable");
    assert.equal(ask([group, rule("out", { ...open, type: UNKNOWN })], "out"), "undecided");
    assert.equal(ask([group, rule("out", { ...open, type: UNKNOWN })], "group"), "undecided");
  });

  it("is undecided over a group while a rule may be its own", () => {
    const open = ingress("open", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
    const stray = { ...open, propertyDependencies: {} };
    const other = ingress("known", { ipProtocol: "tcp", fromPort: 443, toPort: 443 });
    assert.equal(ask([group, other, stray], "group"), "undecided");
  });

  it("does not take a rule of the default group for another group's", () => {
    const inner = linked(
      "defaultSecurityGroup:DefaultSecurityGroup",
      "default",
      {},
      { vpcId: vpc },
    );
    const rules = [ingress("one", { ipProtocol: "-1" }, inner), ingress("two", {}, vpc)];
    assert.equal(ask([vpc, group, inner, ...rules], "group"), "pass");
  });

  it("goes by the ports and prefixes that are set", () => {
    const wide = ingress("wide", {
      ipProtocol: "tcp",
      fromPort: 5985,
      toPort: 5986,
      cidrIpv4: "8.0.0.0/8",
    });
    assert.equal(ask([group, wide], "wide"), "pass");
    assert.deepEqual(ask([group, wide], "wide", { ports: ["5980-5985"] }), [
      "The internet reaches TCP 5985",
    ]);
    assert.equal(ask([group, wide], "wide", { ports: ["5985"], widestIpv4Prefix: 8 }), "pass");
  });

  it("never passes for a parameter that it can't read", () => {
    const closed = ingress("closed", { ipProtocol: "tcp", fromPort: 1, toPort: 1 });
    const { undecided } = judged(sgNoOpenAdminPorts, [group, closed], "closed", {
      parameters: { "sg-no-open-admin-ports": { ports: ["ssh"] } },
    });
    assert.deepEqual(
      undecided.map(({ reason, defect }) => [reason, defect]),
      [["a parameter's ssh names no ports; allowed: 22 or 137-139", true]],
    );
  });
});
