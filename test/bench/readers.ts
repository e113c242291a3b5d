import { performance } from "node:perf_hooks";

import { planDocument } from "../../plan/document.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { diagramSvg } from "../../plan/readers/diagram/diagram.ts";
import { findingsOf } from "../../plan/readers/findings.ts";
import { figuresOf } from "../../plan/readers/figures.ts";
import { noticesOf } from "../../plan/readers/notices.ts";
import { deliveriesOf } from "../../plan/proofs/deliveries.ts";
import { unknownPolicies } from "../../plan/readers/policies.ts";
import { quotasOf } from "../../plan/readers/quotas/quotas.ts";
import { planText } from "../../plan/text.ts";
import { readPolicyInputs, verdictOn } from "../../plan/verdict.ts";
import { reportFiles } from "../../policy-pack/report/files.ts";
import { ROOT } from "../support/fixtures.ts";

/** The plan of a graph as the command writes it, without the files. */
export function planJson(graph: Graph): string {
  return JSON.stringify(documentOf(graph), null, 2);
}

function documentOf(graph: Graph) {
  return planDocument(graph, findingsOf(graph, verdictOf(graph), deliveriesOf(graph)));
}

function verdictOf(graph: Graph) {
  return verdictOn(graph, "plan", readPolicyInputs(ROOT, graph.stack, undefined), new Date());
}

/** Milliseconds of each reader, once: the first run is the one that a person waits for. */
export async function timeReaders(graph: Graph): Promise<Record<string, number>> {
  const document = documentOf(graph);
  const report = verdictOf(graph);
  const tasks: Readonly<Record<string, () => unknown>> = {
    "figures, notices, policies": () => [
      figuresOf(graph),
      noticesOf(graph),
      unknownPolicies(graph),
    ],
    quotas: () => quotasOf(graph),
    deliveries: () => deliveriesOf(graph),
    "policy pack": () => verdictOf(graph),
    "policy reports": () => reportFiles(report),
    "plan.json": () => JSON.stringify(document, null, 2),
    "text with tree": () => planText(graph, document, (_, text) => text),
    "diagram.svg": () => diagramSvg(graph),
  };
  const times: Record<string, number> = {};
  for (const [name, task] of Object.entries(tasks)) {
    const start = performance.now();
    await task();
    times[name] = performance.now() - start;
  }
  return times;
}
