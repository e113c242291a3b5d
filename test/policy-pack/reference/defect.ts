import assert from "node:assert/strict";

import type { PolicyResource, Value } from "../../../policy-pack/engine/resource.ts";
import { canonicalType } from "../../../policy-pack/engine/tokens.ts";
import { changed } from "../support/resources.ts";

/** Names one resource of the reference stack: canonical type and logical name. */
export interface Named {
  readonly type: string;
  readonly name: string;
  /** Part of its URN, where several have the name. @default any */
  readonly within?: string;
}

/** One thing broken in the reference stack, and the control that must notice it there. */
export interface Defect {
  /** The control that must fire. */
  readonly control: string;
  /** What was done, as a reviewer would say it. */
  readonly title: string;
  readonly change: Change;
  /** Where the control must report. @default the resource that is changed or added */
  readonly on?: Named | "stack";
  /** Other controls that rightly notice the same thing, anywhere, with the reason why. */
  readonly also?: Readonly<Record<string, string>>;
}

export type Change =
  /** Sets a property of a resource; without a value it is left out. */
  | { readonly of: Named; readonly path: string; readonly value?: Value }
  /** Takes the resource away. */
  | { readonly without: Named }
  /** Adds a resource. */
  | { readonly add: PolicyResource }
  /** Sets an option of a resource, such as `protect`. */
  | { readonly of: Named; readonly options: Partial<PolicyResource> };

/** The resource of that type and name. */
export function find(resources: readonly PolicyResource[], named: Named): PolicyResource {
  const found = resources.filter(
    ({ type, name, urn }) =>
      canonicalType(type) === named.type && name === named.name && urn.includes(named.within ?? ""),
  );
  const [first, ...more] = found;
  assert.ok(first && more.length === 0, `${found.length} of ${named.type} ${named.name}`);
  return first;
}

/** The resources with the defect in them, and the URN that the control must name. */
export function planted(
  resources: readonly PolicyResource[],
  { change, on }: Defect,
): { readonly resources: readonly PolicyResource[]; readonly urn: string } {
  const target =
    "add" in change ? change.add : find(resources, "of" in change ? change.of : change.without);
  const urn =
    on === undefined
      ? target.urn
      : on === "stack"
        ? find(resources, { type: "pulumi:pulumi:Stack", name: "rampart-prod" }).urn
        : find(resources, on).urn;
  if ("add" in change) return { resources: [...resources, change.add], urn };
  if ("without" in change) return { resources: resources.filter((one) => one !== target), urn };
  if ("options" in change) {
    const altered = { ...target, ...change.options };
    return { resources: resources.map((one) => (one === target ? altered : one)), urn };
  }
  const [altered] = changed([target], target.name, change.path, change.value);
  assert.ok(altered);
  assert.notDeepEqual(altered.inputs, target.inputs, "the defect changes nothing");
  return { resources: resources.map((one) => (one === target ? altered : one)), urn };
}
