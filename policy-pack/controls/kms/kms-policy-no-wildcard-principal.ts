import { defineControl } from "../../engine/control.ts";
import { eachStatement } from "../../engine/policyDocument.ts";
import { notApplicable } from "../../engine/verdict.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";
import { KEY, KEY_POLICY } from "./keyPolicy.ts";

export const kmsPolicyNoWildcardPrincipal = defineControl({
  id: "kms-policy-no-wildcard-principal",
  title: "No key policy admits everyone",
  severity: "critical",
  frameworks: {
    fsbp: ["KMS.5"],
    cis3: [],
    cis7: ["2.21"],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "Anyone with any AWS account can use the key as the statement allows.",
  remedy: "Name the principals, or fix the caller by an exact condition such as kms:CallerAccount",
  types: [KEY, KEY_POLICY],
  scope: "resource",
  check({ resource }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    return eachStatement(policy, (statement) =>
      admitsNotEveryone(statement, ["kms:CallerAccount"]),
    );
  },
});
