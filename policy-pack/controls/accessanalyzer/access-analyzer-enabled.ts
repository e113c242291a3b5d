import { defineControl } from "../../engine/control.ts";
import { flagOf } from "../../engine/parameters.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, expect, fail, notApplicable, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { regionOf } from "../shared/region.ts";
import { eachRegion } from "../shared/regions.ts";

const ANALYZER = "aws:accessanalyzer/analyzer:Analyzer";
const EXTERNAL = ["ACCOUNT", "ORGANIZATION"];
const UNUSED = ["ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"];

export const accessAnalyzerEnabled = defineControl({
  id: "access-analyzer-enabled",
  title: "Access Analyzer looks for outside access in every region of the stack",
  severity: "medium",
  frameworks: { fsbp: [], cis3: ["1.20"], cis7: ["2.18"], nist: ["AC-3", "AC-6", "CA-7"] },
  cause: "A policy that admits somebody outside, made by hand or by another stack, stays unseen.",
  remedy: "Add an Analyzer of type ACCOUNT, or ORGANIZATION, in each region",
  types: [STACK_TYPE],
  related: [ANALYZER],
  parameters: {
    unusedAccess: flagOf(false, "Whether an analyzer must also look for access that nobody uses."),
  },
  scope: "stack",
  check({ stack, environment, parameters }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const analyzers = stack.ofType(ANALYZER);
    if (analyzers.length === 0) return fail("The account has no access analyzer");
    const external = () =>
      eachRegion(stack, (region) =>
        expect(
          some(
            analyzers,
            (analyzer) =>
              EXTERNAL.includes(typeOf(analyzer)) && regionOf(stack, analyzer) === region,
          ),
          `No analyzer looks for outside access in ${region}`,
        ),
      );
    // Roles and users are the same in all regions: one such analyzer is enough.
    const unused = () =>
      expect(
        !parameters.unusedAccess || some(analyzers, (one) => UNUSED.includes(typeOf(one))),
        "No analyzer looks for unused access",
      );
    return each([external, unused], (part) => part());
  },
});

function typeOf(analyzer: View): string {
  return analyzer.at("type").text ?? "ACCOUNT";
}
