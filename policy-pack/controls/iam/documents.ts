import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, notApplicable, type Verdict, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

const GROUP_POLICY = "aws:iam/groupPolicy:GroupPolicy";
export const POLICY = "aws:iam/policy:Policy";
export const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const USER = "aws:iam/user:User";
export const USER_POLICY = "aws:iam/userPolicy:UserPolicy";

/** Types that hold what an identity may do. */
export const DOCUMENT_TYPES = [POLICY, ROLE_POLICY, USER_POLICY, GROUP_POLICY, ROLE];

/** What gives a managed policy to an identity, and the property that names the policy. */
export const ATTACHMENTS = [
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
  ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
  ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
  ["aws:iam/policyAttachment:PolicyAttachment", "policyArn"],
  ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"],
  ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns"],
  ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns"],
  [ROLE, "managedPolicyArns"],
] as const;

/** Types that say whether a policy is given to anyone. */
export const RELATED_TYPES = [...new Set([...ATTACHMENTS.map(([type]) => type), USER])];

/** The documents that a resource gives to identities, inline ones of a role too. */
function documentsOf(resource: View): Reading[] {
  const found =
    resource.type === ROLE
      ? resource
          .at("inlinePolicies")
          .items()
          .map((inline) => inline.at("policy"))
      : [resource.at("policy")];
  return found.filter(({ kind }) => kind !== "absent");
}

/**
 * Judges each document of a resource by itself. A policy that is a boundary and nothing else grants
 * nothing: nobody may do what it allows unless another policy allows it too.
 */
export function judgeDocuments(
  { resource, stack }: { readonly resource: View; readonly stack: StackView },
  judge: (document: Reading) => Verdicts,
): Verdicts {
  const documents = documentsOf(resource);
  if (documents.length === 0) return notApplicable;
  const verdicts: Verdict[] = each(documents, judge);
  // Only what is wrong or unknown needs the excuse, which may itself be unknown.
  if (verdicts.every(({ outcome }) => outcome === "pass")) return verdicts;
  return isOnlyBoundary(resource, stack) ? notApplicable : verdicts;
}

function isOnlyBoundary(policy: View, stack: StackView): boolean {
  if (policy.type !== POLICY) return false;
  const bounds = [ROLE, USER].some(
    (type) => stack.related(policy, type, "permissionsBoundary").length > 0,
  );
  return (
    bounds &&
    !ATTACHMENTS.some(([type, property]) => stack.related(policy, type, property).length > 0)
  );
}
