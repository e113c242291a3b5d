import type { Share } from "../../mutation/measured.ts";
import type { Summary } from "../../mutation/summary.ts";
import { score, type Score } from "./line.ts";

const NOTICED = 0.9;
/** Part of the files that must be as they were measured, or the share says nothing of the rules. */
const FRESH = 0.85;

/**
 * M12: how many faults in a rule the tests would notice, as it was measured last; and how far the
 * rules have left that behind.
 */
export function mutationScores(summary: Summary): Score[] {
  const { times, families, ignoredStatic, measured, changed, notMeasured } = summary;
  const when = times.map(({ date, commit, note, count }) => {
    const how = note === undefined ? "" : `, ${note}`;
    return `${count} files ${date}, commit ${commit}${how}`;
  });
  const weak = Object.entries(families)
    .filter(([, share]) => partOf(share) < NOTICED)
    .sort(([, one], [, other]) => partOf(one) - partOf(other))
    .map(([family, share]) => `${family} ${percent(share)}`);
  const fresh = (measured - changed) / (measured + notMeasured.length);
  const left = notMeasured.map((file) => file.replace("policy-pack/", ""));
  return [
    score(
      "M12",
      "mutants of rule code that the tests notice",
      `≥ ${NOTICED * 100} %, measured on ≥ ${FRESH * 100} % of the files as they are`,
      `${percent(summary)} of ${summary.total} (${when.join("; ")})`,
      partOf(summary) >= NOTICED && fresh >= FRESH,
    ),
    score(
      "M12",
      `families below ${NOTICED * 100} %`,
      "",
      weak.length === 0 ? "none" : weak.join(", "),
      "told",
    ),
    score(
      "M12",
      "measured files that changed since",
      "",
      `${changed} of ${measured} files`,
      "told",
    ),
    score(
      "M12",
      "not measured",
      "",
      [`${ignoredStatic} mutants of data`, ...left].join(", "),
      "told",
    ),
  ];
}

function partOf({ killed, total }: Share): number {
  return killed / total;
}

function percent(share: Share): string {
  return `${(partOf(share) * 100).toFixed(1)} %`;
}
