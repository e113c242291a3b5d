import { defineControl } from "../../engine/control.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, expect, fail, notApplicable, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { anyComplies } from "../shared/anyComplies.ts";
import { switchOf } from "../shared/switches.ts";
import { isLogging, records, TRAIL } from "./trail.ts";

export const cloudtrailMultiRegion = defineControl({
  id: "cloudtrail-multi-region",
  title: "A trail records all management events of all regions",
  severity: "high",
  frameworks: {
    fsbp: ["CloudTrail.1"],
    cis3: ["3.1"],
    cis7: ["4.1"],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause: "An intruder works unseen in a region, or with calls, that nobody records.",
  remedy: "Add a multi-region trail that logs all reads and writes of management events",
  types: [STACK_TYPE],
  related: [TRAIL],
  scope: "stack",
  check({ stack, environment }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const trails = stack.ofType(TRAIL);
    if (trails.length === 0) return fail("The account has no trail");
    return anyComplies(trails, judgeTrail);
  },
});

function judgeTrail(trail: View): Verdict[] {
  const { name } = trail;
  const recordsAll = (access: "read" | "write") =>
    records(trail, { category: "Management", access });
  const parts = [
    () => expect(trail.at("isMultiRegionTrail").flag === true, `${name} records one region alone`),
    () => expect(isLogging(trail), `${name} is switched off`),
    () =>
      expect(
        switchOf(trail.at("includeGlobalServiceEvents"), true) === true,
        `${name} leaves out global services`,
      ),
    () => expect(recordsAll("read"), `${name} leaves out reads of management events`),
    () => expect(recordsAll("write"), `${name} leaves out writes of management events`),
  ];
  return each(parts, (part) => part());
}
