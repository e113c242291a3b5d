import { controls } from "../../../policy-pack/controls/index.ts";
import { StackView } from "../../../policy-pack/engine/associations.ts";
import type { ResourceControl, StackControl } from "../../../policy-pack/engine/control.ts";
import { judge } from "../../../policy-pack/engine/judge.ts";
import { type PolicyResource, ResourceSet } from "../../../policy-pack/engine/resource.ts";
import { subjectsOf } from "../../../policy-pack/engine/run.ts";
import { REFERENCE_SETTINGS } from "../reference/reference.ts";
import { changed } from "../support/resources.ts";
import { type Random, randomOf } from "./random.ts";
import { hostileValue } from "./values.ts";

/** What a run of hostile resources showed. */
export interface FuzzResult {
  /** Judgements that were made. */
  readonly cases: number;
  /** Controls that threw, with the change that made them. */
  readonly defects: readonly string[];
  readonly slowest: { readonly control: string; readonly milliseconds: number };
}

/** A control, a resource that it judges, and all that it looks at for it. */
interface Scene {
  readonly control: ResourceControl | StackControl;
  readonly subject: PolicyResource;
  readonly resources: readonly PolicyResource[];
  readonly places: readonly { readonly name: string; readonly path: string }[];
}

const SUBJECTS_OF_A_CONTROL = 6;
const MOST_CHANGES = 3;

/**
 * Puts values that no program should state in the places where controls look, and asks them.
 *
 * @param seed The same seed makes the same values.
 */
export function fuzz(
  stack: readonly PolicyResource[],
  cases: number,
  seed: number,
  onProgress: (done: number) => void = () => undefined,
): FuzzResult {
  const random = randomOf(seed);
  const scenes = scenesIn(stack);
  const defects = new Set<string>();
  let slowest = { control: "", milliseconds: 0 };
  for (let done = 0; done < cases; done++) {
    const { control, subject, resources, places } = random.pick(scenes);
    const changes = Array.from({ length: 1 + random.integer(MOST_CHANGES) }, () => ({
      ...random.pick(places),
      value: hostileValue(random),
    }));
    const hostile = changes.reduce(
      (all, { name, path, value }) => changed(all, name, above(random, path), value),
      resources,
    );
    const set = new ResourceSet(hostile);
    const start = performance.now();
    const { undecided } = judge(
      control,
      set.byUrn(subject.urn) ?? subject,
      new StackView(set),
      REFERENCE_SETTINGS,
    );
    const milliseconds = performance.now() - start;
    if (milliseconds > slowest.milliseconds) slowest = { control: control.id, milliseconds };
    for (const { reason } of undecided.filter(({ defect }) => defect)) {
      defects.add(`${control.id}: ${reason}: ${JSON.stringify(changes).slice(0, 300)}`);
    }
    onProgress(done + 1);
  }
  return { cases, defects: [...defects], slowest };
}

/** The place itself or one above it. */
function above(random: Random, path: string): string {
  const steps = path.split(".");
  return steps.slice(0, 1 + random.integer(steps.length)).join(".");
}

function scenesIn(stack: readonly PolicyResource[]): Scene[] {
  const set = new ResourceSet(stack);
  return controls.flatMap((control): Scene[] => {
    if (control.scope === "run") return [];
    return subjectsOf(control, set)
      .slice(0, SUBJECTS_OF_A_CONTROL)
      .flatMap((subject) => sceneOf(control, subject, set));
  });
}

function sceneOf(
  control: ResourceControl | StackControl,
  subject: PolicyResource,
  set: ResourceSet,
): Scene[] {
  const read = new Map<string, { urn: string; path: string }>();
  const listen = (urn: string, path: string) => {
    if (path !== "") read.set(`${urn} ${path}`, { urn, path });
  };
  judge(control, subject, new StackView(set, listen), REFERENCE_SETTINGS, listen);
  const places = [...read.values()].flatMap(({ urn, path }) => {
    const name = set.byUrn(urn)?.name;
    return name === undefined ? [] : [{ name, path }];
  });
  if (places.length === 0) return [];
  const urns = new Set([...[...read.values()].map(({ urn }) => urn), subject.urn]);
  const resources = set.all.filter(({ urn, type }) => urns.has(urn) || type.startsWith("pulumi:"));
  return [{ control, subject, resources, places }];
}
