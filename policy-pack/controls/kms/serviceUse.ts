import type { Condition, Statement } from "../../engine/policyDocument.ts";
import { matchesAction } from "../../engine/wildcard.ts";

const SOURCES =
  /^(kms:viaservice|kms:encryptioncontext:.+|kms:calleraccount|aws:source(account|arn|orgid))$/;

/** Whether a condition ties a service to someone it acts for. */
export function isSource({ operator, key }: Condition): boolean {
  return (
    SOURCES.test(key) &&
    /^(foranyvalue:)?(string|arn)(equals|like)/.test(operator) &&
    !operator.endsWith("ifexists")
  );
}

/** Whether a condition leaves only grants that AWS services make for themselves. */
export function isForResource({ operator, key, values }: Condition): boolean {
  return operator === "bool" && key === "kms:grantisforawsresource" && values[0] === "true";
}

/** Whether a statement lets its principals pass on the use of the key. */
export function grants({ actions }: Statement): boolean {
  return actions.some((action) => matchesAction(action, "kms:CreateGrant"));
}
