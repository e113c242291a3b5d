import type { ResourceValidationArgs } from "@pulumi/policy";

import type { PolicyResource } from "./resource.ts";
import { propertiesOf } from "./snapshot.ts";

/** What both kinds of arguments have in common. */
type Stated = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props" | "opts" | "provider">;

/** What the program states of a resource, before it is known where its values come from. */
export function statedBy({ urn, type, name, props, opts, provider }: Stated): PolicyResource {
  return {
    urn,
    type,
    name,
    ...(provider === undefined ? {} : { provider: provider.urn }),
    inputs: propertiesOf(props),
    propertyDependencies: {},
    dependencies: [],
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
  };
}

/** The provider that the SDK shows beside a resource, if any. */
export function providersOf({ provider }: Pick<Stated, "provider">): PolicyResource[] {
  if (provider === undefined) return [];
  const { urn, type, name, props } = provider;
  const opts = { protect: false, ignoreChanges: [] };
  return [statedBy({ urn, type, name, props, opts: opts as unknown as Stated["opts"] })];
}
