import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Properties, Value } from "../../plan/graph/value.ts";
import { ofType } from "../support/graph.ts";
import { textOf } from "./reading.ts";
import type { MutableGraph, MutableResource, Mutant } from "./trap.ts";

// How mutants break a graph.

type Change = (resource: MutableResource, graph: MutableGraph) => void;
type Fits = (resource: Resource, graph: Graph) => boolean;

const always: Fits = () => true;

/** Those of a graph that are to be broken; throws when there is nothing to break. */
function victims(graph: MutableGraph, type: string, fits: Fits): MutableResource[] {
  const found = graph.resources.filter((entry) => entry.type === type && fits(entry, graph));
  if (found.length === 0) throw new Error(`there is no such ${type} to break`);
  return found;
}

/** A mutant that changes each resource of a type that fits; throws when none became another. */
export function mutant(title: string, type: string, change: Change, fits: Fits = always): Mutant {
  return {
    title,
    apply: (graph) => {
      const found = victims(graph, type, fits);
      const before = JSON.stringify(found);
      for (const victim of found) change(victim, graph);
      if (JSON.stringify(found) === before) throw new Error(`each ${type} is as it was`);
    },
  };
}

/** A mutant that gives inputs of such resources other values; `null` takes one away. */
export function set(title: string, type: string, changes: Properties, fits: Fits = always): Mutant {
  const change: Change = ({ inputs }) => {
    for (const [property, value] of Object.entries(changes)) {
      if (value === null) Reflect.deleteProperty(inputs, property);
      else inputs[property] = value;
    }
  };
  return mutant(title, type, change, fits);
}

/** A mutant that makes further ones like the first such resource. */
export function more(title: string, type: string, count: number, fits: Fits = always): Mutant {
  return {
    title,
    apply: (graph) => {
      const [first] = victims(graph, type, fits);
      if (first === undefined) return;
      for (let index = 1; index <= count; index += 1) {
        const name = `${first.name}-${index}`;
        graph.resources.push({ ...first, name, urn: `${first.urn}-${index}` });
      }
    },
  };
}

/** A mutant by which what should outlive the stack goes with it. */
export function deletedWithIt(type: string): Mutant {
  return mutant("deleted with the stack", type, (victim) => {
    victim.retainOnDelete = false;
  });
}

/** Puts a literal where a value came from another resource. */
export function literal(property: string, value: Value): Change {
  return ({ inputs, propertyDependencies }) => {
    inputs[property] = value;
    propertyDependencies[property] = [];
  };
}

/** Takes an input away, and with it what its value came from. */
export function without(property: string): Change {
  return ({ inputs, propertyDependencies }) => {
    Reflect.deleteProperty(inputs, property);
    Reflect.deleteProperty(propertyDependencies, property);
  };
}

/** Replaces a text wherever it stands in a resource's inputs. */
export function replaceText(from: string | RegExp, to: string): Change {
  return (resource) => {
    const text = JSON.stringify(resource.inputs).replaceAll(from, to);
    resource.inputs = JSON.parse(text) as Record<string, Value>;
  };
}

/** Replaces a text in an input that is a document, quotes and all; an unknown one stays. */
export function replaceIn(property: string, from: string | RegExp, to: string): Change {
  return ({ inputs }) => {
    if (typeof inputs[property] !== "string") return;
    inputs[property] = textOf(inputs[property]).replaceAll(from, to);
  };
}

/** Takes what a resource waits for away. */
export function waitForNothing(resource: MutableResource): void {
  resource.dependencies = [];
}

/** Takes away that a resource waits for those of some types. */
export function waitForNo(...types: string[]): Change {
  return (resource, graph) => {
    const urns = types.flatMap((type) => ofType(graph, type)).map(({ urn }) => urn);
    resource.dependencies = resource.dependencies.filter((urn) => !urns.includes(urn));
  };
}
