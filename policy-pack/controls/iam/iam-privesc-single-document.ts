import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { type Statement, statementOf, statementsOf } from "../../engine/policyDocument.ts";
import { each, fail, some, type Verdict } from "../../engine/verdict.ts";
import { overlap } from "../../engine/wildcard.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES } from "./documents.ts";
import { type Escalation, ESCALATIONS, ON_ONESELF } from "./escalations.ts";
import { type Denials, denialsOf, type Grant, grantOf } from "./grants.ts";
import { narrows } from "./narrowing.ts";
import { passedTo } from "./passRole.ts";
import { namesResources, reaches } from "./resourcePatterns.ts";

/** More do not fit into a message that is read. */
const SHOWN = 3;

export const iamPrivescSingleDocument = defineControl({
  id: "iam-privesc-single-document",
  title: "No policy lets its bearer give himself more rights",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-6", "AC-6(10)"] },
  cause: "Whoever takes over the identity makes himself an administrator in a few calls.",
  remedy: "Name the resources of these actions, ask for a boundary by condition, or deny one",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  scope: "stack",
  check: (context) => judgeDocuments(context, judge),
});

function judge(document: Reading): Verdict[] {
  const granted = grantsIn(document);
  const found = new Set<string>();
  const [unsure] = each(ESCALATIONS, (way) => {
    if (isOpen(way, granted)) found.add(titleOfWay(way));
    return [];
  });
  // What nobody can read opens all other ways at most: to say so once is enough.
  const open = unsure === undefined ? [] : [unsure];
  if (found.size === 0) return open;
  const ways = [...found].slice(0, SHOWN).join("; ");
  const more = found.size > SHOWN ? `, and ${found.size - SHOWN} more ways` : "";
  const message = `${document.path} lets its bearer gain rights by ${ways}${more}`;
  return [fail(message, document), ...open];
}

/** Whether the document allows an action in a way that a test wants. */
type Granted = (action: string, wanted: (grant: Grant) => boolean) => boolean;

function grantsIn(document: Reading): Granted {
  const denials: Denials = denialsOf(document);
  const statements = statementsOf(document).map(readOnce);
  return (action, wanted) =>
    some(statements, (statement) => {
      const grant = grantOf(statement(), action, denials);
      return grant !== undefined && wanted(grant);
    });
}

/** Each of the ways asks about each statement; one that can't be read says so every time. */
function readOnce(reading: Reading): () => Statement {
  let statement: Statement | undefined;
  return () => (statement ??= statementOf(reading));
}

function isOpen({ broad, also, passedTo: service }: Escalation, granted: Granted): boolean {
  return (
    broad.every((action) =>
      granted(
        action,
        (grant) => isBroad(grant, action) && (service === undefined || admits(grant, service)),
      ),
    ) &&
    also.every((action) =>
      granted(action, ({ resources }) => resources.some((resource) => reaches(resource, action))),
    )
  );
}

/** Whether a grant leaves the resource open, or is about the caller himself. */
function isBroad({ resources, conditions }: Grant, action: string): boolean {
  const open = resources.some(
    (resource) =>
      reaches(resource, action) &&
      (!namesResources(resource) || (ON_ONESELF.includes(action) && isOneself(resource))),
  );
  // To which service a role may be passed does not say which role.
  const others = conditions.filter(({ key }) => key !== "iam:passedtoservice");
  return open && !narrows(others);
}

function isOneself(resource: string): boolean {
  // Keys have no case, and a variable may state what stands for it where there is none.
  return /\$\{aws:username\b/i.test(resource);
}

function admits({ conditions }: Grant, service: string): boolean {
  const services = passedTo(conditions);
  return services.length === 0 || services.some((pattern) => overlap(pattern, service));
}

function titleOfWay({ broad, also }: Escalation): string {
  return [...broad, ...also].join(" with ");
}
