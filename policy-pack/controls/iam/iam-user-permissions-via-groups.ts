import { defineControl } from "../../engine/control.ts";
import { expect, fail } from "../../engine/verdict.ts";
import { USER_POLICY } from "./documents.ts";

/** What is attached to users by its nature, and how a message calls it. */
const OF_USERS: Readonly<Record<string, string>> = {
  [USER_POLICY]: "An inline policy",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "A managed policy",
};

/** What may be attached to users, and the property that says so. */
const MAYBE: Readonly<Record<string, string>> = {
  "aws:iam/policyAttachment:PolicyAttachment": "users",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
};

export const iamUserPermissionsViaGroups = defineControl({
  id: "iam-user-permissions-via-groups",
  title: "Users get their permissions through groups",
  severity: "low",
  frameworks: {
    fsbp: ["IAM.2"],
    cis3: ["1.15"],
    cis7: ["2.13"],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "Rights given one by one are forgotten when somebody changes work.",
  remedy: "Attach the policy to a group and make the user a member",
  types: [...Object.keys(OF_USERS), ...Object.keys(MAYBE)],
  scope: "resource",
  check({ resource }) {
    const kind = OF_USERS[resource.type];
    if (kind !== undefined) return fail(`${kind} is attached to a user`);
    const property = MAYBE[resource.type] ?? "users";
    const given = resource.at(property);
    return expect(given.items().length === 0, "A managed policy is attached to users", given);
  },
});
