import type { Settings } from "../../config/settings.ts";
import type { Report } from "../../policy-pack/report/report.ts";
import type { Findings } from "../document.ts";
import type { Graph } from "../graph/resource.ts";
import type { Path } from "../proofs/path.ts";
import { pathsDocument } from "../proofs/report.ts";
import { policyDocument } from "../verdict.ts";
import { noticesOf } from "./notices.ts";
import { budgetFigure, operationsFigures, operationsNotices } from "./operations.ts";
import { placeholderNotices } from "./placeholders.ts";
import { unknownPolicies } from "./policies.ts";
import { quotasOf } from "./quotas/quotas.ts";
import { figuresBySystem, systemsOf } from "./systems.ts";

/** All that the plan tells of a graph; a state says nothing of how it is operated. */
export function findingsOf(
  graph: Graph,
  report: Report,
  deliveries: readonly Path[],
  settings?: Settings,
): Findings {
  const operations = settings?.operations;
  const paths = pathsDocument(deliveries);
  return {
    figures: [
      ...(settings ? [...operationsFigures(settings), budgetFigure(settings)] : []),
      ...figuresBySystem(graph),
    ],
    systems: systemsOf(graph, paths, report),
    notices: [
      ...noticesOf(graph),
      ...(settings ? placeholderNotices(settings) : []),
      ...(operations ? operationsNotices(operations, graph) : []),
    ],
    unknownPolicies: unknownPolicies(graph),
    quotas: quotasOf(graph),
    policy: policyDocument(report),
    paths,
  };
}
