import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";

/** Account, region and provider of the reference stack, as the program's with every option on. */
export const REFERENCE = {
  account: "777788889999",
  region: "us-east-1",
  provider: "urn:pulumi:prod::rampart::pulumi:providers:aws::aws",
} as const;

/** A resource beside the program's, of the same stack and provider. */
export function extra(
  type: string,
  name: string,
  inputs: Properties,
  more: Partial<PolicyResource> = {},
): PolicyResource {
  return {
    urn: `urn:pulumi:prod::rampart::${type}::${name}`,
    type,
    name,
    provider: REFERENCE.provider,
    inputs,
    propertyDependencies: {},
    dependencies: [],
    protect: false,
    ignoreChanges: [],
    ...more,
  };
}
