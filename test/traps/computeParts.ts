import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { at, ofType } from "../support/graph.ts";
import type { MutableGraph, Mutant } from "./trap.ts";

// What the traps of compute read from a graph, and how their mutants break it.

export const SERVICE = "aws:ecs/service:Service";
export const TASK = "aws:ecs/taskDefinition:TaskDefinition";
export const CLUSTER = "aws:ecs/cluster:Cluster";
export const REPOSITORY = "aws:ecr/repository:Repository";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
export const SCALING_TARGET = "aws:appautoscaling/target:Target";
/** Types that send requests to a target group. */
export const FORWARDERS = ["aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"];

/** All resources of a type that fit; a check of none would be a check of nothing. */
export function some(
  graph: Graph,
  type: string,
  fits: (resource: Resource) => boolean = () => true,
) {
  const found = ofType(graph, type).filter(fits);
  assert.ok(found.length > 0, `no ${type} to check`);
  return found;
}

/** What of a type an input of a resource came from. */
export function sources(
  graph: Graph,
  resource: Resource,
  property: string,
  type: string,
): Resource[] {
  const urns = new Set(resource.propertyDependencies[property]);
  return ofType(graph, type).filter(({ urn }) => urns.has(urn));
}

/** Tasks whose document is known; one with injected secrets is not at the first preview. */
export function knownContainers(graph: Graph): { task: Resource; containers: Properties[] }[] {
  return ofType(graph, TASK).flatMap((task) => {
    const text = task.inputs["containerDefinitions"];
    if (typeof text !== "string") return [];
    return [{ task, containers: (JSON.parse(text) as Value[]).filter(isProperties) }];
  });
}

/** Inline policies of the role that an input names. */
export function policiesOf(graph: Graph, task: Resource, property: string): Resource[] {
  const roles = new Set(sources(graph, task, property, "aws:iam/role:Role").map(({ urn }) => urn));
  return ofType(graph, ROLE_POLICY).filter((policy) =>
    (policy.propertyDependencies["role"] ?? []).some((urn) => roles.has(urn)),
  );
}

export function statementsOf(policies: readonly Resource[]): Properties[] {
  return policies.flatMap(({ inputs }) => {
    const text = inputs["policy"];
    assert.ok(typeof text === "string", "a role's policy is not known");
    const statements = at(JSON.parse(text) as Properties, "Statement");
    return Array.isArray(statements) ? (statements as Value[]).filter(isProperties) : [];
  });
}

export const textOf = (value: Value | undefined): string =>
  typeof value === "string" ? value : "";

export function listOf(value: Value | undefined): string[] {
  return (Array.isArray(value) ? (value as Value[]) : [value]).filter(
    (entry) => typeof entry === "string",
  );
}

export const usesBalancer = ({ inputs }: Resource) => inputs["loadBalancers"] !== undefined;
export const allowsShell = ({ inputs }: Resource) => inputs["enableExecuteCommand"] === true;
export const mountsEfs = ({ inputs }: Resource) =>
  at(inputs, "volumes", 0, "efsVolumeConfiguration") !== undefined;

/** The first resource of a type that fits; a mutant without one would change nothing. */
export function first(
  graph: MutableGraph,
  type: string,
  fits: (resource: Resource) => boolean = () => true,
): Resource {
  const found = ofType(graph, type).find(fits);
  if (found === undefined) throw new Error(`no ${type} to break`);
  return found;
}

/** Changes a resource of a copied graph in place. */
export function change(resource: Resource, changes: Partial<Resource>): void {
  Object.assign(resource, changes);
}

/** A mutant that gives one property of the first such resource another value. */
export function withInput(
  title: string,
  type: string,
  changes: Properties,
  fits?: (resource: Resource) => boolean,
): Mutant {
  return {
    title,
    apply: (graph) => {
      const resource = first(graph, type, fits);
      change(resource, { inputs: { ...resource.inputs, ...changes } });
    },
  };
}

/** A mutant that cuts every edge from the first such resource to some others. */
export function withoutEdge(
  title: string,
  type: string,
  cut: (resource: Resource) => boolean,
  fits?: (resource: Resource) => boolean,
): Mutant {
  return {
    title,
    apply: (graph) => {
      const resource = first(graph, type, fits);
      const urns = new Set(graph.resources.filter(cut).map(({ urn }) => urn));
      if (!resource.dependencies.some((urn) => urns.has(urn))) throw new Error("no edge to cut");
      const dependencies = resource.dependencies.filter((urn) => !urns.has(urn));
      change(resource, { dependencies });
    },
  };
}

/** A mutant that mounts the first file system in another way. */
export function withEfs(title: string, changes: Properties): Mutant {
  return {
    title,
    apply: (graph) => {
      const task = first(graph, TASK, mountsEfs);
      const efs = at(task.inputs, "volumes", 0, "efsVolumeConfiguration");
      if (!isProperties(efs)) throw new Error("no file system to break");
      const volume = { name: "data", efsVolumeConfiguration: { ...efs, ...changes } };
      change(task, { inputs: { ...task.inputs, volumes: [volume] } });
    },
  };
}

/** A mutant that replaces a text in the first document of a type that has it. */
export function withText(
  title: string,
  type: string,
  property: string,
  from: string | RegExp,
  to: string,
): Mutant {
  const has = ({ inputs }: Resource) => {
    const text = inputs[property];
    return typeof text === "string" && text.replaceAll(from, to) !== text;
  };
  return {
    title,
    apply: (graph) => {
      const resource = first(graph, type, has);
      const text = resource.inputs[property];
      if (typeof text !== "string") throw new Error("no text to break");
      change(resource, { inputs: { ...resource.inputs, [property]: text.replaceAll(from, to) } });
    },
  };
}
