import type { Context } from "../iam/condition.ts";
import { decide, type Identity, type PolicyDocument, readDocument } from "../iam/evaluate.ts";
import type { Resource } from "../graph/resource.ts";
import { isProperties, type Value } from "../graph/value.ts";
import { listOf } from "../readers/inventory.ts";
import { hopOf } from "./explain.ts";
import { type Ends, type Hop, stops, unknown } from "./path.ts";
import { replacedBy } from "./replaced.ts";
import { TYPE } from "./types.ts";
import type { Found, World } from "./world.ts";

/** All that is attached to a role. */
export function identityOf(world: World, role: Resource): Identity {
  const inline = [
    ...world.about(TYPE.rolePolicy, "role", role).map((policy) => world.document(policy)),
    ...listOf(role.inputs["inlinePolicies"]).flatMap((entry) =>
      isProperties(entry) ? [readDocument(entry["policy"], "policy")] : [],
    ),
  ];
  const attached = [
    ...world
      .about(TYPE.attachment, "role", role)
      .map((attachment) =>
        managed(world, attachment, "policyArn", attachment.inputs["policyArn"] ?? null),
      ),
    ...listOf(role.inputs["managedPolicyArns"]).map((arn) =>
      managed(world, role, "managedPolicyArns", arn),
    ),
  ];
  const boundary = role.inputs["permissionsBoundary"];
  return {
    documents: [...inline, ...attached.flatMap((document) => document ?? [])],
    furtherLeave: attached.includes(undefined) ? OF_AWS : undefined,
    boundary:
      boundary === undefined || boundary === null
        ? undefined
        : (managed(world, role, "permissionsBoundary", boundary) ?? UNREAD),
  };
}

/** What a person calls the policy of a role that answered. */
export function ownPolicy(world: World, role: Resource, { ceiling }: { ceiling?: true }): string {
  return `the ${ceiling ? "boundary" : "policies"} of ${world.label(role)}`;
}

const OF_AWS = "is AWS's own, which is not read here";
const UNREAD: PolicyDocument = { statements: [], unread: OF_AWS };

/** A managed policy; undefined for one of AWS's own, which only adds leave. */
function managed(
  world: World,
  resource: Resource,
  property: string,
  value: Value,
): PolicyDocument | undefined {
  if (typeof value === "string" && /^arn:[a-z-]+:iam::aws:/.test(value)) return undefined;
  const found = world.find(resource, property, TYPE.policy, value);
  return found.resource
    ? world.document(found.resource)
    : { statements: [], unread: "is not of this stack" };
}

/** Whether a service may work with a role. */
export function assumeHop(
  world: World,
  from: string,
  found: Found,
  service: string,
  context: Context,
): Hop {
  const { resource: role } = found;
  if (role === undefined) {
    const to = `role ${found.outside ?? "?"}`;
    return unknown(
      { from, to },
      "the role is not of this stack",
      `Give ${from} a role of this stack.`,
    );
  }
  const ends = { from, to: world.label(role) };
  const lost = lostPolicyHop(world, ends, role);
  if (lost) return lost;
  const decision = decide([world.document(role, "assumeRolePolicy")], {
    caller: { kind: "Service", value: service },
    action: "sts:AssumeRole",
    resource: "",
    context,
  });
  return hopOf(ends, decision, {
    who: service,
    policy: `the trust policy of ${ends.to}`,
    action: "sts:AssumeRole",
    needs: "sts:AssumeRole",
    context,
  });
}

/** A role one of whose policies takes another one away. */
function lostPolicyHop(world: World, ends: Ends, role: Resource): Hop | undefined {
  const beside = world.about(TYPE.rolePolicy, "role", role);
  const rivals = replacedBy(beside, "name");
  if (rivals) {
    const { one, other, name } = rivals;
    const why = `role policies ${one.name} and ${other.name} of ${ends.to} are both called ${name}, and AWS keeps only the one that is written last`;
    return stops(ends, why, `Give role policy ${other.name} a name of its own.`);
  }
  const [policy] = beside;
  if (policy === undefined || listOf(role.inputs["inlinePolicies"]).length === 0) return undefined;
  const why = `inlinePolicies of ${ends.to} takes away what is not in it, role policy ${policy.name} too`;
  return stops(
    ends,
    why,
    `Take inlinePolicies out of ${ends.to}, or put all of its policies there.`,
  );
}
