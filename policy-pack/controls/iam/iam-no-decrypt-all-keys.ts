import { resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { eachStatement, titleOf } from "../../engine/policyDocument.ts";
import { expect } from "../../engine/verdict.ts";
import { hasWildcard } from "../../engine/wildcard.ts";
import { DOCUMENT_TYPES, judgeDocuments, RELATED_TYPES } from "./documents.ts";
import { denialsOf, type Grant, grantOf } from "./grants.ts";
import { fixes } from "./narrowing.ts";
import { meets, namesResources } from "./resourcePatterns.ts";

/** Actions that give what a key protects. */
const DECRYPTION = ["kms:Decrypt", "kms:ReEncryptFrom"];

export const iamNoDecryptAllKeys = defineControl({
  id: "iam-no-decrypt-all-keys",
  title: "No policy allows to decrypt with every key",
  severity: "high",
  frameworks: {
    fsbp: ["KMS.1", "KMS.2"],
    cis3: [],
    cis7: [],
    nist: ["AC-2", "AC-2(1)", "AC-3", "AC-3(7)", "AC-6"],
  },
  cause: "The keys no longer keep one application's data from another's.",
  remedy: "Name the key, or its alias by kms:ResourceAliases with ForAnyValue:StringEquals",
  types: DOCUMENT_TYPES,
  related: RELATED_TYPES,
  scope: "stack",
  check: (context) =>
    judgeDocuments(context, (document) => {
      const denials = denialsOf(document);
      return eachStatement(document, (statement) =>
        expect(
          !DECRYPTION.some((action) => isForAllKeys(grantOf(statement, action, denials))),
          `${titleOf(statement)} allows to decrypt with every key`,
          statement.path,
        ),
      );
    }),
});

/** Ids are random, so that a few signs of one name no key but a share of all. */
function namesKeys(resource: string): boolean {
  const [, literal = ""] = /^key\/(?:mrk-)?([^*?]*)/.exec(resourceInArn(resource)) ?? [];
  return namesResources(resource) && (!hasWildcard(resourceInArn(resource)) || literal.length > 7);
}

/** Which service asks for it does not narrow the keys: all have their data behind some service. */
function isForAllKeys(grant: Grant | undefined): boolean {
  if (grant === undefined) return false;
  const keys = grant.resources.filter((resource) => meets(resource, "arn:*:kms:*:*:key/*"));
  return (
    !keys.every(namesKeys) &&
    !fixes(grant.conditions, "kms:resourcealiases", "kms:requestalias", "aws:resourcetag/")
  );
}
