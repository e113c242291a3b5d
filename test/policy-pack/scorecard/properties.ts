import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { controls } from "../../../policy-pack/controls/index.ts";
import type { Control } from "../../../policy-pack/engine/control.ts";
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
import { score, type Score, unmeasured } from "./line.ts";

/**
 * The oldest provider that the pack supports: the first with every type and property that a control
 * looks at. 7.43.0 lacks a replication group's `authTokenWo`.
 */
const LOWEST = "7.44.0";

/** M14: every token and property that a control looks at, held against the provider's typings. */
export function deadRuleScores(reference: readonly PolicyResource[]): Score[] {
  const read = readBy(reference);
  const tokens = new Set(controls.flatMap(({ types, related = [] }) => [...types, ...related]));
  const lowest = fetchTypings();
  const oldest = `of the oldest supported provider, ${LOWEST}`;
  return [
    scoreOf("of the locked provider", new ProviderTypes(), tokens, read),
    lowest === undefined
      ? unmeasured("M14", `${DEAD} ${oldest}`, "0", "its typings can't be fetched here")
      : scoreOf(oldest, new ProviderTypes(lowest), tokens, read),
  ];
}

const DEAD = "dead tokens and properties";

/** Groups inside groups, which AWS refuses: asked for, so that nobody hides a rule in one. */
const REFUSED = ["managedRuleGroupStatement", "ruleGroupReferenceStatement"].map(
  (statement) => `aws:wafv2/ruleGroup:RuleGroup rules.statement.${statement}`,
);

function scoreOf(
  which: string,
  provider: ProviderTypes,
  tokens: ReadonlySet<string>,
  read: ReadonlyMap<string, ReadonlySet<string>>,
): Score {
  const deadTokens = [...tokens].filter(
    (token) => token.startsWith("aws:") && !provider.hasType(token),
  );
  const deadProperties = [...read].flatMap(([type, paths]) =>
    provider.hasType(type)
      ? [...paths]
          .filter((path) => !provider.hasProperty(type, path))
          .map((path) => `${type} ${path}`)
          .filter((property) => !REFUSED.includes(property))
      : [],
  );
  const dead = [...deadTokens, ...deadProperties];
  const properties = [...read.values()].reduce((sum, paths) => sum + paths.size, 0);
  const named = dead.length === 0 ? "" : `: ${dead.slice(0, 5).join(", ")}`;
  return score(
    "M14",
    `${DEAD} ${which}`,
    "0",
    `${dead.length} of ${tokens.size} tokens and ${properties} properties${named}`,
    dead.length === 0 && properties > 0,
  );
}

/** Properties by type, as all known stacks make the controls read them. */
function readBy(reference: readonly PolicyResource[]): Map<string, Set<string>> {
  const read = new Map<string, Set<string>>();
  // A control of any resource reads whatever a fixture states.
  const particular = controls.filter(({ types }) => !types.includes("*"));
  const listen = (some: readonly Control[], stack: readonly PolicyResource[]) => {
    const types = new Map(stack.map(({ urn, type }) => [urn, type]));
    run(some, stack, REFERENCE_SETTINGS, (_, urn, path) => {
      const type = types.get(urn) ?? "";
      if (path === "" || !type.startsWith("aws:")) return;
      const paths = read.get(type) ?? new Set();
      read.set(type, paths.add(path.replaceAll(/\[\d+\]/g, "")));
    });
  };
  listen(particular, reference);
  for (const defect of defects) {
    // To the others it is the reference once more.
    const concerned = particular.filter(({ id }) => id === defect.control);
    listen(concerned, planted(reference, defect).resources);
  }
  for (const resources of [
    ...evasions.flatMap(({ evil, benign }) => [evil, benign]),
    ...equivalences.flatMap(({ forms }) => Object.values(forms)),
  ]) {
    listen(particular, [STACK, PROVIDER, ...resources]);
  }
  return read;
}

/** The typings of the oldest provider, from the registry; undefined where they can't be had. */
function fetchTypings(): string | undefined {
  const folder = join(ROOT, ".cache/lowest-provider", LOWEST);
  const typings = join(folder, "package");
  if (existsSync(join(typings, "package.json"))) return typings;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`Fetching the typings of @pulumi/aws ${LOWEST} …\n`);
  const ran = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: folder, stdio: "ignore" }).status === 0;
  const archive = join(folder, `pulumi-aws-${LOWEST}.tgz`);
  const fetched =
    ran("npm", "pack", "--ignore-scripts", `@pulumi/aws@${LOWEST}`) && ran("tar", "-xzf", archive);
  rmSync(archive, { force: true });
  return fetched ? typings : undefined;
}
