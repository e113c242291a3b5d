import { defineControl } from "../../engine/control.ts";
import { each, notApplicable, pass } from "../../engine/verdict.ts";
import { httpsPortsIn } from "../elb/balancer.ts";
import { GROUPS, groupsOf, isOf } from "./groupRules.ts";
import { onlyRedirects, REDIRECT_TYPES } from "./httpRedirect.ts";
import { limits } from "./internet.ts";
import { judgeOpenings, openTo } from "./openings.ts";
import { ALL_PORTS, portList, portsNamed, without } from "./ports.ts";
import { PREFIX_LIST_TYPES } from "./prefixLists.ts";
import { DEFAULT_SECURITY_GROUP, INGRESS_RULE, RULE, SECURITY_GROUP } from "./types.ts";

export const sgOpenOnlyAuthorizedPorts = defineControl({
  id: "sg-open-only-authorized-ports",
  title: "The internet reaches the ports that are meant for it alone",
  severity: "high",
  frameworks: {
    fsbp: ["EC2.18"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-4(21)", "SC-7", "SC-7(5)", "SC-7(11)"],
  },
  cause: "Something that nobody meant to publish answers strangers.",
  remedy: "Remove the rule, or name the port in tcpPorts with a reason",
  types: [SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, INGRESS_RULE],
  related: [RULE, INGRESS_RULE, ...PREFIX_LIST_TYPES, ...REDIRECT_TYPES],
  parameters: {
    ...limits,
    tcpPorts: portList(["443"], "TCP ports that may be open to the internet."),
    udpPorts: portList([], "UDP ports that may be open to the internet."),
    redirectPorts: portList(["80"], "TCP ports that may be open where they redirect to HTTPS."),
  },
  scope: "stack",
  check({ resource, stack, parameters, settings }) {
    if (!GROUPS.includes(resource.type) && !isOf(resource, "ingress")) return notApplicable;
    const redirects = portsNamed(parameters.redirectPorts, "tcp");
    const authorized = [
      ...portsNamed(parameters.tcpPorts, "tcp"),
      ...portsNamed(parameters.udpPorts, "udp"),
    ];
    const question = { direction: "ingress", limits: parameters } as const;
    const others = () =>
      judgeOpenings(stack, resource, {
        ...question,
        ports: without(ALL_PORTS, [...authorized, ...redirects]),
        judge: openTo("The internet reaches"),
      });
    const redirecting = () => {
      const verdicts = judgeOpenings(stack, resource, {
        ...question,
        ports: without(redirects, authorized),
        judge: openTo("No load balancer redirects to HTTPS what the internet sends to"),
      });
      const closed = [verdicts].flat().every(({ outcome }) => outcome === "pass");
      const groups = () => groupsOf(stack, resource);
      const harmless = () => onlyRedirects(stack, groups(), redirects, httpsPortsIn(settings));
      return closed || !harmless() ? verdicts : pass;
    };
    return each([others, redirecting], (part) => part());
  },
});
