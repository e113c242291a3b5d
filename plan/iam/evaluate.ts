import {
  type Condition,
  coversAction,
  type Principal,
  type Statement,
  statementOf,
  statementsOf,
} from "../../policy-pack/engine/policyDocument.ts";
import { Reading, Undecidable } from "../../policy-pack/engine/reading.ts";
import { covers } from "../../policy-pack/engine/wildcard.ts";
import type { Value } from "../graph/value.ts";
import { type Context, filled, holds, type Truth } from "./condition.ts";

/** A policy as far as it is known. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** Why a part could not be read; undefined when all of it was. */
  readonly unread?: string;
}

/** What somebody wants to do. */
export interface Question {
  /** Who asks; undefined in the policies of an identity, which are about itself alone. */
  readonly caller?: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Why a statement does not allow what is asked, from the farthest to the nearest. */
export type Flaw =
  | { readonly what: "caller" }
  | { readonly what: "action"; readonly statement: Statement }
  | { readonly what: "resource"; readonly statement: Statement }
  | {
      readonly what: "condition";
      readonly statement: Statement;
      readonly condition: Condition;
      /** How many of the statement's conditions do not hold. */
      readonly failing: number;
    };

/** What a policy answers. */
export type Decision =
  | { readonly answer: "allowed" | "denied"; readonly by: Statement }
  /** With what the statement that comes nearest lacks. */
  | { readonly answer: "not allowed"; readonly flaw: Flaw }
  /** With the condition that nobody can judge, or why the policy can't be read. */
  | { readonly answer: "unsure"; readonly flaw: Flaw | string };

/** Reads a policy document, written as text or as an object. */
export function readDocument(value: Value | undefined, name: string): PolicyDocument {
  const document = new Reading({ urn: "" }, name, value);
  const statements: Statement[] = [];
  let unread: string | undefined;
  const attempt = (read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Undecidable)) throw error;
      unread ??= error.reason;
    }
  };
  attempt(() => {
    for (const one of statementsOf(document)) attempt(() => statements.push(statementOf(one)));
  });
  return unread === undefined ? { statements } : { statements, unread };
}

/**
 * What policies answer together: a denial wins, and without an Allow nobody may. Source: IAM user
 * guide, "Policy evaluation logic".
 */
export function decide(documents: readonly PolicyDocument[], question: Question): Decision {
  const all = documents.flatMap(({ statements }) => statements);
  const of = (effect: Statement["effect"]) =>
    all.filter((one) => one.effect === effect).map((one) => ({ by: one, ...fit(one, question) }));
  const [denials, grants] = [of("Deny"), of("Allow")];

  const denial = denials.find(({ truth }) => truth === "yes");
  if (denial) return { answer: "denied", by: denial.by };
  const unread = documents.find((document) => document.unread !== undefined)?.unread;
  if (unread !== undefined) return { answer: "unsure", flaw: unread };
  const doubt = denials.find(({ truth }) => truth === "unsure");
  if (doubt?.flaw) return { answer: "unsure", flaw: doubt.flaw };

  const grant = grants.find(({ truth }) => truth === "yes");
  if (grant) return { answer: "allowed", by: grant.by };
  const hope = grants.find(({ truth }) => truth === "unsure");
  if (hope?.flaw) return { answer: "unsure", flaw: hope.flaw };
  const flaws = grants.flatMap(({ flaw }) => flaw ?? []);
  return { answer: "not allowed", flaw: nearest(flaws) };
}

/** An identity's policies, and its ceiling if it has one. */
export interface Identity {
  readonly documents: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  /** Why there is further leave that is not known; what is allowed without it is allowed. */
  readonly furtherLeave?: string | undefined;
}

/** What an identity's own policies answer, or its ceiling where that says less. */
export function decideIdentity(
  { documents, boundary, furtherLeave }: Identity,
  question: Question,
): Decision & { readonly ceiling?: true } {
  const known = decide(documents, question);
  const granted: Decision =
    known.answer === "not allowed" && furtherLeave !== undefined
      ? { answer: "unsure", flaw: furtherLeave }
      : known;
  if (boundary === undefined || granted.answer === "denied") return granted;
  const inside = decide([boundary], question);
  if (inside.answer === "denied" || granted.answer === "allowed") {
    return inside.answer === "allowed" ? granted : { ...inside, ceiling: true };
  }
  return granted;
}

const NEARNESS = ["caller", "action", "resource", "condition"] as const;

function nearest(flaws: readonly Flaw[]): Flaw {
  const distance = (flaw: Flaw) => (flaw.what === "condition" ? flaw.failing : 0);
  const [found] = flaws.toSorted(
    (one, other) =>
      NEARNESS.indexOf(other.what) - NEARNESS.indexOf(one.what) || distance(one) - distance(other),
  );
  return found ?? { what: "caller" };
}

/** Whether a statement speaks of what is asked, and what keeps it from it if not. */
function fit(statement: Statement, question: Question): { truth: Truth; flaw?: Flaw } {
  const { action, resource, caller, context } = question;
  if (caller && !namesCaller(statement, caller)) return { truth: "no", flaw: { what: "caller" } };
  if (!coversAction(statement, action)) return { truth: "no", flaw: { what: "action", statement } };
  if (!coversResource(statement, resource, context)) {
    return { truth: "no", flaw: { what: "resource", statement } };
  }
  const judged = statement.conditions.map((condition) => ({
    condition,
    truth: holds(condition, context),
  }));
  const no = judged.filter((one) => one.truth === "no");
  const worst = no[0] ?? judged.find((one) => one.truth === "unsure");
  if (worst === undefined) return { truth: "yes" };
  const { condition, truth } = worst;
  return { truth, flaw: { what: "condition", statement, condition, failing: no.length } };
}

function namesCaller(statement: Statement, caller: Principal): boolean {
  const { principals, notPrincipals, effect } = statement;
  const matches = ({ kind, value }: Principal) =>
    (kind === "AWS" && value === "*") ||
    (kind === caller.kind && rootOf(value) === rootOf(caller.value)) ||
    // The account's root speaks for all of its roles where it is denied; an Allow only delegates.
    (effect === "Deny" && kind === "AWS" && caller.kind === "AWS" && isRootOf(value, caller.value));
  if (notPrincipals.length > 0) return !notPrincipals.some(matches);
  return principals.some(matches);
}

/** An account's number stands for its root. */
function rootOf(value: string): string {
  return /^\d{12}$/.test(value)
    ? `:iam::${value}:root`
    : value.replace(/^arn:[a-z-]+(?=:iam::\d{12}:root$)/, "");
}

function isRootOf(value: string, arn: string): boolean {
  return rootOf(value) === `:iam::${arn.split(":")[4] ?? ""}:root`;
}

/** Trusts name no resource: they are about the role itself. */
function coversResource(
  { resources, notResources }: Statement,
  resource: string,
  context: Context,
): boolean {
  const matches = (pattern: string) => covers(filled(pattern, context), resource);
  if (notResources.length > 0) return !notResources.some(matches);
  return resources.length === 0 || resources.some(matches);
}
