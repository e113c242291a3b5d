import { defineControl } from "../../engine/control.ts";
import { HIGH_RISK_PORTS } from "./highRiskPorts.ts";
import { limits } from "./internet.ts";
import { judgeOpenings, openTo } from "./openings.ts";
import { portList, portsNamed } from "./ports.ts";
import { PREFIX_LIST_TYPES } from "./prefixLists.ts";
import { DEFAULT_SECURITY_GROUP, INGRESS_RULE, RULE, SECURITY_GROUP } from "./types.ts";

export const sgNoOpenHighRiskPorts = defineControl({
  id: "sg-no-open-high-risk-ports",
  title: "No security group opens a dangerous port to the internet",
  severity: "critical",
  frameworks: {
    fsbp: ["EC2.19"],
    cis3: [],
    cis7: ["6.1.2"],
    nist: ["AC-4", "AC-4(21)", "CM-2", "CM-7", "SC-7"],
  },
  cause: "Databases, caches and consoles are found within minutes, and many ask for no password.",
  remedy: "Admit the group of the caller instead of addresses",
  types: [SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, INGRESS_RULE],
  related: [RULE, INGRESS_RULE, ...PREFIX_LIST_TYPES],
  parameters: {
    ...limits,
    ports: portList(HIGH_RISK_PORTS, "Ports that the internet must not reach."),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    return judgeOpenings(stack, resource, {
      direction: "ingress",
      ports: portsNamed(parameters.ports, "tcp", "udp"),
      limits: parameters,
      judge: openTo("The internet reaches"),
    });
  },
});
