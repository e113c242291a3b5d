import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { ofType, policyOf, type Statement } from "../support/graph.ts";
import type { MutableGraph, MutableResource, Mutant } from "./trap.ts";

export const LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
export const CERTIFICATE = "aws:acm/certificate:Certificate";
export const LISTENER = "aws:lb/listener:Listener";
export const ACL = "aws:wafv2/webAcl:WebAcl";
export const ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
export const ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
export const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** Resources of a type, of which there must be at least one. */
export function some(
  graph: Graph,
  type: string,
  fits: (resource: Resource) => boolean = () => true,
): Resource[] {
  const found = ofType(graph, type).filter(fits);
  assert.ok(found.length > 0, `there is no such ${type}`);
  return found;
}

export const textOf = (value: Value | undefined): string =>
  typeof value === "string" ? value : "";

/** The entries of a list that are texts. */
export function textsOf(value: Value | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Value[]).map(textOf) : [];
}

/** The entries of a list that are objects. */
export function entriesOf(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isProperties) : [];
}

/** All a resource stands on, through any number of dependencies of one of its properties. */
export function groundOf(graph: Graph, resource: Resource, property: string): Resource[] {
  const byUrn = new Map(graph.resources.map((entry) => [entry.urn, entry]));
  const seen = new Set<Resource>();
  const open = [...(resource.propertyDependencies[property] ?? [])];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    const found = byUrn.get(urn);
    if (found === undefined || seen.has(found)) continue;
    seen.add(found);
    open.push(...found.dependencies);
  }
  return [...seen];
}

/** The log policies that admit a service, of which there must be one. */
export function logPoliciesFor(graph: Graph, service: string): [Resource, Statement][] {
  const found = ofType(graph, LOG_POLICY).flatMap((policy) =>
    policyOf(policy, "policyDocument")
      .Statement.filter(
        ({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ Service: service }),
      )
      .map((entry): [Resource, Statement] => [policy, entry]),
  );
  assert.ok(found.length > 0, `no log policy admits ${service}`);
  return found;
}

/** A mutant that changes each resource of a type that fits; throws when none was changed. */
export function mutant(
  title: string,
  type: string,
  change: (resource: MutableResource, graph: MutableGraph) => void,
  fits: (resource: Resource) => boolean = () => true,
): Mutant {
  return {
    title,
    apply: (graph) => {
      const victims = graph.resources.filter((entry) => entry.type === type && fits(entry));
      if (victims.length === 0) throw new Error(`there is no ${type} to break`);
      for (const victim of victims) {
        const before = JSON.stringify(victim);
        change(victim, graph);
        if (JSON.stringify(victim) === before) throw new Error(`${victim.urn} is as it was`);
      }
    },
  };
}

/** Replaces a text wherever it stands in a resource's inputs. */
export function replaceText(from: string | RegExp, to: string) {
  return (resource: MutableResource): void => {
    const text = JSON.stringify(resource.inputs).replaceAll(from, to);
    resource.inputs = JSON.parse(text) as Record<string, Value>;
  };
}

/** Takes what a resource waits for away. */
export function waitForNothing(resource: MutableResource): void {
  resource.dependencies = [];
}
