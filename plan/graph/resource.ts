import type { Properties } from "./value.ts";

/** Where in the program a resource was made. */
export interface SourcePosition {
  /** Path from the repository's root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * A resource as it was registered. The same shape is made from the offline recorder and from an
 * exported state, so whatever reads a graph works on both.
 */
export interface Resource {
  readonly urn: string;
  /** Type token, `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** URN of the parent; undefined for the stack alone. */
  readonly parent?: string;
  /** URN of the provider, if one was inherited or given. */
  readonly provider?: string;
  /** Whether a provider manages it; false for components. */
  readonly custom: boolean;
  readonly inputs: Properties;
  /** URNs that must exist first. */
  readonly dependencies: readonly string[];
  /** For each input, the URNs that its value came from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly aliases: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly source?: SourcePosition;
}

/** All resources of a stack in the order of their registration, and the stack's outputs. */
export interface Graph {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: Properties;
}

const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_PREFIX = "pulumi:providers:";

/** Whether this is the stack itself, the root of every parent chain. */
export function isStack(resource: Resource): boolean {
  return resource.type === STACK_TYPE;
}

/** Whether this configures a provider rather than making something. */
export function isProvider(resource: Resource): boolean {
  return resource.type.startsWith(PROVIDER_PREFIX);
}

/** The resources that a provider will create: no components, providers or stack. */
export function managedResources(graph: Graph): Resource[] {
  return graph.resources.filter((resource) => resource.custom && !isProvider(resource));
}

/**
 * Checks that every resource is in a component, so that the tree and the owners' rules hold.
 *
 * @throws Error with the resources that hang on the stack itself.
 */
export function checkOwners(graph: Graph): void {
  const components = new Set(
    graph.resources.filter((entry) => !entry.custom && !isStack(entry)).map(({ urn }) => urn),
  );
  const raw = managedResources(graph).filter(({ parent }) => !components.has(parent ?? ""));
  if (raw.length === 0) return;
  const urns = raw.map(({ urn }) => urn).join(", ");
  throw new Error(`Outside any component: ${urns}. Make each a child of a component.`);
}

/**
 * The URN that the engine gives a resource: its type is qualified by those of all its parents but
 * the stack. Source: pulumi/pulumi `sdk/go/common/resource/urn`.
 */
export function urnOf(
  scope: { readonly project: string; readonly stack: string },
  parentUrn: string,
  type: string,
  name: string,
): string {
  const parentType = parentUrn === "" ? "" : (parentUrn.split("::")[2] ?? "");
  const qualified = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${scope.stack}::${scope.project}::${qualified}::${name}`;
}
