import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { expect, fail, notApplicable } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { covers } from "../../engine/wildcard.ts";
import { ROLE } from "./documents.ts";

export const iamPermissionsBoundary = defineControl({
  id: "iam-permissions-boundary",
  title: "Roles stay below a permissions boundary",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-6", "AC-6(10)"] },
  cause: "One policy too many makes the role as mighty as the policy is.",
  remedy: "Set permissionsBoundary to the environment's boundary",
  types: [ROLE],
  parameters: {
    boundaries: textsOf(
      ["*-policy-*boundary"],
      "Names of policies that count as a boundary; * stands for anything.",
    ),
    roles: textsOf(
      ["*"],
      "Paths and names of the roles that need one, as /service/app; * stands for anything.",
    ),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const { boundaries, roles } = parameters;
    if (!roles.includes("*") && !roles.some((pattern) => covers(pattern, titleOfRole(resource)))) {
      return notApplicable;
    }
    const boundary = resource.at("permissionsBoundary");
    const arn = boundary.text ?? "";
    if (arn === "") return fail("The role has no permissions boundary", boundary);
    const [name = ""] = resourceInArn(arn).split("/").slice(-1);
    return expect(
      // AWS's own policies are made to grant, not to limit.
      accountInArn(arn) !== "aws" && boundaries.some((pattern) => covers(pattern, name)),
      "The role's permissions boundary is none of the environment's",
      boundary,
    );
  },
});

function titleOfRole(role: View): string {
  return `${role.at("path").text ?? "/"}${role.either("name", "namePrefix").text ?? ""}`;
}
