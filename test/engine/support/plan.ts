import program from "../../../index.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { record } from "../../../plan/recorder.ts";
import { shippedStack } from "../../support/fixtures.ts";
import { computedOutputs } from "../standIn/cloud.ts";

/**
 * The offline plan of a shipped stack: as `npm run plan` makes it, or as an update that reads the
 * outputs of the stand-in provider.
 */
export function planOf(stack: string, mode: "preview" | "update"): Promise<Graph> {
  return record(program, {
    ...shippedStack(stack),
    mode,
    computed: (type, name) =>
      type.startsWith("pulumi:") ? {} : computedOutputs(type, name, `arn:aws:mock:::${name}`, {}),
  });
}
