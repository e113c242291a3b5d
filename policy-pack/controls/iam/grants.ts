import type { Reading } from "../../engine/reading.ts";
import {
  type Condition,
  coversAction,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import { contains, overlap } from "../../engine/wildcard.ts";

/** What is left of an Allow once the denials of its document are taken off. */
export interface Grant {
  readonly resources: readonly string[];
  /** The Allow's own, and what denials demand of everybody. */
  readonly conditions: readonly Condition[];
}

export type Denials = () => readonly Statement[];

/**
 * The denials of a document, read when they are asked for: what makes no difference may be unknown.
 *
 * @throws Undecidable when a statement that may be a denial is unknown.
 */
export function denialsOf(document: Reading): Denials {
  let found: readonly Statement[] | undefined;
  return () =>
    (found ??= statementsOf(document)
      .filter((statement) => statement.at("Effect").text !== "Allow")
      .map(statementOf)
      .filter(({ effect }) => effect === "Deny"));
}

/** What an Allow gives of an action; undefined if it does not speak of it, or nothing is left. */
export function grantOf(statement: Statement, action: string, denials: Denials): Grant | undefined {
  return coversAction(statement, action) ? remainder(statement, action, denials) : undefined;
}

/** The same for an action pattern that the caller took from the statement itself. */
export function remainder(
  statement: Statement,
  pattern: string,
  denials: Denials,
): Grant | undefined {
  const stated = resourcesOf(statement);
  if (statement.effect !== "Allow" || stated.length === 0) return undefined;
  let resources = stated;
  const conditions = [...statement.conditions];
  for (const denial of denials()) {
    if (!deniesAction(denial, pattern)) continue;
    if (denial.conditions.length === 0) resources = without(resources, denial);
    else if (stated.every((resource) => concerns(denial, resource))) {
      conditions.push(...demandsOf(denial));
    }
  }
  return resources.length === 0 ? undefined : { resources, conditions };
}

/** What a statement is about; all but a list may be anything. */
export function resourcesOf({ resources, notResources }: Statement): readonly string[] {
  return notResources.length > 0 ? ["*"] : resources;
}

/** Whether a denial takes away all that an action pattern covers. */
export function deniesAction({ actions, notActions }: Statement, pattern: string): boolean {
  const lower = pattern.toLowerCase();
  if (notActions.length > 0) return !notActions.some((one) => overlap(one.toLowerCase(), lower));
  return actions.some((one) => contains(one.toLowerCase(), lower));
}

function without(resources: readonly string[], denial: Statement): readonly string[] {
  if (denial.notResources.length === 0) {
    return resources.filter((one) => !denial.resources.some((denied) => contains(denied, one)));
  }
  // All but these is denied: what is left of a resource is what it has in common with them.
  return resources.flatMap((one) =>
    denial.notResources.some((spared) => contains(spared, one))
      ? [one]
      : denial.notResources.filter((spared) => overlap(spared, one)),
  );
}

/** Whether a denial speaks of all that a resource pattern covers. */
function concerns(denial: Statement, resource: string): boolean {
  if (denial.notResources.length > 0) {
    return !denial.notResources.some((spared) => overlap(spared, resource));
  }
  return denial.resources.some((denied) => contains(denied, resource));
}

/** Tests whose denial demands the opposite: also of requests without the key. */
const OPPOSITE: Readonly<Record<string, string>> = {
  arnnotequals: "arnequals",
  arnnotlike: "arnlike",
  stringnotequals: "stringequals",
  stringnotequalsignorecase: "stringequalsignorecase",
  stringnotlike: "stringlike",
};

/** A denial with one test that is no match demands that match of whoever is still allowed. */
export function demandsOf({ conditions }: Statement): Condition[] {
  const [only, ...more] = conditions;
  if (only === undefined || more.length > 0) return [];
  const [, all = "", bare = ""] = /^(forallvalues:)?(.*?)(?:ifexists)?$/.exec(only.operator) ?? [];
  const opposite = OPPOSITE[bare];
  if (opposite === undefined) return [];
  return [{ ...only, operator: all === "" ? opposite : `foranyvalue:${opposite}` }];
}
