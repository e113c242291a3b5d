import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, expect } from "../../engine/verdict.ts";

export const exemptionValid = defineControl({
  id: "exemption-valid",
  title: "Every exemption is narrow, reasoned, in time and in use",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CA-5", "CM-3", "PM-4"] },
  cause: "What was accepted for a while stays for good, and nobody remembers why.",
  remedy: "Correct the entry in policy-pack/exemptions.json, or take it out",
  types: [STACK_TYPE],
  scope: "run",
  check: ({ exemptions }) =>
    each(exemptions, ({ control, urn, problem = "" }) =>
      expect(
        problem === "",
        `The exemption of ${urn.split("::").at(-1) ?? ""} from ${control}: ${problem}`,
      ),
    ),
});
