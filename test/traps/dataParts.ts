import type { Properties, Value } from "../../plan/graph/value.ts";
import { mutant } from "./edgeParts.ts";
import type { MutableResource, Mutant } from "./trap.ts";

export const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
export const MEMORY = "aws:memorydb/cluster:Cluster";
export const PASSWORD = "random:index/randomPassword:RandomPassword";

/** A mutant that gives properties of all resources of a type other values; `null` takes one away. */
export function set(title: string, type: string, changes: Properties): Mutant {
  return mutant(title, type, ({ inputs }) => {
    for (const [property, value] of Object.entries(changes)) {
      if (value === null) Reflect.deleteProperty(inputs, property);
      else inputs[property] = value;
    }
  });
}

/** Puts a literal where a value came from another resource. */
export function literal(resource: MutableResource, property: string, value: Value): void {
  resource.inputs[property] = value;
  resource.propertyDependencies[property] = [];
}
