import { DOCUMENTS_TABLE } from "../../app/contract.ts";
import { artefactStatements } from "../../components/compute/artefact.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { secretArnPattern } from "../../components/keys/secret.ts";
import { arnOf, nameOf } from "../../components/shared/environment.ts";
import type { Statement } from "../../components/shared/policy.ts";
import type { DocumentsSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import { JWT_SECRET_PATH } from "../platform/secrets.ts";

/** What role, table, hosts and alarms are called. */
export const IDENTIFIER = "documents";

/** The same, for names that AWS keeps short (T37). */
export const SHORT_IDENTIFIER = "docs";

/** Identifier of the bucket that hosts fetch the application from. */
export const ARTEFACTS = "docs-artefacts";

/** The action that is about the index, and about nothing else. */
const LISTING = "dynamodb:Query";

/**
 * What the application's contract asks for, on the one table and its one index; the archive that a
 * first boot fetches; and, where tokens are asked for, the secret that proves them (S-DOCS-2).
 */
export function hostStatements(
  { environment, key }: Foundation,
  access: DocumentsSettings["access"],
): Statement[] {
  const { actions, index } = DOCUMENTS_TABLE;
  const table = arnOf(environment, "dynamodb", `table/${nameOf(environment, "table", IDENTIFIER)}`);
  return [
    {
      Sid: "KeepDocuments",
      Effect: "Allow",
      Action: actions.filter((action) => action !== LISTING),
      Resource: table,
    },
    {
      Sid: "ListDocuments",
      Effect: "Allow",
      Action: LISTING,
      Resource: `${table}/index/${index.name}`,
    },
    // DynamoDB opens the table's key in the name of whoever asks for an item.
    keyUseStatement(environment, key.alias, "dynamodb", ["kms:Decrypt", "kms:GenerateDataKey"]),
    ...artefactStatements(environment, key, ARTEFACTS),
    ...(access === "token"
      ? [
          {
            Sid: "ReadTokenKey",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: secretArnPattern(environment, JWT_SECRET_PATH),
          } as const,
          keyUseStatement(environment, key.alias, "secretsmanager"),
        ]
      : []),
  ];
}
