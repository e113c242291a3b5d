import { matchesAction, covers } from "../../policy-pack/engine/wildcard.ts";
import { type Hop, passes, stops, unknown } from "./path.ts";
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

/** Whether a service may call a function: one of the function's permissions must say so. */
export function invokeHop(world: World, { label, service, sourceArn }: Invoker, found: Found): Hop {
  const { resource: target } = found;
  if (target === undefined) {
    return unknown(
      { from: label, to: `function ${found.outside ?? "?"}` },
      `the function is not of this stack, so it can't be shown that ${service} may call it`,
      `Let ${label} call a function of this stack.`,
    );
  }
  const ends = { from: label, to: world.label(target) };
  if (target.inputs["reservedConcurrentExecutions"] === 0) {
    return stops(
      ends,
      `${ends.to} has no concurrency, so it never runs`,
      `Give ${ends.to} a reserved concurrency above 0, or none.`,
    );
  }
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
  const fitting = permissions.find(({ inputs }) => {
    const { action, sourceArn: wanted, sourceAccount } = inputs;
    return (
      typeof action === "string" &&
      matchesAction(action, "lambda:InvokeFunction") &&
      (wanted === undefined || (typeof wanted === "string" && covers(wanted, sourceArn))) &&
      (sourceAccount === undefined || sourceAccount === world.account)
    );
  });
  return fitting
    ? passes(ends, `permission ${fitting.name} of ${ends.to} lets ${service} call it`)
    : stops(
        ends,
        `the permissions of ${ends.to} let ${service} call it, but not for ${sourceArn}`,
        `Let a permission of ${ends.to} for ${service} name lambda:InvokeFunction and the source ${sourceArn}.`,
      );
}

/** The function that an ARN means, with or without a version or an alias. */
export function functionFound(world: World, found: Found): Found {
  if (found.outside === undefined) return found;
  const plain = found.outside.split(":").slice(0, 7).join(":");
  return plain === found.outside ? found : world.named(TYPE.function, plain);
}
