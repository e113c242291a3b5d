import { defineControl } from "../../engine/control.ts";
import { limits } from "./internet.ts";
import { judgeOpenings, openTo } from "./openings.ts";
import { adminPorts, portsNamed } from "./ports.ts";
import { PREFIX_LIST_TYPES } from "./prefixLists.ts";
import { DEFAULT_SECURITY_GROUP, INGRESS_RULE, RULE, SECURITY_GROUP } from "./types.ts";

export const sgNoOpenAdminPorts = defineControl({
  id: "sg-no-open-admin-ports",
  title: "No security group opens a port of administration to the internet",
  severity: "high",
  frameworks: {
    fsbp: [],
    securityHub: ["EC2.13", "EC2.14"],
    cis3: ["5.2", "5.3"],
    cis7: ["6.3", "6.4"],
    nist: ["AC-4", "AC-4(21)", "CM-7", "SC-7", "SC-7(5)"],
  },
  cause: "Anyone can try passwords and keys, and use the next flaw of the service, day and night.",
  remedy: "Remove the rule and administer through Session Manager",
  types: [SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, INGRESS_RULE],
  related: [RULE, INGRESS_RULE, ...PREFIX_LIST_TYPES],
  parameters: { ...limits, ports: adminPorts },
  scope: "stack",
  check({ resource, stack, parameters }) {
    return judgeOpenings(stack, resource, {
      direction: "ingress",
      // Remote Desktop answers on UDP too.
      ports: portsNamed(parameters.ports, "tcp", "udp"),
      limits: parameters,
      judge: openTo("The internet reaches"),
    });
  },
});
