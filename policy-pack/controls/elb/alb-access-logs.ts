import { defineControl } from "../../engine/control.ts";
import { flagOf } from "../../engine/parameters.ts";
import { each, expect, notApplicable, pass } from "../../engine/verdict.ts";
import { kindOf, LOAD_BALANCER } from "./balancer.ts";

export const albAccessLogs = defineControl({
  id: "alb-access-logs",
  title: "Load balancers log their requests",
  severity: "medium",
  frameworks: {
    fsbp: ["ELB.5"],
    cis3: [],
    cis7: ["4.10"],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause: "After an incident nobody can say who asked for what.",
  remedy: "Set accessLogs with the bucket for balancers' logs and enabled true",
  types: [LOAD_BALANCER],
  parameters: {
    connectionLogs: flagOf(false, "Whether application balancers also log each TLS connection."),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const kind = kindOf(resource);
    if (kind === "gateway") return notApplicable;
    const logs = (property: string, message: string) => () => {
      const enabled = resource.at(`${property}.enabled`);
      return expect(enabled.flag === true, message, enabled);
    };
    const connections = parameters.connectionLogs && kind === "application";
    const parts = [
      logs("accessLogs", "The load balancer logs no requests"),
      connections
        ? logs("connectionLogs", "The load balancer logs no TLS connections")
        : () => pass,
    ];
    return each(parts, (part) => part());
  },
});
