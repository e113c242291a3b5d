import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect } from "../../engine/verdict.ts";
import { INSTANCE, isInstance, LAUNCH_TEMPLATE, MACHINE_TYPES } from "./machines.ts";

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
    const asked = () => {
      const address = resource.at("associatePublicIpAddress");
      return expect(!isAsked(address), "The instance asks for a public address", address);
    };
    const interfaces = () =>
      each(resource.at("networkInterfaces").items(), (one) => {
        const address = one.at("associatePublicIpAddress");
        return expect(!isAsked(address), "An interface asks for a public address", address);
      });
    // Where no place is named, EC2 takes the default VPC, whose subnets give public addresses.
    const placed = () => {
      const places = ["subnetId", "networkInterfaces", "launchTemplate"];
      if (resource.type === INSTANCE) places.push("primaryNetworkInterface");
      const named = places.some((path) => resource.at(path).kind !== "absent");
      return expect(
        named || resource.at("associatePublicIpAddress").flag === false,
        "The instance starts in the default VPC, which gives it a public address",
      );
    };
    if (resource.type === LAUNCH_TEMPLATE) return interfaces();
    return each(isInstance(resource) ? [asked, placed] : [asked], (part) => part());
  },
});

/** Whatever stands there and is no clear no. */
function isAsked(address: Reading): boolean {
  return address.flag ?? address.present;
}
