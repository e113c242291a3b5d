import { defineControl } from "../../engine/control.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";
import { kindOf, LOAD_BALANCER } from "./balancer.ts";

export const albDropInvalidHeaders = defineControl({
  id: "alb-drop-invalid-headers",
  title: "Application load balancers drop invalid headers",
  severity: "medium",
  frameworks: { fsbp: ["ELB.4"], cis3: [], cis7: [], nist: ["SC-7(4)", "SC-8(2)"] },
  cause: "Balancer and target may read a request differently, so that one request hides another.",
  remedy: "Set dropInvalidHeaderFields to true",
  types: [LOAD_BALANCER],
  scope: "resource",
  check({ resource }) {
    if (kindOf(resource) !== "application") return notApplicable;
    const drops = resource.at("dropInvalidHeaderFields");
    return expect(drops.flag === true, "Invalid headers reach the targets", drops);
  },
});
