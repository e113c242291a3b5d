import type { Measurement, Share } from "../../mutation/measured.ts";
import { score, type Score } from "./line.ts";

const NOTICED = 0.9;

/** M12: how many faults in a rule the tests would notice, as it was measured last. */
export function mutationScores(measured: Measurement): Score[] {
  const { date, commit, note, families, ignoredStatic, notMeasured } = measured;
  const when = [date, `commit ${commit}`, ...(note === undefined ? [] : [note])].join(", ");
  const weak = Object.entries(families)
    .filter(([, share]) => partOf(share) < NOTICED)
    .sort(([, one], [, other]) => partOf(one) - partOf(other))
    .map(([family, share]) => `${family} ${percent(share)}`);
  const left = Object.keys(notMeasured).map((file) => file.replace("policy-pack/", ""));
  return [
    score(
      "M12",
      "mutants of rule code that the tests notice",
      `≥ ${NOTICED * 100} %`,
      `${percent(measured)} of ${measured.total} (${when})`,
      partOf(measured) >= NOTICED,
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
      "not measured",
      "",
      `${ignoredStatic} mutants of data; ${left.join(", ")}`,
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
