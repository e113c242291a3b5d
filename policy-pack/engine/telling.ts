import type { ReportViolation } from "@pulumi/policy";

import type { Judgement, Undecided } from "./judge.ts";

/** A violation with a level of its own, which the SDK takes though its types do not say so. */
type ReportAt = (violation: {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}) => void;

/** Reports what a control found; what is accepted for a while never blocks. */
export function tell({ urn, findings, exemption }: Judgement, report: ReportViolation): void {
  for (const { message, remedy } of findings) {
    if (exemption === undefined) report(`${message}. ${remedy}`, urn);
    else {
      const { expires, owner, reason } = exemption;
      show(`Exempt until ${expires} (${owner}: ${reason}): ${message}`, urn, report);
    }
  }
}

/**
 * A control that broke speaks at its own level in any case: that is a fault of the pack, not of a
 * first preview.
 */
export function tellUndecided(
  urn: string,
  undecided: readonly Undecided[],
  report: ReportViolation,
  blocks: boolean,
): void {
  for (const { property, reason, defect } of undecided) {
    const message = `Undecided: ${property === "" ? reason : `${property} ${reason}`}`;
    if (blocks || defect) report(message, urn);
    else show(message, urn, report);
  }
}

/** Reports something that never blocks. */
function show(message: string, urn: string, report: ReportViolation): void {
  (report as unknown as ReportAt)({ message, urn, enforcementLevel: "advisory" });
}
