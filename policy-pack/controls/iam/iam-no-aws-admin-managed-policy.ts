import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { typeInUrn } from "../../engine/resource.ts";
import { each, expect, pass } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { covers } from "../../engine/wildcard.ts";
import { ATTACHMENTS, POLICY } from "./documents.ts";
import { FAR_REACHING } from "./farReaching.ts";

export const iamNoAwsAdminManagedPolicy = defineControl({
  id: "iam-no-aws-admin-managed-policy",
  title: "No identity has one of AWS's far-reaching policies",
  severity: "high",
  frameworks: {
    fsbp: ["IAM.1"],
    cis3: ["1.16"],
    cis7: ["2.14", "2.20"],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "It allows whole services on everything in the account, and grows as AWS adds to it.",
  remedy: "Attach a policy of your own that allows what is needed",
  types: ATTACHMENTS.map(([type]) => type),
  parameters: {
    farReaching: textsOf(
      FAR_REACHING,
      "Names of AWS's own policies that count as far-reaching; * stands for anything.",
    ),
    administrators: textsOf(
      [],
      "Names of groups that may have them, as the administrators'; * stands for anything.",
    ),
    emergencyRoles: textsOf(
      [],
      "Names of roles that may have them, as the one for emergencies; * stands for anything.",
    ),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const property = ATTACHMENTS.find(([type]) => type === resource.type)?.[1] ?? "policyArn";
    return each(resource.at(property).items(), (reading) => {
      if (isOwn(resource, reading, property)) return pass;
      const name = awsPolicy(reading.text ?? "");
      if (!parameters.farReaching.some((pattern) => covers(pattern, name))) return pass;
      const accepted = onlyFor(resource, parameters);
      return expect(accepted, `AWS's policy ${name} is attached`, reading);
    });
  },
});

/** An unknown ARN that comes from a policy of the stack is none of AWS's. */
function isOwn(resource: View, reading: Reading, property: string): boolean {
  const origins = resource.origins(property);
  return (
    reading.kind === "unknown" &&
    origins.length > 0 &&
    origins.every((urn) => typeInUrn(urn) === POLICY)
  );
}

/** The name of a policy of AWS's own, without its path; empty for others. */
function awsPolicy(arn: string): string {
  const [name = ""] = resourceInArn(arn).split("/").slice(-1);
  return accountInArn(arn) === "aws" ? name : "";
}

/** The properties by which attachments name those whom they are to. */
const HOLDERS: Readonly<Record<string, Readonly<Partial<Record<Kind, string>>>>> = {
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": { groups: "group" },
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": {
    groups: "groupName",
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { roles: "role" },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": { roles: "roleName" },
  "aws:iam/policyAttachment:PolicyAttachment": {
    groups: "groups",
    roles: "roles",
    users: "users",
  },
};

type Kind = "groups" | "roles" | "users";

/** Whether the attachment is to groups of administrators and roles for emergencies alone. */
function onlyFor(
  resource: View,
  parameters: Readonly<Record<"administrators" | "emergencyRoles", readonly string[]>>,
): boolean {
  const { administrators: groups, emergencyRoles: roles } = parameters;
  const accepted: Readonly<Record<Kind, readonly string[]>> = { groups, roles, users: [] };
  const holders = Object.entries(HOLDERS[resource.type] ?? {}) as [Kind, string][];
  if (!holders.some(([kind]) => accepted[kind].length > 0)) return false;
  const named = holders.flatMap(([kind, property]) =>
    resource
      .at(property)
      .items()
      .map((item) => {
        if (accepted[kind].length === 0) return false;
        const { text } = item;
        return text !== undefined && accepted[kind].some((pattern) => covers(pattern, text));
      }),
  );
  return named.length > 0 && named.every(Boolean);
}
