import { allowsPublic, type Statement, titleOf } from "../../engine/policyDocument.ts";
import { expect, type Verdict } from "../../engine/verdict.ts";

/**
 * Whether a statement names those that it admits, or fixes them by a condition.
 *
 * @param ownKeys Condition keys of the service that name an account, beside those of all services.
 */
export function admitsNotEveryone(statement: Statement, ownKeys: readonly string[] = []): Verdict {
  const { path } = statement;
  return expect(!allowsPublic(statement, ownKeys), `${titleOf(statement)} admits everyone`, path);
}
