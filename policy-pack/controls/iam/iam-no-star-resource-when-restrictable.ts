import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { eachStatement, type Statement, titleOf } from "../../engine/policyDocument.ts";
import { expect, pass } from "../../engine/verdict.ts";
import { contains, matchesAction } from "../../engine/wildcard.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES } from "./documents.ts";
import { type Denials, denialsOf, remainder } from "./grants.ts";
import { narrows } from "./narrowing.ts";
import { namesResources } from "./resourcePatterns.ts";
import { WITHOUT_RESOURCE } from "./withoutResource.ts";

type IsAccepted = (statement: Statement, pattern: string) => boolean;

/** More do not fit into a message that is read. */
const SHOWN = 4;

/** Action patterns without a resource, by service. */
const UNRESTRICTABLE = new Map(
  Object.entries(WITHOUT_RESOURCE).map(([service, names]) => [
    service,
    names
      .trim()
      .split(/\s+/)
      .map((name) => `${service}:${name}`.toLowerCase()),
  ]),
);

export const iamNoStarResourceWhenRestrictable = defineControl({
  id: "iam-no-star-resource-when-restrictable",
  title: "Policies name the resources wherever AWS lets them",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["AC-3", "AC-6"] },
  cause: "What is meant for one resource can be done to all of the account, also to later ones.",
  remedy: "Name the resources, or narrow them by a condition such as aws:ResourceTag",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  parameters: {
    accepted: textsOf(
      [],
      "Logical name of a policy, a space, and an action pattern that may stand on all resources there though AWS lets it name some.",
      "^[^ ]+ [^ ]+$",
    ),
    readers: textsOf(
      [],
      "Logical names of policies that may list, describe and get everything, as an auditor's.",
    ),
  },
  scope: "stack",
  check(context) {
    const { resource, parameters } = context;
    const reader = parameters.readers.includes(resource.name);
    const accepted = parameters.accepted
      .map((entry) => entry.split(" "))
      .flatMap(([policy, action = ""]) => (policy === resource.name ? [action.toLowerCase()] : []));
    return judgeDocuments(context, (document) => {
      const denials = denialsOf(document);
      const isAccepted: IsAccepted = (statement, pattern) =>
        accepted.some((action) => contains(action, pattern)) ||
        (reader && isReading(statement, pattern, denials));
      return eachStatement(document, (statement) => {
        if (statement.effect !== "Allow") return pass;
        const found = unnamed(statement, denials, isAccepted);
        const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
        return expect(
          found.length === 0,
          `${titleOf(statement)} names no resource for ${found.slice(0, SHOWN).join(", ")}${more}`,
          statement.path,
        );
      });
    });
  },
});

/** What an auditor may do with anything … */
const READING = ["*:batchget*", "*:describe*", "*:get*", "*:list*", "*:search*"];

/** … but for the data itself. */
const DATA = [
  "athena:GetQueryResults",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "ec2:GetPasswordData",
  "ecr:BatchGetImage",
  "kinesis:GetRecords",
  "lambda:GetFunction",
  "logs:GetLogEvents",
  "logs:GetLogRecord",
  "logs:GetQueryResults",
  "redshift-data:GetStatementResult",
  "redshift:GetClusterCredentials",
  "redshift:GetClusterCredentialsWithIAM",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
];

function isReading(statement: Statement, pattern: string, denials: Denials): boolean {
  const allowsData = (action: string) =>
    matchesAction(pattern, action) && remainder(statement, action, denials) !== undefined;
  return READING.some((one) => contains(one, pattern)) && !DATA.some(allowsData);
}

/** Actions that a statement allows on resources that it does not name, and could. */
function unnamed(
  statement: Statement,
  denials: Denials,
  isAccepted: IsAccepted,
): readonly string[] {
  const { actions, notActions } = statement;
  // All but a list is far more than the actions without a resource.
  const patterns = notActions.length > 0 ? ["*"] : actions;
  return patterns.filter((pattern) => {
    const lower = pattern.toLowerCase();
    if (isUnrestrictable(lower) || isAccepted(statement, lower)) return false;
    const grant = remainder(statement, pattern, denials);
    return (
      grant !== undefined && !grant.resources.every(namesResources) && !narrows(grant.conditions)
    );
  });
}

function isUnrestrictable(pattern: string): boolean {
  const [service = ""] = pattern.split(":");
  return UNRESTRICTABLE.get(service)?.some((one) => contains(one, pattern)) === true;
}
