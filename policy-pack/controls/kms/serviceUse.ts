import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import { type Condition, coversAction, type Statement } from "../../engine/policyDocument.ts";
import { hasWildcard } from "../../engine/wildcard.ts";

const ACCOUNTS = ["aws:sourceaccount", "kms:calleraccount"];
const CONTEXT = /^kms:encryptioncontext:.+$/;

/** Whether a condition ties a service to someone of these accounts that it acts for. */
export function isSource(
  { operator, key, values }: Condition,
  accounts: () => readonly string[],
): boolean {
  const matches = /^(foranyvalue:)?(string|arn)(equals|like)/.test(operator);
  if (!matches || operator.endsWith("ifexists") || values.length === 0) return false;
  if (ACCOUNTS.includes(key)) return values.every((value) => accounts().includes(value));
  return values.every((value) => isChosen(key, operator, value, accounts));
}

function isChosen(
  key: string,
  operator: string,
  value: string,
  accounts: () => readonly string[],
): boolean {
  if (key === "aws:sourceorgid") return value !== "" && !hasWildcard(value);
  // A key is used in its own region, so that any region is that one.
  if (key === "kms:viaservice") return value !== "" && !hasWildcard(value.replace(".*.", "."));
  const isOfContext = CONTEXT.test(key);
  if (!isOfContext && key !== "aws:sourcearn") return false;
  if (!value.startsWith("arn:")) return isOfContext && startsChosen(value);
  const start = value.split(":").slice(0, 4).join(":");
  if (operator.includes("string") && hasWildcard(start) && !isOfAnyRegion(value)) return false;
  const account = accountInArn(value);
  if (account !== undefined) return accounts().includes(account);
  // A bucket's ARN has no account: then its name decides, whole, since anyone takes the next one.
  const [name = ""] = resourceInArn(value).split("/");
  return name !== "" && !hasWildcard(name);
}

/** Services in none of whose ARNs a colon stands behind the account. */
const WITHOUT_COLONS = ["cloudtrail", "firehose"];

/**
 * Whether nothing but the region of an ARN is left open before its name. As plain text a wildcard
 * also runs over colons, so that the account might stand in the name of something foreign: but not
 * where no name of the service can hold a colon, as AWS writes it for trails itself.
 */
function isOfAnyRegion(value: string): boolean {
  const [, partition = "", service = "", , account = ""] = value.split(":");
  const [type = "", name] = resourceInArn(value).split("/");
  const isFixed = (part: string) => part !== "" && !hasWildcard(part);
  const fixed = [partition, account, type].every(isFixed) && name !== undefined;
  return fixed && WITHOUT_COLONS.includes(service);
}

function startsChosen(text: string): boolean {
  return !/^(?:[*?]|$)/.test(text);
}

/** Whether a condition leaves only grants that AWS services make for themselves. */
export function isForResource({ operator, key, values }: Condition): boolean {
  return (
    operator === "bool" &&
    key === "kms:grantisforawsresource" &&
    values.length > 0 &&
    values.every((value) => value.toLowerCase() === "true")
  );
}

/** Whether a statement lets its principals pass on the use of the key. */
export function grants(statement: Statement): boolean {
  return coversAction(statement, "kms:CreateGrant");
}
