import assert from "node:assert/strict";

import { vpcDefaultSgClosed } from "../../../../policy-pack/controls/vpc/vpc-default-sg-closed.ts";
import { type PolicyResource, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { group, ingress, linked, rule, vpc } from "../../support/networks.ts";
import { blinded } from "../../support/resources.ts";

const RULE = { protocol: "-1", fromPort: 0, toPort: 0, self: true };
const KEEPS = ["The VPC keeps its default security group, which admits its members"];
const closed = linked(
  "defaultSecurityGroup:DefaultSecurityGroup",
  "closed",
  { ingress: [], egress: [] },
  { vpcId: vpc },
);
const ask = (resources: readonly PolicyResource[], subject: string) =>
  said(judged(vpcDefaultSgClosed, resources, subject));

describe("vpc-default-sg-closed", () => {
  describe("of a default group", () => {
    itBehaves({
      control: vpcDefaultSgClosed,
      compliant: [vpc, closed],
      subject: "closed",
      fails: [
        {
          title: "members may call each other",
          path: "ingress",
          value: [RULE],
          messages: ["The group has ingress rules"],
        },
        {
          title: "a lone rule stands in the place of a list",
          path: "ingress",
          value: RULE,
          messages: ["The group has ingress rules"],
        },
        {
          title: "members may call anyone",
          path: "egress",
          value: [{ ...RULE, cidrBlocks: ["0.0.0.0/0"] }],
          messages: ["The group has egress rules"],
        },
        {
          title: "it has an unknown rule",
          path: "egress",
          value: [UNKNOWN],
          messages: ["The group has egress rules"],
        },
      ],
      accepts: [
        // The provider then takes away the rules that EC2 made.
        { title: "no statement of what comes in", path: "ingress" },
        { title: "no statement of what goes out", path: "egress" },
      ],
    });

    for (const [title, other] of [
      ["the newer form", ingress("other", {}, closed)],
      ["the older form", rule("other", {}, closed)],
      ["the older form, outwards", rule("other", { type: "egress" }, closed)],
    ] as const) {
      it(`fails when a rule stands by itself in ${title}`, () => {
        const messages = ["other is a rule of the default security group"];
        assert.deepEqual(ask([vpc, closed, other], "closed"), messages);
      });
    }
  });

  describe("of a VPC", () => {
    itBehaves({
      control: vpcDefaultSgClosed,
      compliant: [vpc, closed, group, ingress("other", {})],
      subject: "vpc",
      fails: [],
      accepts: [
        {
          title: "rules inside, which are the group's matter",
          of: "closed",
          path: "ingress",
          value: [RULE],
        },
      ],
    });

    it("fails when nobody takes over the group, or a rule opens it by the VPC's output", () => {
      assert.deepEqual(ask([vpc, group], "vpc"), KEEPS);
      const elsewhere = { ...closed, inputs: { vpcId: "vpc-2" }, propertyDependencies: {} };
      assert.deepEqual(ask([vpc, elsewhere], "vpc"), KEEPS);
      const messages = ["other is a rule of the default security group"];
      assert.deepEqual(ask([vpc, closed, ingress("other", {}, vpc)], "vpc"), messages);
    });

    it("is undecided while a rule may be the default group's, though other rules are placed", () => {
      const stray = ingress("stray", {});
      const stack = blinded(
        [vpc, closed, group, ingress("other", {}), stray],
        stray.urn,
        "securityGroupId",
      );
      assert.equal(ask(stack, "vpc"), "undecided");
      assert.equal(ask(stack, "closed"), "undecided");
    });
  });

  it("takes a group without a VPC for that of the region's default one", () => {
    const main = linked("defaultVpc:DefaultVpc", "main", {});
    const adopted = linked("defaultSecurityGroup:DefaultSecurityGroup", "adopted", {});
    assert.equal(ask([main, adopted], "main"), "pass");
    assert.deepEqual(ask([main, vpc, closed], "main"), KEEPS);
    assert.deepEqual(ask([vpc, adopted], "vpc"), KEEPS);
    const far = { ...adopted, inputs: { region: "eu-west-1" } };
    assert.deepEqual(ask([main, far], "main"), KEEPS);
  });
});
