import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { controls } from "../../../policy-pack/controls/index.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { ROOT } from "../../support/fixtures.ts";
import { equivalences } from "../equivalence/classes/index.ts";
import { evasions } from "../evasion/families/index.ts";
import { planted } from "../reference/defect.ts";
import { defects } from "../reference/defects/index.ts";
import { REFERENCE_SETTINGS } from "../reference/reference.ts";
import { ProviderTypes } from "../support/provider.ts";
import { PROVIDER, STACK } from "../support/resources.ts";
import { score, type Score } from "./line.ts";

/** The oldest provider that the pack supports; v7 gave S3 buckets their shape. */
const LOWEST = "7.2.0";

/** M14: every token and property that a control looks at, held against the provider's typings. */
export function deadRuleScores(reference: readonly PolicyResource[]): Score[] {
  const read = readBy(reference);
  const tokens = new Set(controls.flatMap(({ types, related = [] }) => [...types, ...related]));
  const lowest = fetchTypings();
  return [
    scoreOf("of the locked provider", new ProviderTypes(), tokens, read),
    ...(lowest === undefined
      ? [
          score(
            "M14",
            `dead reads of provider ${LOWEST}`,
            "0",
            "its typings can't be fetched",
            "told",
          ),
        ]
      : [scoreOf(`of provider ${LOWEST}`, new ProviderTypes(lowest), tokens, read)]),
  ];
}

function scoreOf(
  which: string,
  provider: ProviderTypes,
  tokens: ReadonlySet<string>,
  read: ReadonlyMap<string, ReadonlySet<string>>,
): Score {
  const deadTokens = [...tokens].filter(
    (token) => token.startsWith("aws:") && !provider.hasType(token),
  );
  const dead = [...read].flatMap(([type, paths]) =>
    provider.hasType(type)
      ? [...paths]
          .filter((path) => !provider.hasProperty(type, path))
          .map((path) => `${type} ${path}`)
      : [],
  );
  const properties = [...read.values()].reduce((sum, paths) => sum + paths.size, 0);
  const named = [...deadTokens, ...dead].slice(0, 5).join(", ");
  return score(
    "M14",
    `dead tokens and properties ${which}`,
    "0",
    `${deadTokens.length + dead.length} of ${tokens.size} tokens and ${properties} properties${named === "" ? "" : `: ${named}`}`,
    // An older provider can't make a type that it does not have: there it is only told.
    which.includes("locked") ? deadTokens.length + dead.length === 0 && properties > 0 : "told",
    which.includes("locked"),
  );
}

/** Properties by type, as all known stacks make the controls read them. */
function readBy(reference: readonly PolicyResource[]): Map<string, Set<string>> {
  const read = new Map<string, Set<string>>();
  const stacks = [
    reference,
    ...defects.map((defect) => planted(reference, defect).resources),
    ...[
      ...evasions.flatMap(({ evil, benign }) => [evil, benign]),
      ...equivalences.flatMap(({ forms }) => Object.values(forms)),
    ].map((resources) => [STACK, PROVIDER, ...resources]),
  ];
  for (const stack of stacks) {
    const types = new Map(stack.map(({ urn, type }) => [urn, type]));
    // A control of any resource reads whatever a fixture states.
    const particular = controls.filter(({ types: wanted }) => !wanted.includes("*"));
    run(particular, stack, REFERENCE_SETTINGS, (_, urn, path) => {
      const type = types.get(urn) ?? "";
      if (path === "" || !type.startsWith("aws:")) return;
      const paths = read.get(type) ?? new Set();
      read.set(type, paths.add(path.replaceAll(/\[\d+\]/g, "")));
    });
  }
  return read;
}

/** The typings of the lowest provider, from the registry; undefined where they can't be had. */
function fetchTypings(): string | undefined {
  const folder = join(ROOT, ".cache/lowest-provider");
  const typings = join(folder, "node_modules/@pulumi/aws");
  if (existsSync(typings)) return typings;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`Fetching the typings of @pulumi/aws ${LOWEST} …\n`);
  const { status } = spawnSync(
    "npm",
    [
      "install",
      "--prefix",
      folder,
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--no-save",
      `@pulumi/aws@${LOWEST}`,
    ],
    { cwd: folder, stdio: "ignore" },
  );
  return status === 0 && existsSync(typings) ? typings : undefined;
}
