import { z } from "zod";

import { graphFromState } from "../../../plan/graph/fromState.ts";
import type { Graph } from "../../../plan/graph/resource.ts";

const digest = z.object({ steps: z.array(z.object({ newState: z.unknown() })) });

/** How the engine's protocol marks a secret. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/**
 * The graph of a first preview, from what `pulumi preview --json` prints: its steps hold resources
 * as a state does, except that a secret is a text.
 */
export function graphFromPreview(printed: string): Graph {
  const parsed: unknown = JSON.parse(printed, (_key, value: unknown) =>
    value === "[secret]" ? SECRET : value,
  );
  return graphFromState({ resources: digest.parse(parsed).steps.map(({ newState }) => newState) });
}
