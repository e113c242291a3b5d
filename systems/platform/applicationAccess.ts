import { databaseCredentialsArnPattern } from "../../components/data/databaseCredentials.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { secretArnPattern } from "../../components/keys/secret.ts";
import type { Statement } from "../../components/shared/policy.ts";
import type { Foundation } from "../foundation.ts";
import { REDIS_SECRET_PATH } from "./data.ts";
import { JWT_SECRET_PATH } from "./secrets.ts";

/** All that the application may do: read the three secrets that it uses (P-RUN-5). */
export function taskStatements({ environment, key }: Foundation): Statement[] {
  return [
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: [
        databaseCredentialsArnPattern(environment),
        ...[REDIS_SECRET_PATH, JWT_SECRET_PATH].map((path) => secretArnPattern(environment, path)),
      ],
    },
    keyUseStatement(environment, key.alias, "secretsmanager"),
  ];
}
