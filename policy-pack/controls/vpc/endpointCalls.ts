import type { StackView } from "../../engine/associations.ts";
import {
  demanded,
  type Statement,
  statementOf,
  statementsOf,
} from "../../engine/policyDocument.ts";
import type { Reading } from "../../engine/reading.ts";
import { some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { contains, hasWildcard, overlap } from "../../engine/wildcard.ts";
import { answered } from "../shared/answered.ts";
import { type Grant, grantsOf, ROLE, ROLE_POLICY_TYPES, straysOf } from "../ecs/rolePolicies.ts";

/** How the actions of a service begin, where that is not the service's name. */
const PREFIXES: Readonly<Record<string, string>> = { "ecr.api": "ecr", "ecr.dkr": "ecr" };

/**
 * AWS's own policies that speak of few services, and the ones of those that have an endpoint here:
 * checked against their documents in November 2025. Another one may speak of any.
 */
const AWS_POLICIES: Readonly<Record<string, readonly string[]>> = {
  AmazonEC2ContainerRegistryPullOnly: ["ecr"],
  AmazonEC2ContainerRegistryReadOnly: ["ecr"],
  AmazonSSMManagedInstanceCore: ["ssm"],
  CloudWatchAgentServerPolicy: ["logs", "ssm"],
  "service-role/AWSLambdaBasicExecutionRole": ["logs"],
  "service-role/AWSLambdaVPCAccessExecutionRole": ["logs"],
  "service-role/AmazonECSTaskExecutionRolePolicy": ["ecr", "logs"],
};

/** Documents that can admit a role to a service without a right of its own. */
const ADMITTING: Readonly<Record<string, readonly (readonly [type: string, path: string])[]>> = {
  dynamodb: [["aws:dynamodb/resourcePolicy:ResourcePolicy", "policy"]],
  ecr: [
    ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
    ["aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "repositoryPolicy"],
  ],
  kms: [
    ["aws:kms/key:Key", "policy"],
    ["aws:kms/externalKey:ExternalKey", "policy"],
    ["aws:kms/replicaKey:ReplicaKey", "policy"],
    ["aws:kms/replicaExternalKey:ReplicaExternalKey", "policy"],
    ["aws:kms/keyPolicy:KeyPolicy", "policy"],
  ],
  s3: [
    ["aws:s3/bucket:Bucket", "policy"],
    ["aws:s3/bucketPolicy:BucketPolicy", "policy"],
  ],
  secretsmanager: [
    ["aws:secretsmanager/secret:Secret", "policy"],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
  ],
  sts: [[ROLE, "assumeRolePolicy"]],
};

/** What lets a principal use a key, without a document. */
const KEY_GRANT = "aws:kms/grant:Grant";

/** Types that say what a role may call. */
export const RIGHT_TYPES = [
  ...ROLE_POLICY_TYPES,
  KEY_GRANT,
  ...Object.values(ADMITTING).flatMap((documents) => documents.map(([type]) => type)),
];

/** Whether the roles that a property names may call a service; one that is not seen may. */
export type RolesCall = (view: View, property: string, service: string) => boolean;

/** Asks for statements that may admit roles to a service. */
type Admission = () => readonly Statement[];

/** Asks that of the roles of a stack: what admits them is looked through once for each service. */
export function rolesCallIn(stack: StackView): RolesCall {
  const admitting = new Map<string, readonly Admission[]>();
  const admissions = (prefix: string) => {
    const known = admitting.get(prefix) ?? admissionsTo(stack, prefix);
    admitting.set(prefix, known);
    return known;
  };
  return (view, property, service) => {
    const named = view.at(property);
    if (named.kind === "absent") return false;
    const roles = stack.references(view, property, ROLE);
    if (roles.length === 0) return isForeign(named);
    const prefix = PREFIXES[service] ?? service;
    return some(roles, (role) => roleCalls(stack, role, prefix, admissions));
  };
}

/** @throws Undecidable when what is named is unknown, and not just of another stack. */
export function isForeign(named: Reading): boolean {
  return named.value !== undefined;
}

function roleCalls(
  stack: StackView,
  role: View,
  prefix: string,
  admissions: (prefix: string) => readonly Admission[],
): boolean {
  const ways = [
    ...grantsOf(stack, role).map((ask) => () => some(ask(), (grant) => gives(grant, prefix))),
    // What may be attached to this role, and may give anything.
    () => some(straysOf(stack, role), isForeign),
    () => some(admissions(prefix), (ask) => some(ask(), (statement) => isNamed(statement, role))),
    () => prefix === "kms" && isGranted(stack, role),
  ];
  return some(ways, (ask) => ask());
}

/** Whether a role may use a key by a grant; one of an unknown principal may be its. */
function isGranted(stack: StackView, role: View): boolean {
  const of = [role, KEY_GRANT, "granteePrincipal"] as const;
  return stack.related(...of).length > 0 || some(stack.unplaced(...of), isForeign);
}

function gives({ document, foreign }: Grant, prefix: string): boolean {
  if (document !== undefined) {
    return some(statementsOf(document), (one) => speaksOf(statementOf(one), prefix));
  }
  const [, name = ""] = (foreign.text ?? "").split(":iam::aws:policy/");
  return AWS_POLICIES[name]?.includes(prefix) ?? true;
}

/** What the policies of resources say of a service to some role; unknown ones say it when asked. */
function admissionsTo(stack: StackView, prefix: string): Admission[] {
  const documents = (ADMITTING[prefix] ?? []).flatMap(([type, path]) =>
    stack.ofType(type).map((view) => view.at(path)),
  );
  return documents.flatMap((document) => {
    const { answers, open } = answered([() => statementsOf(document)]);
    if (open.length > 0) return [() => statementsOf(document).map(statementOf)];
    return answers.flat().flatMap((reading) => {
      const [statement] = answered([() => statementOf(reading)]).answers;
      if (statement === undefined) return [() => [statementOf(reading)]];
      return admits(statement, prefix) ? [() => [statement]] : [];
    });
  });
}

/** Whether a statement admits IAM's principals, or some, to a service. */
function admits(statement: Statement, prefix: string): boolean {
  const { principals, notPrincipals } = statement;
  const isAboutRoles = notPrincipals.length > 0 || principals.some(({ kind }) => kind === "AWS");
  return isAboutRoles && speaksOf(statement, prefix);
}

/** Whether a statement names the role, or everyone. */
function isNamed({ principals, notPrincipals, conditions }: Statement, role: View): boolean {
  // One without a name of its own may have any.
  const name = role.at("name").text ?? "*";
  const forms = [`*:role/*${name}`, `*:assumed-role/${name}/*`];
  // Most name another one, plainly.
  const isOther = (pattern: string) => !hasWildcard(name + pattern) && !pattern.includes(name);
  const mayBe = (pattern: string) =>
    !isOther(pattern) && forms.some((form) => overlap(pattern, form));
  const callers = demanded(conditions, "aws:PrincipalArn");
  if (callers.length > 0 && !callers.some(mayBe)) return false;
  if (notPrincipals.length > 0) return true;
  return principals.some(({ kind, value }) => kind === "AWS" && mayBe(value));
}

/** Whether an Allow speaks of any action of a service that the caller itself asks for. */
function speaksOf(statement: Statement, prefix: string): boolean {
  const { effect, actions, notActions, conditions } = statement;
  if (effect !== "Allow") return false;
  const all = `${prefix}:*`;
  const speaks =
    notActions.length > 0
      ? !notActions.some((pattern) => contains(pattern.toLowerCase(), all))
      : actions.some((pattern) => overlap(pattern.toLowerCase(), all));
  // A key that is used through a service is asked for by that service.
  return speaks && (prefix !== "kms" || demanded(conditions, "kms:ViaService").length === 0);
}
