import { defineControl } from "../../engine/control.ts";
import { fail } from "../../engine/verdict.ts";
import { limits } from "./internet.ts";
import { judgeOpenings } from "./openings.ts";
import { ALL_PORTS, type Ports } from "./ports.ts";
import { PREFIX_LIST_TYPES } from "./prefixLists.ts";
import { DEFAULT_SECURITY_GROUP, EGRESS_RULE, RULE, SECURITY_GROUP } from "./types.ts";

export const sgNoUnrestrictedEgress = defineControl({
  id: "sg-no-unrestricted-egress",
  title: "Security groups say where their members may call",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-4", "SC-7", "SC-7(5)"] },
  cause: "Who breaks in can fetch tools from anywhere, and send the data there.",
  remedy: "Name the ports that members call, and the groups or addresses behind them",
  types: [SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, EGRESS_RULE],
  related: [RULE, EGRESS_RULE, ...PREFIX_LIST_TYPES],
  parameters: limits,
  scope: "stack",
  check({ resource, stack, parameters }) {
    return judgeOpenings(stack, resource, {
      direction: "egress",
      ports: ALL_PORTS,
      limits: parameters,
      judge: (open) =>
        open.some(isAll) ? [fail("Members may call every port of the whole internet")] : [],
    });
  },
});

/** Every port of a protocol; nothing listens on 0. */
function isAll({ from, to }: Ports): boolean {
  return from <= 1 && to === 65535;
}
