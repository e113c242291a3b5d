import { matchesAction, covers } from "../../policy-pack/engine/wildcard.ts";
import type { Resource } from "../graph/resource.ts";
import { textOf, type Value } from "../graph/value.ts";
import { type Ends, type Hop, passes, stops, unknown } from "./path.ts";
import { TYPE } from "./types.ts";
import type { Found, World } from "./world.ts";

/** Who would call a function by itself. */
export interface Invoker {
  /** What a person calls it. */
  readonly label: string;
  /** `sns.amazonaws.com`. */
  readonly service: string;
  /** What it comes for; AWS tells this of every call. */
  readonly sourceArn: string;
}

/** A function as an ARN means it. */
export interface FunctionFound extends Found {
  /** The version or the alias that is called; undefined for the function itself. */
  readonly qualifier?: string | undefined;
}

/** Whether a service may call a function: one of the function's permissions must say so. */
export function invokeHop(world: World, invoker: Invoker, found: FunctionFound): Hop {
  const { label, service, sourceArn } = invoker;
  const { resource: target } = found;
  if (target === undefined) {
    return unknown(
      { from: label, to: `function ${found.outside ?? "?"}` },
      `the function is not of this stack, so it can't be shown that ${service} may call it`,
      `Let ${label} call a function of this stack.`,
    );
  }
  const ends = { from: label, to: world.label(target) };
  const resting = restingHop(ends, target);
  if (resting) return resting;
  const permissions = world
    .about(TYPE.permission, "function", target)
    .filter(({ inputs }) => inputs["principal"] === service);
  const [first] = permissions;
  if (first === undefined) {
    return stops(
      ends,
      `no permission of ${ends.to} names ${service}`,
      `Add a permission of ${ends.to} for ${service} with the source ${sourceArn}.`,
    );
  }
  const admitting = permissions.filter(({ inputs }) => {
    const { action, sourceArn: wanted, sourceAccount } = inputs;
    return (
      typeof action === "string" &&
      matchesAction(action, "lambda:InvokeFunction") &&
      (wanted === undefined || (typeof wanted === "string" && covers(wanted, sourceArn))) &&
      (sourceAccount === undefined || sourceAccount === world.account)
    );
  });
  const [near] = admitting;
  const fitting = admitting.find(({ inputs }) => isQualifier(inputs["qualifier"], found.qualifier));
  if (near && !fitting) return elsewhere(ends, near, found.qualifier);
  return fitting
    ? passes(ends, `permission ${fitting.name} of ${ends.to} lets ${service} call it`)
    : stops(
        ends,
        `the permissions of ${ends.to} let ${service} call it, but not for ${sourceArn}`,
        `Let a permission of ${ends.to} for ${service} name lambda:InvokeFunction and the source ${sourceArn}.`,
      );
}

/** What keeps a function from running at all, whoever may call it. */
export function restingHop(ends: Ends, { inputs }: Resource): Hop | undefined {
  if (inputs["reservedConcurrentExecutions"] !== 0) return undefined;
  return stops(
    ends,
    `${ends.to} has no concurrency, so it never runs`,
    `Give ${ends.to} a reserved concurrency above 0, or none.`,
  );
}

/** Whether something that is said of a version or an alias, or of none, holds for what is called. */
export function isQualifier(said: Value | undefined, called: string | undefined): boolean {
  return (said ?? LATEST) === (called ?? LATEST);
}

/** What a function's own name means. */
const LATEST = "$LATEST";

/** A permission of a version lets nobody call the function, nor the other way round (Lambda guide). */
function elsewhere(ends: Ends, permission: Resource, called: string | undefined): Hop {
  const name = `permission ${permission.name}`;
  const { qualifier } = permission.inputs;
  const admitted = qualifier === undefined ? "itself" : `as ${textOf(qualifier)}`;
  return stops(
    ends,
    `${name} is for ${ends.to} ${admitted} alone, and ${ends.from} calls it ${called === undefined ? "by its name" : `as ${called}`}`,
    called === undefined
      ? `Take qualifier out of ${name}.`
      : `Set qualifier of ${name} to ${called}.`,
  );
}

/** The function that an ARN means, with or without a version or an alias. */
export function functionFound(world: World, found: Found): FunctionFound {
  if (found.outside === undefined) return found;
  const parts = found.outside.split(":");
  const plain = parts.slice(0, 7).join(":");
  if (plain === found.outside) return found;
  return { ...world.named(TYPE.function, plain), qualifier: parts[7] };
}
