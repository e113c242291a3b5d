import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { only } from "./graph.ts";
import { type Answer, answer, type Identity, memberOf, roleIn } from "./iam.ts";
import { STACKS, stackGraph } from "./stacks.ts";

// Who works with the shipped stacks from outside, and what IAM answers them.

const ROLE = "aws:iam/role:Role";
const GROUP = "aws:iam/group:Group";

/** Accounts of the shipped stacks. */
export const ACCOUNTS = { dev: "111122223333", staging: "444455556666", prod: "777788889999" };
/** Groups of people. */
export const GROUPS = ["admin", "developer", "devops", "read-only", "security-auditor"];
/** Roles of the pipeline. */
export const PIPELINE = ["deploy", "preview", "release"];

/** A shipped stack. */
export type Stack = keyof typeof ACCOUNTS;

const graphs = new Map<string, Graph>();

/** The graph of a stack; see {@link recordStacks}. */
export const graphOf = (stack: string): Graph => graphs.get(stack) ?? assert.fail(stack);

/** Records the shipped stacks before the tests of a block. */
export function recordStacks(): void {
  for (const stack of STACKS) {
    // Each has mocha's time for itself.
    before(async () => {
      if (!graphs.has(stack)) graphs.set(stack, await stackGraph(stack));
    });
  }
}

/** Whoever it is about, by the name that the program gives it. */
export function who(stack: Stack, name: string): Identity {
  const graph = graphOf(stack);
  return GROUPS.includes(name)
    ? memberOf(graph, only(graph, GROUP, name))
    : roleIn(graph, only(graph, ROLE, name));
}

/** ARNs of a stack: `rds db:{scope}-db-main`. */
export function arn(stack: Stack, text: string): string {
  if (text === "*") return text;
  const [service = "", resource = ""] = text.split(" ");
  const region = ["iam", "s3", "route53"].includes(service) ? "" : "us-east-1";
  const account = ["s3", "route53"].includes(service) ? "" : ACCOUNTS[stack];
  const filled = resource.replaceAll("{scope}", `rampart-${stack}`).replaceAll("{env}", stack);
  return `arn:aws:${service}:${region}:${account}:${filled}`;
}

/** What somebody wants to do, and who of those that are asked about may. */
export interface Case {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** What it is done to; see {@link arn}. */
  readonly on: string;
  /** What else the request tells. */
  readonly context?: Readonly<Record<string, string>>;
  /** Who is allowed, and who is denied though something allows it or might; the others may not. */
  readonly allowed: readonly string[];
  readonly denied?: readonly string[];
}

/** Asks IAM for each of some people. */
export function judge(stack: Stack, people: readonly string[], cases: readonly Case[]): void {
  for (const { action, on, context, allowed, denied = [] } of cases) {
    for (const name of people) {
      const role = `arn:aws:iam::${ACCOUNTS[stack]}:role/rampart-${stack}-role-${name}`;
      const given = answer(who(stack, name), {
        action,
        resource: arn(stack, on),
        context: {
          "aws:RequestedRegion": "us-east-1",
          "aws:PrincipalArn": GROUPS.includes(name)
            ? `arn:aws:iam::${ACCOUNTS[stack]}:user/somebody`
            : role,
          "aws:username": "somebody",
          ...(GROUPS.includes(name) ? { "aws:MultiFactorAuthPresent": "true" } : {}),
          ...context,
        },
      });
      const wanted: Answer = denied.includes(name)
        ? "denied"
        : allowed.includes(name)
          ? "allowed"
          : "not allowed";
      assert.equal(given, wanted, `${name} in ${stack}: ${action} on ${on}`);
    }
  }
}

/** Tags of what is there. */
export const own = (stack: string) => ({
  "aws:ResourceTag/Project": "rampart",
  "aws:ResourceTag/Environment": stack,
});
/** Tags that are asked for. */
export const made = (stack: string) => ({
  "aws:RequestTag/Project": "rampart",
  "aws:RequestTag/Environment": stack,
});
