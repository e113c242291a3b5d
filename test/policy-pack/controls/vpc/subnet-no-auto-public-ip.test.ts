import assert from "node:assert/strict";

import { subnetNoAutoPublicIp } from "../../../../policy-pack/controls/vpc/subnet-no-auto-public-ip.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked } from "../../support/networks.ts";

const GIVES = ["The subnet gives public addresses at launch"];
const PATH = "mapPublicIpOnLaunch";

describe("subnet-no-auto-public-ip", () => {
  describe("of a subnet", () => {
    itBehaves({
      control: subnetNoAutoPublicIp,
      compliant: [linked("subnet:Subnet", "subnet", { [PATH]: false })],
      subject: "subnet",
      fails: [
        { title: "it maps addresses", path: PATH, value: true, messages: GIVES },
        { title: "it maps addresses, in text", path: PATH, value: "true", messages: GIVES },
        { title: "it says neither yes nor no", path: PATH, value: "maybe", messages: GIVES },
        { title: "a list says so", path: PATH, value: [true], messages: GIVES },
      ],
      accepts: [
        { title: "nothing, which is no", path: PATH },
        { title: "a no in text", path: PATH, value: "false" },
        {
          title: "IPv6 addresses, which no gateway need lead to",
          path: "assignIpv6AddressOnCreation",
          value: true,
        },
      ],
    });
  });

  describe("of a default subnet", () => {
    itBehaves({
      control: subnetNoAutoPublicIp,
      compliant: [linked("defaultSubnet:DefaultSubnet", "subnet", { [PATH]: false })],
      subject: "subnet",
      fails: [
        { title: "it says nothing, which is yes", path: PATH, messages: GIVES },
        { title: "it maps addresses", path: PATH, value: true, messages: GIVES },
      ],
      accepts: [{ title: "a no in text", path: PATH, value: "false" }],
    });
  });

  it("passes a subnet with nothing set", () => {
    const subnet = linked("subnet:Subnet", "subnet", {});
    assert.equal(said(judged(subnetNoAutoPublicIp, [subnet], "subnet")), "pass");
  });
});
