import { defineControl } from "../../engine/control.ts";
import { eachStatement, type Statement, titleOf } from "../../engine/policyDocument.ts";
import { expect, pass } from "../../engine/verdict.ts";
import { matchesAction } from "../../engine/wildcard.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES } from "./documents.ts";
import { type Denials, denialsOf, remainder } from "./grants.ts";

export const iamNoServiceWildcard = defineControl({
  id: "iam-no-service-wildcard",
  title: "No policy allows all actions of a service",
  severity: "medium",
  frameworks: {
    fsbp: ["IAM.21"],
    cis3: [],
    cis7: [],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "It includes deleting, opening to others, and each action that AWS adds later.",
  remedy: "List the actions, or the beginnings of their names",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  scope: "stack",
  check: (context) =>
    judgeDocuments(context, (document) => {
      const denials = denialsOf(document);
      return eachStatement(document, (statement) => {
        if (statement.effect !== "Allow") return pass;
        const found = wholeServices(statement, denials);
        return expect(
          found.length === 0,
          `${titleOf(statement)} allows all actions of ${found.join(", ")}`,
          statement.path,
        );
      });
    }),
});

const EVERY = "every service";

/** What the verbs of most actions begin with, from Add to Update. */
const FIRST_LETTERS = Array.from("acdglpstu");

/** Names of the services, or that it is all of them. */
function wholeServices(statement: Statement, denials: Denials): string[] {
  const { actions, notActions } = statement;
  // All but a list is all actions of each service that the list does not name.
  const patterns = notActions.length > 0 && !notActions.some(isEverything) ? ["*"] : actions;
  const isLeft = (pattern: string) => remainder(statement, pattern, denials) !== undefined;
  const whole = patterns.filter((pattern) => isWhole(pattern) && isLeft(pattern));
  const spelled = byLetters(patterns).filter((service) =>
    patterns.filter((pattern) => serviceIn(pattern) === service).some(isLeft),
  );
  return [...new Set([...whole.map(serviceIn), ...spelled])];
}

/** Services of which patterns take each first letter by itself: `s3:A*`, `s3:B*` … */
function byLetters(patterns: readonly string[]): string[] {
  const services = new Set(patterns.map(serviceIn));
  // No name of an action has a tilde: a pattern covers it that fixes nothing behind the letter.
  return [...services].filter((service) =>
    FIRST_LETTERS.every((letter) =>
      patterns.some((pattern) => matchesAction(pattern, `${service}:${letter}~`)),
    ),
  );
}

/** Whether nothing of an action's name is fixed: `s3:*`, `s3:?*`, `*`. */
function isWhole(pattern: string): boolean {
  const name = pattern.slice(pattern.indexOf(":") + 1);
  return name.includes("*") && !/[^*?]/.test(name);
}

function isEverything(pattern: string): boolean {
  return isWhole(pattern) && serviceIn(pattern) === EVERY;
}

function serviceIn(pattern: string): string {
  const [service = ""] = pattern.split(":");
  return /^[*?]*$/.test(service) ? EVERY : service;
}
