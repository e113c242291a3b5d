import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { record, type RecordingArgs } from "../../plan/recorder.ts";

/** Runs a piece of program under the recorder, as a first preview unless said otherwise. */
export function recorded(
  program: () => unknown,
  args: Partial<RecordingArgs> = {},
): Promise<Graph> {
  return record(program, { project: "rampart", stack: "dev", config: {}, ...args });
}

/** All resources of a type, in the order of their registration. */
export function ofType(graph: Graph, type: string): Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** The one resource of a type, or of a type and name; fails when there are none or several. */
export function only(graph: Graph, type: string, name?: string): Resource {
  const found = ofType(graph, type).filter(
    (resource) => name === undefined || resource.name === name,
  );
  const [resource, ...more] = found;
  assert.ok(
    resource !== undefined && more.length === 0,
    `expected one ${type} ${name ?? ""}, found: ${found.map((r) => r.name).join(", ") || "none"}`,
  );
  return resource;
}

/** Names of the resources of a type, sorted. */
export function namesOf(graph: Graph, type: string): string[] {
  return ofType(graph, type)
    .map((resource) => resource.name)
    .sort();
}

/** A policy document in an input, parsed. */
export function policyOf(resource: Resource, property = "policy"): { Statement: Statement[] } {
  const text = resource.inputs[property];
  assert.ok(typeof text === "string", `${resource.name}.${property} is not a known document`);
  return JSON.parse(text) as { Statement: Statement[] };
}

/** A statement of a parsed document, by its Sid. */
export function statement(resource: Resource, sid: string, property = "policy"): Statement {
  const found = policyOf(resource, property).Statement.find((entry) => entry.Sid === sid);
  assert.ok(found, `${resource.name}.${property} has no statement ${sid}`);
  return found;
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly [key: string]: unknown;
}

/** Whether `later` waits for `earlier` through any chain of dependencies or parents. */
export function waitsFor(graph: Graph, later: Resource, earlier: Resource): boolean {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const seen = new Set<string>();
  const open = [...later.dependencies];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    if (urn === earlier.urn) return true;
    if (seen.has(urn)) continue;
    seen.add(urn);
    open.push(...(byUrn.get(urn)?.dependencies ?? []));
  }
  return false;
}

/** The value at a path of properties and list indices; undefined where the path ends early. */
export function at(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path) {
    if (Array.isArray(current)) current = (current as readonly Value[])[Number(step)];
    else if (isProperties(current)) current = current[String(step)];
    else return undefined;
  }
  return current;
}

/** The message of the error that a recorded program stops with. */
export async function refusal(program: () => unknown): Promise<string> {
  try {
    await recorded(program);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return assert.fail("the program was accepted");
}
