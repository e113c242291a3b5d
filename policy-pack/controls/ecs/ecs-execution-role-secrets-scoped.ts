import { defineControl } from "../../engine/control.ts";
import {
  coversAction,
  demanded,
  eachStatement,
  type Statement,
  statementOf,
  statementsOf,
  titleOf,
} from "../../engine/policyDocument.ts";
import type { Reading } from "../../engine/reading.ts";
import {
  each,
  expect,
  fail,
  notApplicable,
  some,
  undecided,
  type Verdict,
  type Verdicts,
} from "../../engine/verdict.ts";
import { hasWildcard, overlap } from "../../engine/wildcard.ts";
import { isPath } from "../shared/credentials.ts";
import { TASK_DEFINITION } from "./containers.ts";
import { type Grant, grantsOf, ROLE, ROLE_POLICY_TYPES, straysOf } from "./rolePolicies.ts";
import { mayRead, readerOf, readsJust, secretReferencesOf } from "./secretReferences.ts";

/** What reads secrets and parameters, and how the resource part of their ARNs begins. */
const READERS = [
  {
    actions: ["secretsmanager:GetSecretValue"],
    service: "secretsmanager",
    resource: "secret:*",
  },
  {
    actions: [
      "ssm:GetParameters",
      "ssm:GetParameter",
      "ssm:GetParametersByPath",
      "ssm:GetParameterHistory",
    ],
    service: "ssm",
    resource: "parameter/*",
  },
];
const KEYS = { service: "kms", resource: "key/*" };

/** AWS's own policies that read no secret, parameter or key: checked against their documents in November 2025. */
const HARMLESS = [
  "service-role/AmazonECSTaskExecutionRolePolicy",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2ContainerRegistryPullOnly",
];

export const ecsExecutionRoleSecretsScoped = defineControl({
  id: "ecs-execution-role-secrets-scoped",
  title: "An execution role reads the secrets of its task and no others",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6", "AC-6(10)"] },
  cause: "Whoever may change the task can put any other secret into it, or the task can't start.",
  remedy:
    "Allow the role to read the ARNs that the task definition names, and no pattern over them",
  types: [TASK_DEFINITION],
  related: ROLE_POLICY_TYPES,
  scope: "stack",
  check({ resource, stack }) {
    const arn = resource.at("executionRoleArn");
    if (arn.kind === "absent") {
      return secretReferencesOf(resource).length === 0
        ? notApplicable
        : fail("The task names secrets but no role that reads them", arn);
    }
    const roles = stack.references(resource, "executionRoleArn", ROLE);
    // What a role of another stack may do can't be seen here.
    if (roles.length === 0) return undecided(arn);
    const grants = roles.flatMap((role) => grantsOf(stack, role));
    const references = () => secretReferencesOf(resource);
    return [
      ...each(grants, (ask) => each(ask(), (grant) => judge(grant, references))),
      // What may be attached to the role, and may read anything.
      ...each(roles, (role) => each(straysOf(stack, role), undecided)),
      ...each([references], (ask) => each(ask(), (reference) => isReadable(reference, grants))),
    ];
  },
});

function judge({ document, foreign }: Grant, references: () => Reading[]): Verdicts {
  if (document === undefined) {
    const made = awsPolicyIn(foreign);
    const message = `The execution role has ${made}, which is made for other work`;
    return expect(HARMLESS.includes(made), message, foreign);
  }
  return eachStatement(document, (statement) => judgeStatement(statement, references));
}

function judgeStatement(statement: Statement, references: () => Reading[]): Verdict[] {
  if (statement.effect !== "Allow") return [];
  const title = titleOf(statement);
  const patterns = patternsOf(statement);
  const reading = READERS.filter(({ actions }) => allowsOne(statement, actions)).flatMap((place) =>
    patterns.filter((pattern) => reaches(pattern, place)),
  );
  const tooWide = each(new Set(reading), (pattern) =>
    expect(
      some(references(), (reference) => readsJust(pattern, reference.text ?? "")),
      `${title} reads ${pattern}, which the task does not name`,
      statement.path,
    ),
  );
  const anyKey = patterns.some((pattern) => hasWildcard(pattern) && reaches(pattern, KEYS));
  const decrypts = allowsOne(statement, ["kms:Decrypt"]) && anyKey && !fixesKey(statement);
  return [...tooWide, expect(!decrypts, `${title} decrypts with any key`, statement.path)];
}

/** Keys have no known id before they are there, but an alias. */
function fixesKey({ conditions }: Statement): boolean {
  const aliases = demanded(conditions, "kms:ResourceAliases");
  return aliases.length > 0 && !aliases.some(hasWildcard);
}

function isReadable(reference: Reading, grants: readonly (() => Grant[])[]): Verdict {
  const name = reference.text ?? "";
  const allows = (statement: Statement) =>
    statement.effect === "Allow" &&
    coversAction(statement, readerOf(name)) &&
    patternsOf(statement).some((pattern) => mayRead(pattern, name));
  const readable = some(grants, (ask) =>
    some(ask(), ({ document, foreign }) =>
      document === undefined
        ? !HARMLESS.includes(awsPolicyIn(foreign))
        : some(statementsOf(document), (one) => allows(statementOf(one))),
    ),
  );
  // Whoever puts the secret itself there must not find it in a report.
  const shown = /^arn:/.test(name) || isPath(name) ? name : "what a container names as its secret";
  return expect(readable, `The execution role may not read ${shown}`, reference);
}

/**
 * The name of AWS's own policy.
 *
 * @throws Undecidable when it is another stack's, whose document can't be seen here.
 */
function awsPolicyIn(arn: Reading): string {
  const [, name] = (arn.text ?? "").split(":iam::aws:policy/");
  if (name === undefined) throw arn.undecidable();
  return name;
}

/** Whether a pattern covers something of a service; no wildcard runs over a colon between fields. */
function reaches(pattern: string, place: { readonly service: string; readonly resource: string }) {
  const [, , service, , , ...resource] = pattern.split(":");
  if (service === undefined || resource.length === 0) return hasWildcard(pattern);
  return overlap(service, place.service) && overlap(resource.join(":"), place.resource);
}

function patternsOf({ resources, notResources }: Statement): readonly string[] {
  return notResources.length > 0 ? ["*"] : resources;
}

function allowsOne(statement: Statement, actions: readonly string[]): boolean {
  return actions.some((action) => coversAction(statement, action));
}
