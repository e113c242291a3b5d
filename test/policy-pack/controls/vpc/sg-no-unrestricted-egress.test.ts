import assert from "node:assert/strict";

import { sgNoUnrestrictedEgress } from "../../../../policy-pack/controls/vpc/sg-no-unrestricted-egress.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { group, ingress, linked, rule } from "../../support/networks.ts";

const ALL = ["Members may call every port of the whole internet"];
const egress = (name: string, inputs: Record<string, string | number>) =>
  linked("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", name, inputs, {
    securityGroupId: group,
  });
const ask = (resources: readonly PolicyResource[], subject: string) =>
  said(judged(sgNoUnrestrictedEgress, resources, subject));

describe("sg-no-unrestricted-egress", () => {
  describe("of a rule", () => {
    itBehaves({
      control: sgNoUnrestrictedEgress,
      compliant: [group, egress("rule", { ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" })],
      subject: "rule",
      fails: [
        { title: "it leads anywhere", path: "cidrIpv4", value: "0.0.0.0/0", messages: ALL },
        { title: "it leads anywhere by IPv6", path: "cidrIpv6", value: "::/0", messages: ALL },
        { title: "it leads to a half", path: "cidrIpv4", value: "128.0.0.0/1", messages: ALL },
        { title: "it leads to NAT64", path: "cidrIpv6", value: "64:ff9b::/96", messages: ALL },
      ],
      accepts: [
        { title: "a company's addresses", path: "cidrIpv4", value: "8.8.0.0/16" },
        { title: "no address", path: "cidrIpv4" },
      ],
      // Private addresses are not the internet, by whatever protocol.
      dispensable: ["rule: ipProtocol"],
    });
  });

  describe("of a group", () => {
    const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };
    itBehaves({
      control: sgNoUnrestrictedEgress,
      compliant: [
        { ...group, inputs: { ...group.inputs, egress: [https] } },
        egress("split", { ipProtocol: "tcp", fromPort: 1, toPort: 442, cidrIpv4: "0.0.0.0/0" }),
      ],
      subject: "group",
      fails: [
        { title: "the protocol is all", path: "egress[0].protocol", value: "-1", messages: ALL },
        {
          title: "the range is whole",
          path: "egress[0]",
          value: { ...https, fromPort: 0, toPort: 65535 },
          messages: ALL,
        },
        {
          title: "only port 0 is left out",
          path: "egress[0]",
          value: { ...https, fromPort: 1, toPort: 65535 },
          messages: ALL,
        },
        {
          title: "it completes the rule beside it",
          path: "egress[0].toPort",
          value: 65535,
          messages: ALL,
        },
        {
          title: "two rules make the range",
          path: "egress",
          value: [
            { ...https, protocol: "17", fromPort: 0, toPort: 999 },
            { ...https, protocol: "udp", fromPort: "1000", toPort: "65535" },
          ],
          messages: ALL,
        },
      ],
      accepts: [
        { title: "nothing", path: "egress", value: [] },
        { title: "a range that leaves a port out", path: "egress[0].toPort", value: 65534 },
        {
          title: "every port of another group",
          path: "egress[0]",
          value: { protocol: "-1", fromPort: 0, toPort: 0, securityGroups: [UNKNOWN] },
        },
      ],
      dispensable: [
        // 443 is not every port, wherever it leads.
        "group: egress[0].cidrBlocks",
        "group: egress[0].cidrBlocks[0]",
        "group: egress[0].ipv6CidrBlocks",
        "group: egress[0].prefixListIds",
        // Nor is what the rule beside it names.
        "split: cidrIpv4",
        "split: cidrIpv6",
        "split: prefixListId",
      ],
    });

    it("leaves to a rule what the rule opens by itself", () => {
      const open = egress("open", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
      assert.equal(ask([group, open], "group"), "pass");
      assert.deepEqual(ask([group, open], "open"), ALL);
    });
  });

  it("finds the older form, and what does not go out is not its matter", () => {
    const open = { protocol: "all", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] };
    assert.deepEqual(ask([group, rule("rule", { ...open, type: "egress" })], "rule"), ALL);
    assert.equal(ask([group, rule("rule", open)], "rule"), "notApplicable");
    assert.equal(
      ask([group, ingress("in", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" })], "group"),
      "pass",
    );
  });
});
