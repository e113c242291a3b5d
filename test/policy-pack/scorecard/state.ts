import {
  isList,
  isProperties,
  isSecret,
  isUnknown,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import type { SourcedResource } from "../../../policy-pack/report/build.ts";

/** Marks of the engine's protocol; see the Pulumi SDK's sdk/nodejs/runtime/rpc.ts. */
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Where the program ran that the state tells of: on a machine of no matter. */
const ROOT = "project:///file:/home/ci/rampart";

/** A secret as `pulumi stack export --show-secrets` writes it. */
export function secretOf(text: string): Readonly<Record<string, string>> {
  return { [SIGNATURE]: SECRET_SIGNATURE, plaintext: JSON.stringify(text) };
}

/** What becomes of a text in the inputs, by the property that holds it. */
export type Written = (text: string, property: string) => unknown;

/** The resources as `pulumi stack export` writes them. */
export function stateOf(
  resources: readonly SourcedResource[],
  written: Written = (text) => text,
): unknown {
  const entries = resources.map((resource) => {
    const { urn, type, parent, provider, protect, ignoreChanges, source } = resource;
    const { dependencies, propertyDependencies } = resource;
    const made = source && [`${ROOT}/${source.file}#${source.line},7`, `${ROOT}/index.ts#46,20`];
    return {
      urn,
      type,
      custom: type.startsWith("aws:") || type.startsWith("random:"),
      inputs: protocolOf(resource.inputs, written),
      parent,
      provider: provider === undefined ? undefined : `${provider}::id`,
      dependencies,
      propertyDependencies,
      protect,
      ignoreChanges,
      sourcePosition: made?.[0],
      stackTrace: made?.map((sourcePosition) => ({ sourcePosition })),
    };
  });
  return { version: 3, deployment: { resources: entries } };
}

/** A value as the engine writes it: what is unknown or secret marked in its own way. */
export function protocolOf(value: Value, written: Written, property = ""): unknown {
  if (typeof value === "string") return written(value, property);
  if (isUnknown(value)) return UNKNOWN_VALUE;
  if (isSecret(value)) return secretOf("");
  if (isList(value)) return value.map((entry) => protocolOf(entry, written, property));
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, protocolOf(entry, written, key)]),
  );
}
