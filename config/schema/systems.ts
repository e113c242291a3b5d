import type { z } from "zod";

import { checkDocuments, type documentsSchema } from "./documents.ts";
import type { environmentSchema } from "./environment.ts";
import { checkMusic, type musicSchema } from "./music.ts";
import type { operationsSchema } from "./operations.ts";
import type { platformSchema } from "./platform.ts";
import type { Problem, Rule } from "./rules.ts";
import { checkTracker, type trackerSchema } from "./tracker.ts";

/** The blocks of a stack file that systems share, and those of the systems. */
interface Blocks {
  readonly environment: z.output<typeof environmentSchema>;
  readonly operations: z.output<typeof operationsSchema>;
  readonly platform: z.output<typeof platformSchema>;
  readonly documents: z.output<typeof documentsSchema>;
  readonly music: z.output<typeof musicSchema>;
  readonly tracker: z.output<typeof trackerSchema>;
}

/** What systems must be to what they stand on, and to each other. */
export const systemRules: readonly Rule<Blocks>[] = [
  {
    needs: ["environment", "platform", "documents"],
    check: ({ environment, platform, documents }, problem) => {
      checkDocuments(documents, platform, environment, problem);
    },
  },
  {
    needs: ["environment", "platform", "music"],
    check: ({ environment, platform, music }, problem) => {
      checkMusic(music, platform, environment, problem);
    },
  },
  {
    needs: ["environment", "tracker"],
    check: ({ environment, tracker }, problem) => {
      checkTracker(tracker, environment, problem);
    },
  },
  { needs: ["platform", "documents", "music", "tracker"], check: checkNames },
  {
    needs: ["operations", "music"],
    check: ({ operations: { shutdown }, music }, problem) => {
      if (shutdown && music.mode === "fargate") {
        problem(
          ["operations", "shutdown"],
          "nothing while music.mode is fargate: its tasks would ask a database that is down",
        );
      }
    },
  },
];

type Named = Pick<Blocks, "platform" | "documents" | "music" | "tracker">;

/** Refuses a name twice: each leads to one place, and is proven for one. */
function checkNames(blocks: Named, problem: Problem): void {
  const owners = new Map<string, string>();
  for (const [path, name] of namesOf(blocks)) {
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, path.join("."));
    else problem(path, `another name than ${owner}`);
  }
}

/** Public names, and those by which CloudFront asks. */
function namesOf({ platform: { edge }, documents, music, tracker }: Named) {
  const names: readonly (readonly [path: string[], name: string | undefined])[] = [
    [["platform", "edge", "host"], edge.host],
    [["platform", "edge", "distribution", "originHost"], edge.distribution?.originHost],
    [["documents", "host"], documents.mode === "off" ? undefined : documents.host],
    [["music", "host"], music.mode === "off" ? undefined : music.host],
    [["music", "originHost"], music.mode === "host" ? music.originHost : undefined],
    [["tracker", "host"], tracker.mode === "off" ? undefined : tracker.host],
  ];
  return names.flatMap(([path, name]) => (name === undefined ? [] : [[path, name] as const]));
}
