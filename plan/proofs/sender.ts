import type { Context } from "../iam/condition.ts";
import { decide, decideIdentity, type PolicyDocument } from "../iam/evaluate.ts";
import type { Principal } from "../../policy-pack/engine/policyDocument.ts";
import type { Resource } from "../graph/resource.ts";
import { hopOf } from "./explain.ts";
import { type Ends, type Hop, together } from "./path.ts";
import { identityOf, ownPolicy } from "./role.ts";
import type { World } from "./world.ts";

/** Who delivers: a service of AWS by itself, or somebody with a role. */
export interface Sender {
  /** What a person calls where the delivery starts. */
  readonly label: string;
  readonly caller: Principal;
  /** Told to what it writes to. */
  readonly context: Context;
  /** Told to the key of what it writes to. */
  readonly keyContext: Context;
  /** The role that it works with; a service that comes by itself has none. */
  readonly role?: Resource;
  /** The only region that it reaches; undefined where it may reach others. */
  readonly region?: string | undefined;
}

/** Where a service comes from, beside account and ARN; no guide says when this is sent. */
const FURTHER_SOURCE = ["aws:sourceorg*", "aws:sourceowner"];

/** What a service says of the resource that it comes for, beside what every service says. */
export function contextOf(
  told: Readonly<Record<string, string>> = {},
  unsure: readonly string[] = [],
): Context {
  const values = Object.entries(told).map(([key, value]) => [key.toLowerCase(), [value]] as const);
  const namesSource = values.some(([key]) => key.startsWith("aws:source"));
  return {
    told: {
      "aws:principalisawsservice": ["true"],
      "aws:securetransport": ["true"],
      ...Object.fromEntries(values),
    },
    unsure: [...unsure, ...(namesSource ? FURTHER_SOURCE : [])],
  };
}

/** A service that comes by itself. */
export function serviceSender(
  label: string,
  service: string,
  context: Context,
  keyContext: Context,
  region?: string,
): Sender {
  return { label, caller: { kind: "Service", value: service }, context, keyContext, region };
}

/** What depends on where a role works from, and on what is outside of the stack. */
const ABOUT_ROLES = [
  "aws:calledvia*",
  "aws:principalorg*",
  "aws:principaltag/*",
  "aws:resourceorg*",
  "aws:resourcetag/*",
  "aws:sourceip",
  "aws:sourcevpc*",
  "aws:viaawsservice",
  "aws:vpcsourceip",
  "ecs:*",
  "lambda:sourcefunctionarn",
];

/** Somebody with a role of the stack; keys see through which service it came. */
export function roleSender(world: World, label: string, role: Resource, region: string): Sender {
  const told = {
    "aws:principalaccount": world.account,
    "aws:principalarn": world.arnOf(role) ?? "",
    "aws:principalisawsservice": "false",
    "aws:requestedregion": region,
    "aws:resourceaccount": world.account,
  };
  return {
    label,
    caller: { kind: "AWS", value: world.arnOf(role) ?? "" },
    context: contextOf(told, ABOUT_ROLES),
    keyContext: contextOf({ ...told, "kms:calleraccount": world.account }, ABOUT_ROLES),
    role,
  };
}

/** What must be allowed of something, and by which policies. */
export interface Demand {
  /** Policies of what is written to. */
  readonly documents: readonly PolicyDocument[];
  /** What a person calls them: `the policy of topic dev-…`. */
  readonly policy: string;
  readonly needs: readonly Need[];
}

/** One call, with what the caller says in that call alone. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly told?: Readonly<Record<string, readonly string[]>>;
}

/** Whether a sender may do all that its delivery needs; the first need that fails is told. */
export function permitHop(world: World, sender: Sender, ends: Ends, demand: Demand): Hop {
  const { documents, policy, needs } = demand;
  const all = needs.map(({ action, resource }) => `${action} on ${resource}`).join(" and ");
  const hops = needs.map(({ action, resource, told }) => {
    const context = { ...sender.context, told: { ...sender.context.told, ...told } };
    const question = { action, resource, context };
    const subject = { action, object: resource, needs: all, context };
    const byTarget = decide(documents, { ...question, caller: sender.caller });
    const targetHop = hopOf(ends, byTarget, { ...subject, who: sender.caller.value, policy });
    if (sender.role === undefined) return targetHop;
    // Within an account either of the two is enough, and either may deny.
    if (["denied", "unsure"].includes(byTarget.answer)) return targetHop;
    const own = decideIdentity(identityOf(world, sender.role), question);
    if (byTarget.answer === "allowed" && own.answer !== "denied") return targetHop;
    return hopOf(ends, own, { ...subject, policy: ownPolicy(world, sender.role, own) });
  });
  return together(hops);
}
