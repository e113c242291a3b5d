import assert from "node:assert/strict";

import { ec2NoPublicIp } from "../../../../policy-pack/controls/ec2/ec2-no-public-ip.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked } from "../../support/networks.ts";

const OWN = ["The instance asks for a public address"];
const INTERFACE = ["An interface asks for a public address"];
const NOWHERE = ["The instance starts in the default VPC, which gives it a public address"];
const PATH = "associatePublicIpAddress";
const ask = (resource: PolicyResource) => said(judged(ec2NoPublicIp, [resource], resource.name));

describe("ec2-no-public-ip", () => {
  for (const type of ["instance:Instance", "spotInstanceRequest:SpotInstanceRequest"]) {
    describe(`of ${type}`, () => {
      itBehaves({
        control: ec2NoPublicIp,
        compliant: [linked(type, "machine", { [PATH]: false, subnetId: "subnet-1" })],
        subject: "machine",
        fails: [
          { title: "it asks for one", path: PATH, value: true, messages: OWN },
          { title: "it asks for one in text", path: PATH, value: "true", messages: OWN },
          { title: "it is not clear what it asks", path: PATH, value: "maybe", messages: OWN },
        ],
        accepts: [
          { title: "nothing, which leaves it to the subnet", path: PATH },
          { title: "a no in text", path: PATH, value: "false" },
          { title: "a no, wherever it starts", path: "subnetId" },
        ],
        // It starts in a subnet, whichever: what that gives is the subnet's matter.
        dispensable: ["machine: subnetId"],
      });

      it("fails where it names no place, and accepts any of them", () => {
        assert.deepEqual(ask(linked(type, "machine", {})), NOWHERE);
        for (const place of ["subnetId", "networkInterfaces", "launchTemplate"]) {
          assert.equal(ask(linked(type, "machine", { [place]: UNKNOWN })), "pass");
        }
      });
    });
  }

  it("accepts an instance at an interface of its own", () => {
    const inputs = { primaryNetworkInterface: { networkInterfaceId: "eni-1" } };
    assert.equal(ask(linked("instance:Instance", "machine", inputs)), "pass");
  });

  describe("of a launch configuration", () => {
    itBehaves({
      control: ec2NoPublicIp,
      compliant: [linked("launchConfiguration:LaunchConfiguration", "machine", { [PATH]: false })],
      subject: "machine",
      fails: [
        { title: "it asks for one", path: PATH, value: true, messages: OWN },
        { title: "it asks for one in text", path: PATH, value: "true", messages: OWN },
      ],
      accepts: [{ title: "nothing", path: PATH }],
    });
  });

  describe("of a fleet that describes its machines", () => {
    const one = { subnetId: "subnet-1" };
    itBehaves({
      control: ec2NoPublicIp,
      compliant: [
        linked("spotFleetRequest:SpotFleetRequest", "machine", {
          launchSpecifications: [one, { ...one, [PATH]: false }],
        }),
      ],
      subject: "machine",
      fails: [
        {
          title: "the second asks for one",
          path: `launchSpecifications[1].${PATH}`,
          value: true,
          messages: OWN,
        },
        {
          title: "a lone one names no place",
          path: "launchSpecifications",
          value: {},
          messages: NOWHERE,
        },
      ],
      accepts: [{ title: "a no, wherever it starts", path: "launchSpecifications[1].subnetId" }],
      // They start in subnets, whichever: what those give is their matter.
      dispensable: [
        "machine: launchSpecifications[0].subnetId",
        "machine: launchSpecifications[1].subnetId",
      ],
    });

    it("leaves to templates what they describe", () => {
      const launchTemplateConfigs = [{ launchTemplateSpecification: { id: "lt-1" } }];
      const fleet = linked("spotFleetRequest:SpotFleetRequest", "machine", {
        launchTemplateConfigs,
      });
      assert.equal(ask(fleet), "pass");
    });
  });

  describe("of a launch template", () => {
    const one = (address: Properties = {}) => ({ deviceIndex: 0, ...address });
    itBehaves({
      control: ec2NoPublicIp,
      compliant: [
        linked("launchTemplate:LaunchTemplate", "machine", {
          networkInterfaces: [one({ [PATH]: "false" })],
        }),
      ],
      subject: "machine",
      fails: [
        {
          title: "an interface asks for one",
          path: `networkInterfaces[0].${PATH}`,
          value: "true",
          messages: INTERFACE,
        },
        {
          title: "an interface asks, and is no text",
          path: `networkInterfaces[0].${PATH}`,
          value: true,
          messages: INTERFACE,
        },
        {
          title: "a lone interface asks",
          path: "networkInterfaces",
          value: one({ [PATH]: "true" }),
          messages: INTERFACE,
        },
        {
          title: "the second asks, and the first is unknown",
          path: "networkInterfaces",
          value: [UNKNOWN, one({ [PATH]: "true" })],
          messages: INTERFACE,
        },
      ],
      accepts: [
        { title: "no interfaces", path: "networkInterfaces" },
        { title: "an interface that says nothing", path: "networkInterfaces", value: [one()] },
      ],
    });
  });
});
