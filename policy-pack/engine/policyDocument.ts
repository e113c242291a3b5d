import { accountInArn, isAccountId } from "./arn.ts";
import type { Reading } from "./reading.ts";
import { isProperties } from "./resource.ts";
import { each, type Verdict, type Verdicts } from "./verdict.ts";
import { hasWildcard, matchesAction } from "./wildcard.ts";

/** Who a statement is about: `{ kind: "Service", value: "logs.amazonaws.com" }`. */
export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` of the short form counts as `AWS`. */
  readonly kind: string;
  readonly value: string;
}

/** One test of a condition: all of a statement's must hold. */
export interface Condition {
  /** Lower case, as `stringequals` or `foranyvalue:stringlike`. */
  readonly operator: string;
  /** Lower case, as `aws:sourcearn`. */
  readonly key: string;
  /** One of these must match. */
  readonly values: readonly string[];
}

/** A statement in one form, however it was written. */
export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
  /** Where it stands, for messages: `policy.Statement[0]`. */
  readonly path: string;
}

/**
 * The statements of a policy document, written as text or as an object, one or many. Each is read
 * by itself with `statementOf`, so that an unknown in one hides nothing of another.
 */
export function statementsOf(document: Reading): Reading[] {
  return element(document.json(), "Statement").items();
}

/** What statements say, found once: a dozen controls ask for each. */
const found = new WeakMap<object, Statement>();

/** @throws Undecidable when a part of the statement is unknown. */
export function statementOf(reading: Reading): Statement {
  const { raw } = reading;
  // Who listens wants to hear of each element that is read.
  if (reading.isHeard || !isProperties(raw)) return statementIn(reading);
  const known = found.get(raw);
  if (known?.path === reading.path) return known;
  const statement = statementIn(reading);
  found.set(raw, statement);
  return statement;
}

function statementIn(reading: Reading): Statement {
  const list = (name: string) => element(reading, name).texts();
  return {
    sid: element(reading, "Sid").text ?? "",
    // AWS takes "Deny" and refuses anything else; whatever is no Deny is judged as what it may be.
    effect: element(reading, "Effect").text === "Deny" ? "Deny" : "Allow",
    actions: list("Action"),
    notActions: list("NotAction"),
    resources: list("Resource"),
    notResources: list("NotResource"),
    principals: principalsOf(element(reading, "Principal")),
    notPrincipals: principalsOf(element(reading, "NotPrincipal")),
    conditions: conditionsOf(element(reading, "Condition")),
    path: reading.path,
  };
}

/** Judges each statement of a document by itself: an unknown in one hides nothing of another. */
export function eachStatement(
  document: Reading,
  judge: (statement: Statement) => Verdicts,
): Verdict[] {
  return each(statementsOf(document), (reading) => judge(statementOf(reading)));
}

/** How a message calls a statement: by its Sid, else by its place. */
export function titleOf({ sid, path }: Statement): string {
  return sid === "" ? path : `Statement ${sid}`;
}

/**
 * Whether an Allow admits anyone at all: no caller named, and no condition that fixes the caller.
 *
 * @param ownKeys Condition keys of the service that name an account, beside those of all services.
 */
export function allowsPublic(statement: Statement, ownKeys: readonly string[] = []): boolean {
  if (statement.effect !== "Allow") return false;
  const everyone = statement.notPrincipals.length > 0 || statement.principals.some(isEveryone);
  return everyone && !fixesCaller(statement.conditions, ownKeys);
}

/** `*`, also inside an ARN, where AWS refuses it. */
export function isEveryone({ kind, value }: Principal): boolean {
  return kind === "AWS" ? hasWildcard(value) : value === "*";
}

/** The account of an `AWS` principal; undefined for services, identity providers and everyone. */
export function accountOf({ kind, value }: Principal): string | undefined {
  if (kind !== "AWS") return undefined;
  return isAccountId(value) ? value : accountInArn(value);
}

/** Whether a statement's action patterns cover an action, `Action` or `NotAction`. */
export function coversAction(statement: Statement, action: string): boolean {
  const { actions, notActions } = statement;
  if (notActions.length > 0) return !notActions.some((pattern) => matchesAction(pattern, action));
  return actions.some((pattern) => matchesAction(pattern, action));
}

/** Keys whose exact value says who calls. */
const IDS = [
  "aws:principalorgid",
  "aws:principalaccount",
  "aws:sourceaccount",
  "aws:sourcevpce",
  "aws:sourcevpc",
];
const ARNS = ["aws:principalarn", "aws:sourcearn"];

const EXACT = ["stringequals", "stringequalsignorecase", "arnequals"];
const PATTERN = ["stringlike", "arnlike"];

/**
 * Whether conditions leave only callers that someone chose. A test does so when every value of it
 * has no wildcard in the part that decides: all of an id, the account of an ARN. Tests that also
 * hold where the key is missing (`…IfExists`, `ForAllValues:`) do not.
 */
export function fixesCaller(
  conditions: readonly Condition[],
  ownKeys: readonly string[] = [],
): boolean {
  const ids = [...IDS, ...ownKeys.map((key) => key.toLowerCase())];
  return conditions.some(
    ({ operator, key, values }) =>
      values.length > 0 && values.every((value) => decides(bare(operator), ids, key, value)),
  );
}

/** Values that conditions demand of a key, exactly or as a pattern; empty when they do not. */
export function demanded(conditions: readonly Condition[], key: string): readonly string[] {
  return conditions
    .filter((entry) => entry.key === key.toLowerCase() && isPositive(bare(entry.operator)))
    .flatMap(({ values }) => values);
}

function isPositive(operator: string): boolean {
  return EXACT.includes(operator) || PATTERN.includes(operator);
}

function decides(operator: string, ids: readonly string[], key: string, value: string): boolean {
  if (!isPositive(operator) || isCallers(value)) return false;
  if (ids.includes(key)) return value !== "" && !hasWildcard(value);
  if (!ARNS.includes(key)) return false;
  const fields = value.split(":");
  const [, , , , account = "", ...resource] = fields;
  // As plain text a wildcard also runs over colons, so what follows it decides nothing.
  if (operator.startsWith("string") && hasWildcard(fields.slice(0, 4).join(":"))) return false;
  if (account !== "") return !hasWildcard(account);
  // An ARN without an account, as a bucket's: then its name decides.
  return resource.length > 0 && resource[0] !== "" && !hasWildcard(resource.join(":"));
}

/** Variables that the resource decides; what another stands for, the caller may. */
const RESOURCES = /\$\{aws:Resource(Account|OrgID)\}/gi;

/** Whether a value has a policy variable that the caller decides: it equals itself for everyone. */
function isCallers(value: string): boolean {
  return value.replaceAll(RESOURCES, "").includes("${");
}

function bare(operator: string): string {
  return operator.replace(/^foranyvalue:/, "");
}

function principalsOf(reading: Reading): Principal[] {
  return [
    ...reading.texts().map((value) => ({ kind: "AWS", value })),
    ...reading
      .entries()
      .flatMap(([kind, values]) =>
        values.texts().map((value) => ({ kind: kind === "*" ? "AWS" : kind, value })),
      ),
  ];
}

function conditionsOf(reading: Reading): Condition[] {
  return reading.entries().flatMap(([operator, keys]) =>
    keys.entries().map(([key, values]) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      values: values.texts(),
    })),
  );
}

/** An element by its name, in whatever case it is written. */
function element(reading: Reading, name: string): Reading {
  const exact = reading.at(name);
  if (exact.kind !== "absent") return exact;
  const [, found] =
    reading.entries().find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  return found ?? exact;
}
