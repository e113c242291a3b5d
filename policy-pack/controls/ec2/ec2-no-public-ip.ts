import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import {
  INSTANCE,
  isInstance,
  LAUNCH_TEMPLATE,
  MACHINE_TYPES,
  SPOT_FLEET,
  specificationsIn,
} from "./machines.ts";

export const ec2NoPublicIp = defineControl({
  id: "ec2-no-public-ip",
  title: "Instances have no public address of their own",
  severity: "high",
  frameworks: {
    fsbp: ["EC2.9", "EC2.25", "AutoScaling.5"],
    cis3: [],
    cis7: [],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "Every port that a security group leaves open is one that the whole internet can try.",
  remedy: "Set associatePublicIpAddress to false and put a load balancer before the instance",
  types: MACHINE_TYPES,
  scope: "resource",
  check({ resource }) {
    const asked = (machine: Reading | View) => {
      const address = machine.at("associatePublicIpAddress");
      return expect(!isAsked(address), "The instance asks for a public address", address);
    };
    const interfaces = () =>
      each(resource.at("networkInterfaces").items(), (one) => {
        const address = one.at("associatePublicIpAddress");
        return expect(!isAsked(address), "An interface asks for a public address", address);
      });
    // Where no place is named, EC2 takes the default VPC, whose subnets give public addresses.
    const placed = (machine: Reading | View) => {
      const places = ["subnetId"];
      if (resource.type !== SPOT_FLEET) places.push("networkInterfaces", "launchTemplate");
      if (resource.type === INSTANCE) places.push("primaryNetworkInterface");
      const named = places.some((path) => machine.at(path).kind !== "absent");
      return expect(
        named || machine.at("associatePublicIpAddress").flag === false,
        "The instance starts in the default VPC, which gives it a public address",
      );
    };
    if (resource.type === LAUNCH_TEMPLATE) return interfaces();
    if (resource.type === SPOT_FLEET) {
      return each(specificationsIn(resource), (one) => each([asked, placed], (part) => part(one)));
    }
    return each(isInstance(resource) ? [asked, placed] : [asked], (part) => part(resource));
  },
});

/** Whatever stands there and is no clear no. */
function isAsked(address: Reading): boolean {
  return address.flag ?? address.present;
}
