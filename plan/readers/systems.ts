import type { Report } from "../../policy-pack/report/report.ts";
import type { PlanDocument } from "../document.ts";
import { type Graph, isProvider, managedResources } from "../graph/resource.ts";
import { publicResources } from "./exposure.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { quotasOf } from "./quotas/quotas.ts";

/** What one system brings to its stack. */
export type SystemSummary = PlanDocument["systems"][number];

const SYSTEM = /^rampart:systems:/;

/** The name of the system that each resource is part of; the stack and its providers have none. */
export function systemsByUrn({ resources }: Graph): ReadonlyMap<string, string> {
  const systems = new Map<string, string>();
  // Parents are registered before their children.
  for (const { urn, type, name, parent = "" } of resources) {
    const system = systems.get(parent) ?? (SYSTEM.test(type) ? name : undefined);
    if (system !== undefined) systems.set(urn, system);
  }
  return systems;
}

/** Each system of a stack as a graph of its own, with all providers. */
function partsOf(graph: Graph): { readonly name: string; readonly part: Graph }[] {
  const systems = systemsByUrn(graph);
  return [...new Set(systems.values())].map((name) => {
    const isOwn = (urn: string) => systems.get(urn) === name;
    const resources = graph.resources.filter((entry) => isProvider(entry) || isOwn(entry.urn));
    return { name, part: { ...graph, resources } };
  });
}

/** What each system is in a few lines; of a state without systems, what all of it is. */
export function figuresBySystem(graph: Graph): (Figure & { readonly system?: string })[] {
  const parts = partsOf(graph);
  if (parts.length === 0) return figuresOf(graph);
  return parts.flatMap(({ name, part }) =>
    figuresOf(part).map((figure) => ({ system: name, ...figure })),
  );
}

/** The systems of a stack in the order of their registration, with what each makes and needs. */
export function systemsOf(
  graph: Graph,
  paths: PlanDocument["paths"],
  { results }: Pick<Report, "results">,
): SystemSummary[] {
  const systems = systemsByUrn(graph);
  const shown = new Set(publicResources(graph).map(({ resource }) => resource));
  return partsOf(graph).map(({ name, part }) => {
    const own = managedResources(part);
    const urns = new Set(part.resources.map(({ urn }) => urn));
    const starting = paths.filter(({ source }) => urns.has(source));
    const judged = results.filter(({ urn }) => urns.has(urn));
    const origins = part.resources.flatMap((entry) =>
      Object.values(entry.propertyDependencies).flat(),
    );
    return {
      name,
      resources: own.length,
      protected: own.filter((entry) => entry.protect).length,
      public: own.filter((entry) => shown.has(entry)).length,
      alertPaths: starting.filter(({ kind }) => kind === "alert").length,
      logPaths: starting.filter(({ kind }) => kind === "log").length,
      verdicts: judged.length,
      findings: judged.filter(({ outcome }) => outcome === "fail").length,
      undecided: judged.filter(({ outcome }) => outcome === "undecided").length,
      uses: [...new Set(origins)].sort().flatMap((urn) => {
        const system = systems.get(urn);
        return system === undefined || system === name ? [] : [{ system, urn }];
      }),
      quotas: Object.fromEntries(quotasOf(part).map(({ quota, needed }) => [quota, needed])),
    };
  });
}
