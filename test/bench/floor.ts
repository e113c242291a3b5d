import { deepStrictEqual } from "node:assert";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import {
  type Graph,
  isProvider,
  managedResources,
  type Resource,
} from "../../plan/graph/resource.ts";
import { isProperties, isSecret, isUnknown, type Value } from "../../plan/graph/value.ts";

/** A class of a provider's SDK; what it takes is known at run time only. */
type ResourceClass = new (
  name: string,
  inputs: pulumi.Inputs,
  options: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** How the floor registers: with the SDK's classes, or below them, without their outputs. */
export type FloorKind = "classes" | "bare";

/**
 * The least that Pulumi needs for a stack: its managed resources registered one after the other,
 * with the same inputs and dependencies, under a single component and without settings or checks.
 */
export function floorOf(graph: Graph, kind: FloorKind): () => void {
  const registered = graph.resources.filter(({ custom }) => custom);
  return () => {
    // The recorder wants each resource in a component; one is the least.
    const parent = new Floor();
    const made = new Map<string, pulumi.CustomResource>();
    registered.forEach((entry, index) => {
      made.set(entry.urn, register(entry, String(index), kind, parent, made));
    });
  };
}

class Floor extends pulumi.ComponentResource {
  constructor() {
    super("rampart:bench:Floor", "floor", {});
    this.registerOutputs({});
  }
}

type Made = ReadonlyMap<string, pulumi.CustomResource>;

/** Names are numbers, for under one parent two resources of one name would be one. */
function register(
  entry: Resource,
  name: string,
  kind: FloorKind,
  parent: Floor,
  made: Made,
): pulumi.CustomResource {
  const { type, inputs, protect, retainOnDelete } = entry;
  const properties = Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, inputOf(entry, key, value, made)]),
  );
  if (isProvider(entry)) return new Provider(type.split(":").at(-1) ?? type, name, properties);
  const provider = made.get(entry.provider ?? "");
  const options = {
    parent,
    protect,
    retainOnDelete,
    dependsOn: resources(entry.dependencies, made),
    ...(provider instanceof Provider ? { provider } : {}),
  };
  if (kind === "bare") return new Bare(type, name, properties, options);
  return new (classOf(type))(name, properties, options);
}

class Provider extends pulumi.ProviderResource {}
class Bare extends pulumi.CustomResource {}

const PACKAGES: Readonly<Record<string, unknown>> = { aws, random };

/** `aws:ec2/vpc:Vpc` → `aws.ec2.Vpc`; `random:index/randomId:RandomId` → `random.RandomId`. */
function classOf(type: string): ResourceClass {
  const [name = "", path = "", className = ""] = type.split(":");
  const [module = ""] = path.split("/");
  const scope = module === "index" ? PACKAGES[name] : member(PACKAGES[name], module);
  const found = member(scope, className);
  if (typeof found !== "function") throw new Error(`No class for ${type}.`);
  // The SDK's classes all have this constructor.
  return found as ResourceClass;
}

function member(scope: unknown, name: string): unknown {
  return typeof scope === "object" && scope !== null
    ? (scope as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function inputOf(
  { dependencies, propertyDependencies }: Resource,
  key: string,
  value: Value,
  made: Made,
): pulumi.Input<unknown> {
  const sources = resources(propertyDependencies[key] ?? [], made);
  const [first] = [...sources, ...resources(dependencies, made)];
  const fill = (part: Value): pulumi.Input<unknown> => {
    if (isUnknown(part)) return first?.id;
    if (isSecret(part)) return pulumi.secret("secret");
    if (Array.isArray(part)) return (part as readonly Value[]).map(fill);
    if (!isProperties(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, fill(inner)]));
  };
  if (sources.length === 0 || isUnknown(value)) return fill(value);
  // Known, and yet from other resources: a name, as a rule.
  return pulumi.all(sources.map(({ urn }) => urn)).apply(() => fill(value));
}

function resources(urns: readonly string[], made: Made): pulumi.CustomResource[] {
  return urns.flatMap((urn) => made.get(urn) ?? []);
}

/**
 * Checks that the floor carries the same load as the program.
 *
 * @throws AssertionError when types or inputs differ.
 */
export function checkFloor(graph: Graph, floor: Graph): void {
  const load = (side: Graph): string[] =>
    managedResources(side)
      .map(({ type, inputs }) => JSON.stringify([type, Object.entries(inputs).sort()]))
      .sort();
  deepStrictEqual(load(floor), load(graph));
}
