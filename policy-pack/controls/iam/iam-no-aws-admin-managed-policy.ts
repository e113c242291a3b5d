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
  },
  scope: "resource",
  check({ resource, parameters }) {
    const property = ATTACHMENTS.find(([type]) => type === resource.type)?.[1] ?? "policyArn";
    return each(resource.at(property).items(), (reading) => {
      if (isOwn(resource, reading, property)) return pass;
      const name = awsPolicy(reading.text ?? "");
      if (!parameters.farReaching.some((pattern) => covers(pattern, name))) return pass;
      const accepted = onlyFor(resource, parameters.administrators);
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

/** Attachments that may be to groups: the properties that name these, and those that name others. */
const TO_GROUPS: Readonly<Record<string, readonly [group: string, ...others: string[]]>> = {
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ["group"],
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": ["groupName"],
  "aws:iam/policyAttachment:PolicyAttachment": ["groups", "roles", "users"],
};

/** Whether the attachment is to groups of administrators and nobody else. */
function onlyFor(resource: View, administrators: readonly string[]): boolean {
  const [named, ...others] = TO_GROUPS[resource.type] ?? [];
  if (administrators.length === 0 || named === undefined) return false;
  if (others.some((name) => resource.at(name).items().length > 0)) return false;
  const groups = resource.at(named).texts();
  return (
    groups.length > 0 &&
    groups.every((group) => administrators.some((pattern) => covers(pattern, group)))
  );
}
