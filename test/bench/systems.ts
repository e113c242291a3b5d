import { managedResources } from "../../plan/graph/resource.ts";
import { rawSettings, SYSTEMS, withSetting } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import { interleaved } from "./measure.ts";
import { planJson } from "./readers.ts";
import type { Line } from "./report.ts";

const MEGABYTE = 1024 * 1024;
const ALL = "all";

/** What each system adds to the plan of a stack: by how much less the stack takes without it. */
export async function systemLines(stack: string, rounds: number): Promise<Line[]> {
  const raw = rawSettings(stack);
  const plans = new Map([
    [ALL, () => programGraph(raw, { stack })],
    ...SYSTEMS.map((system) => {
      const settings = withSetting(raw, system, { mode: "off" });
      return [system, () => programGraph(settings, { stack })] as const;
    }),
  ]);
  const resources = new Map<string, number>();
  const tasks = [...plans].map(([name, plan]) => {
    const task = async () => {
      const graph = await plan();
      resources.set(name, managedResources(graph).length);
      return { graph, json: planJson(graph) };
    };
    return [name, task] as const;
  });
  const runs = await interleaved(new Map(tasks), rounds);

  return SYSTEMS.flatMap((system) => {
    const less = (figures: ReadonlyMap<string, number>) =>
      (figures.get(ALL) ?? NaN) - (figures.get(system) ?? NaN);
    const of = (figure: "workMilliseconds" | "heapBytes") =>
      new Map([...runs].map(([name, run]) => [name, run[figure]]));
    return [
      { name: `${system}: resources`, value: less(resources), unit: "" },
      { name: "  work of its own", value: less(of("workMilliseconds")), unit: "ms" },
      { name: "  heap", value: less(of("heapBytes")) / MEGABYTE, unit: "MB" },
    ];
  });
}
