import type { Graph } from "../graph/resource.ts";
import { isUnknown } from "../graph/value.ts";

/** Inputs that hold a policy document, whatever the resource. */
const DOCUMENT_INPUTS = ["policy", "assumeRolePolicy", "policyDocument", "repositoryPolicy"];

/** A policy document that is unknown until AWS has made what it names. */
export interface UnknownPolicy {
  readonly urn: string;
  readonly property: string;
}

/** The documents that can't be judged at a first preview; `decisions.md` wants few, each named. */
export function unknownPolicies(graph: Graph): UnknownPolicy[] {
  return graph.resources.flatMap(({ urn, inputs }) =>
    DOCUMENT_INPUTS.filter((property) => isUnknown(inputs[property])).map((property) => ({
      urn,
      property,
    })),
  );
}
