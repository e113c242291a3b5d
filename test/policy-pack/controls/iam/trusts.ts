import type { PolicyResource, Value } from "../../../../policy-pack/engine/resource.ts";
import { document, resource } from "../../support/resources.ts";
import type { Statement } from "./documents.ts";

/** A statement that lets somebody assume the role. */
export function trust(Principal: Value, Condition?: Value, more: Statement = {}): Statement {
  const condition: Statement = Condition === undefined ? {} : { Condition };
  return {
    Sid: "Trust",
    Effect: "Allow",
    Principal,
    Action: "sts:AssumeRole",
    ...condition,
    ...more,
  };
}

export function role(...trusts: Value[]): PolicyResource {
  return resource("aws:iam/role:Role", "role", { assumeRolePolicy: document(...trusts) });
}
