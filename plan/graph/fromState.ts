import { z } from "zod";

import type { Graph, Resource, SourcePosition } from "./resource.ts";
import { positionsIn } from "./statePositions.ts";
import { fromProtocol, isProperties, type Properties } from "./value.ts";

/** A mistake of the person's: the document is no state, or one that can't be read. */
export class StateError extends Error {
  override readonly name = "StateError";
}

const urn = z.string().regex(/^urn:pulumi:[^:]+::[^:]+::.+::/, "no URN");
const properties = z.record(z.string(), z.unknown());

/** The part of `apitype.ResourceV3` that is read; what else a newer CLI writes is left alone. */
const stateResource = z.object({
  urn,
  type: z.string(),
  custom: z.boolean(),
  /** On its way out: a replacement was made, the deletion is still to come. */
  delete: z.boolean().optional(),
  /** Read by the program, not managed by it. */
  external: z.boolean().optional(),
  inputs: properties.nullish(),
  outputs: properties.nullish(),
  parent: urn.optional(),
  provider: z.string().optional(),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
  protect: z.boolean().optional(),
  retainOnDelete: z.boolean().optional(),
  aliases: z.array(z.string()).nullish(),
  ignoreChanges: z.array(z.string()).nullish(),
  sourcePosition: z.string().optional(),
  stackTrace: z.array(z.object({ sourcePosition: z.string().optional() })).nullish(),
});

const deployment = z.object({ resources: z.array(stateResource).nullish() });
/** The versions whose resources look as above. Source: pulumi/pulumi `sdk/go/common/apitype`. */
const exported = z.object({ version: z.literal([3, 4]), deployment });

/**
 * The graph of an existing stack, from what `pulumi stack export` writes or from its `deployment`
 * alone. Secrets are marked, encrypted or not. A state holds neither `deleteBeforeReplace` nor, once
 * they did their work, aliases. Resources that wait for deletion or that the program only reads are
 * left out.
 *
 * @throws StateError when the document is something else, or holds no resources.
 */
export function graphFromState(document: unknown): Graph {
  const isExport = typeof document === "object" && document !== null && "deployment" in document;
  const parsed = isExport
    ? exported.transform((found) => found.deployment).safeParse(document)
    : deployment.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
    throw new StateError(
      `This is no state as \`pulumi stack export\` writes it: ${place}${issue?.message ?? ""}`,
    );
  }
  const resources = (parsed.data.resources ?? []).filter(
    (resource) => resource.delete !== true && resource.external !== true,
  );
  const [first] = resources;
  if (first === undefined) throw new StateError("The state holds no resources.");

  const [place, project] = first.urn.split("::");
  const positions = positionsIn(resources);
  const stack = resources.find((resource) => resource.type === "pulumi:pulumi:Stack");
  return {
    project: project ?? "",
    stack: place?.slice("urn:pulumi:".length) ?? "",
    resources: resources.map((resource, index) => toResource(resource, positions[index])),
    outputs: toProperties(stack?.outputs),
  };
}

function toResource(
  state: z.output<typeof stateResource>,
  source: SourcePosition | undefined,
): Resource {
  return {
    urn: state.urn,
    type: state.type,
    name: state.urn.split("::").slice(3).join("::"),
    ...(state.parent === undefined ? {} : { parent: state.parent }),
    ...(state.provider === undefined ? {} : { provider: providerUrn(state.provider) }),
    custom: state.custom,
    inputs: toProperties(state.inputs),
    dependencies: [...(state.dependencies ?? [])].sort(),
    propertyDependencies: Object.fromEntries(
      Object.entries(state.propertyDependencies ?? {}).flatMap(([key, urns]) =>
        urns === null || urns.length === 0 ? [] : [[key, [...urns].sort()]],
      ),
    ),
    protect: state.protect ?? false,
    retainOnDelete: state.retainOnDelete ?? false,
    deleteBeforeReplace: false,
    aliases: state.aliases ?? [],
    ignoreChanges: state.ignoreChanges ?? [],
    ...(source === undefined ? {} : { source }),
  };
}

/** The reference is `urn::id`. */
function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

function toProperties(found: Record<string, unknown> | null | undefined): Properties {
  const value = fromProtocol(withoutNotes(found ?? {}));
  return isProperties(value) ? value : {};
}

/** Without what engine and providers note for themselves: `__defaults`, `__internal`. */
function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !/^__(defaults|internal|meta)$/.test(key))
      .map(([key, inner]) => [key, withoutNotes(inner)]),
  );
}
