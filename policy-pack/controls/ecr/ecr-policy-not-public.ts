import { defineControl } from "../../engine/control.ts";
import { eachStatement } from "../../engine/policyDocument.ts";
import { notApplicable } from "../../engine/verdict.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";

/** Rules for repositories that are made by a push or a pull, their policy among them. */
const TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";

export const ecrPolicyNotPublic = defineControl({
  id: "ecr-policy-not-public",
  title: "No policy of a registry or repository admits everyone",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-4"] },
  cause: "Anyone with an AWS account can pull the images, or put their own in place.",
  remedy: "Name the principals, or fix the caller by an exact condition such as aws:PrincipalOrgID",
  types: [
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:ecr/registryPolicy:RegistryPolicy",
    TEMPLATE,
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy",
  ],
  scope: "resource",
  check({ resource }) {
    const policy = resource.at(resource.type === TEMPLATE ? "repositoryPolicy" : "policy");
    if (policy.kind === "absent") return notApplicable;
    return eachStatement(policy, (statement) => admitsNotEveryone(statement));
  },
});
