import type { Reading } from "../../engine/reading.ts";
import { some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { covers } from "../../engine/wildcard.ts";

const FREQUENCIES = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"];

/** Whether a rule of a registry has a repository's images scanned without being asked each time. */
export function scans(rule: Reading, repository: View): boolean {
  if (!FREQUENCIES.includes(rule.at("scanFrequency").text ?? "")) return false;
  return some(rule.at("repositoryFilters").items(), (filter) =>
    selects(filter.at("filter").text ?? "", repository.at("name")),
  );
}

/** A filter without `*` selects all names that contain it. Source: ECR guide, "Filter wildcards". */
function selects(filter: string, name: Reading): boolean {
  if (filter === "*") return true;
  if (filter === "") return false;
  // A name that Pulumi chooses is none that a filter can be held against.
  if (name.kind === "absent") throw name.undecidable();
  return covers(filter.includes("*") ? filter : `*${filter}*`, name.text ?? "");
}
