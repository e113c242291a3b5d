import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

export const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

/** Types that attach managed policies, and the properties that name role and policies. */
const ATTACHING = [
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role", "policyArn"],
  ["aws:iam/policyAttachment:PolicyAttachment", "roles", "policyArn"],
  [
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "roleName",
    "policyArns",
  ],
] as const;

export const ROLE_POLICY_TYPES = [ROLE, POLICY, ROLE_POLICY, ...ATTACHING.map(([type]) => type)];

/** What gives a role its rights: a document, or the ARN of a policy that is not of this stack. */
export type Grant =
  | { readonly document: Reading; readonly foreign?: never }
  | { readonly foreign: Reading; readonly document?: never };

/** The rights of a role, each to be asked for by itself: an unknown one hides no other. */
export function grantsOf(stack: StackView, role: View): (() => Grant[])[] {
  const inline = () =>
    role
      .at("inlinePolicies")
      .items()
      .map((entry) => ({ document: entry.at("policy") }));
  const split = () =>
    stack.related(role, ROLE_POLICY, "role").map((view) => ({ document: view.at("policy") }));
  const attached = ATTACHING.map(
    ([type, named, policies]) =>
      () =>
        stack.related(role, type, named).flatMap((view) => managed(stack, view, policies)),
  );
  return [inline, split, () => managed(stack, role, "managedPolicyArns"), ...attached];
}

/** What has an unknown role, which may be this one: beside the grants that surely are its. */
export function straysOf(stack: StackView, role: View): Reading[] {
  const ways = [[ROLE_POLICY, "role"] as const, ...ATTACHING];
  return ways.flatMap(([type, named]) => stack.unplaced(role, type, named));
}

/** Managed policies that a property names, of this stack and others. */
function managed(stack: StackView, view: View, property: string): Grant[] {
  const own = stack.references(view, property, POLICY);
  const names = own.flatMap((policy) => policy.at("name").text ?? []);
  const reading = view.at(property);
  const lone = property === "policyArn" && reading.kind === "unknown";
  const arns = lone ? [reading] : reading.items();
  const isAws = (arn: Reading) => arn.kind !== "unknown" && isOfAws(arn);
  const isNamed = (arn: Reading) =>
    arn.kind !== "unknown" && names.includes(arn.text?.split("/").at(-1) ?? "");
  // Of the others as many are policies of this stack whose ARN does not tell that.
  const others = arns.filter((arn) => !isAws(arn) && !isNamed(arn));
  const foreign = [
    ...arns.filter(isAws),
    ...others.slice(Math.max(0, own.length - arns.filter(isNamed).length)),
  ];
  return [
    ...own.map((policy) => ({ document: policy.at("policy") })),
    ...foreign.map((arn) => ({ foreign: arn })),
  ];
}

function isOfAws(arn: Reading): boolean {
  return (arn.text ?? "").includes(":iam::aws:policy/");
}
