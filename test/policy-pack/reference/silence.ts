import { StackView } from "../../../policy-pack/engine/associations.ts";
import type { ResourceControl, StackControl } from "../../../policy-pack/engine/control.ts";
import { judge } from "../../../policy-pack/engine/judge.ts";
import { type PolicyResource, ResourceSet } from "../../../policy-pack/engine/resource.ts";
import type { OnRead } from "../../../policy-pack/engine/view.ts";
import { blinded } from "../support/resources.ts";
import { REFERENCE_SETTINGS } from "./reference.ts";

/** What became of a failure under unknowns. */
export interface Silence {
  /** In how many ways something was made unknown. */
  readonly tried: number;
  /** What was unknown when the control had nothing to say; empty where it never falls silent. */
  readonly silent: readonly string[];
}

/** One property of one resource. */
interface Place {
  readonly urn: string;
  readonly path: string;
}

/**
 * Makes unknown what a failing control reads: each place by itself, each top-level property, all
 * properties of each resource at once, and all that it reads at once.
 *
 * @throws Error when the control does not fail while all is known.
 */
export function silenceOf(
  control: ResourceControl | StackControl,
  resources: readonly PolicyResource[],
  urn: string,
): Silence {
  const read = new Map<string, Place>();
  const before = outcomeOf(control, resources, urn, (from, path) => {
    if (path !== "") read.set(`${from} ${path}`, { urn: from, path });
  });
  if (before !== "fail") throw new Error(`${control.id} says ${before} of ${urn}`);
  const places = [...read.values()];
  const silent: string[] = [];
  const trials = trialsOf(places, resources);
  for (const [what, hidden] of trials) {
    const stack = hidden.reduce((all, place) => blinded(all, place.urn, place.path), resources);
    const said = outcomeOf(control, stack, urn);
    if (said !== "fail" && said !== "undecided") silent.push(what);
  }
  return { tried: trials.size, silent };
}

function outcomeOf(
  control: ResourceControl | StackControl,
  resources: readonly PolicyResource[],
  urn: string,
  onRead?: OnRead,
): string {
  const set = new ResourceSet(resources);
  const subject = set.byUrn(urn);
  if (subject === undefined) throw new Error(`${urn} is not there`);
  return judge(control, subject, new StackView(set, onRead), REFERENCE_SETTINGS, onRead).outcome;
}

/** Everything that is made unknown, by what a person would call it. */
function trialsOf(
  places: readonly Place[],
  resources: readonly PolicyResource[],
): ReadonlyMap<string, readonly Place[]> {
  const stated = new Map(resources.map(({ urn, inputs }) => [urn, Object.keys(inputs)]));
  const roots = places.map(({ urn, path }) => ({ urn, path: path.split(/[.[]/)[0] ?? "" }));
  const wholes = [...new Set(places.map(({ urn }) => urn))].map((urn): [string, Place[]] => {
    const read = roots.filter((place) => place.urn === urn).map(({ path }) => path);
    const all = new Set([...read, ...(stated.get(urn) ?? [])]);
    return [`${nameOf(urn)}: everything`, [...all].map((path) => ({ urn, path }))];
  });
  return new Map([
    ...[...places, ...roots].map((place): [string, Place[]] => [
      `${nameOf(place.urn)}: ${place.path}`,
      [place],
    ]),
    ...wholes,
    ["everything", wholes.flatMap(([, whole]) => whole)],
  ]);
}

/** Type and name, which are enough for a person and name one resource alone. */
function nameOf(urn: string): string {
  return urn.split("::").slice(2).join("::");
}
