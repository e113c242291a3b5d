import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { DEFAULT_SUBNET, SUBNET } from "./types.ts";

export const subnetNoAutoPublicIp = defineControl({
  id: "subnet-no-auto-public-ip",
  title: "Subnets give nothing a public address by themselves",
  severity: "medium",
  frameworks: {
    fsbp: ["EC2.15"],
    cis3: [],
    cis7: [],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "Whatever is started in the subnet is on the internet, though nobody asked for it.",
  remedy: "Set mapPublicIpOnLaunch to false",
  types: [SUBNET, DEFAULT_SUBNET],
  scope: "resource",
  check({ resource }) {
    const map = resource.at("mapPublicIpOnLaunch");
    // A default subnet gives addresses unless it says no.
    const given = map.flag ?? (resource.type === DEFAULT_SUBNET || map.present);
    return expect(!given, "The subnet gives public addresses at launch", map);
  },
});
