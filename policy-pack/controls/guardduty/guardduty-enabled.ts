import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { expect, fail, notApplicable, some } from "../../engine/verdict.ts";
import { regionOf } from "../shared/region.ts";
import { eachRegion } from "../shared/regions.ts";
import { switchOf } from "../shared/switches.ts";
import { DETECTOR } from "./detector.ts";

export const guarddutyEnabled = defineControl({
  id: "guardduty-enabled",
  title: "GuardDuty watches every region of the stack",
  severity: "high",
  frameworks: { fsbp: ["GuardDuty.1"], cis3: [], cis7: [], nist: ["CA-7", "SC-5", "SI-4"] },
  cause: "Stolen credentials and hijacked hosts go unnoticed.",
  remedy: "Add a detector that is enabled in each region",
  types: [STACK_TYPE],
  related: [DETECTOR],
  scope: "stack",
  check({ stack, environment }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const detectors = stack.ofType(DETECTOR);
    if (detectors.length === 0) return fail("The account has no GuardDuty detector");
    return eachRegion(stack, (region) =>
      expect(
        some(
          detectors,
          (detector) =>
            switchOf(detector.at("enable"), true) === true && regionOf(stack, detector) === region,
        ),
        `No GuardDuty detector is enabled in ${region}`,
      ),
    );
  },
});
