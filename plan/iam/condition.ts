import type { Condition } from "../../policy-pack/engine/policyDocument.ts";
import { covers } from "../../policy-pack/engine/wildcard.ts";

/** What is true of a condition; `unsure` when it hangs on what nobody here knows. */
export type Truth = "yes" | "no" | "unsure";

/** What a request says of itself and of its caller. */
export interface Context {
  /** Values by condition key in lower case; a key that is missing is not sent. */
  readonly told: Readonly<Record<string, readonly string[]>>;
  /** Keys, or patterns of them, of which AWS does not say whether they are sent. */
  readonly unsure: readonly string[];
}

/** One value against one of a condition's. */
type Test = (wanted: string, given: string) => boolean;

const numeric =
  (compare: (given: number, wanted: number) => boolean): Test =>
  (wanted, given) =>
    compare(Number(given), Number(wanted));

const sameFolded: Test = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();

/** A wildcard of an ARN stays in its part, but the last. */
const arnLike: Test = (wanted, given) => {
  const [patterns, parts] = [partsOf(wanted), partsOf(given)];
  return (
    patterns.length === parts.length && patterns.every((part, at) => covers(part, parts[at] ?? ""))
  );
};

const TESTS: Readonly<Record<string, Test>> = {
  arnequals: arnLike,
  arnlike: arnLike,
  bool: sameFolded,
  numericequals: numeric((given, wanted) => given === wanted),
  numericgreaterthan: numeric((given, wanted) => given > wanted),
  numericgreaterthanequals: numeric((given, wanted) => given >= wanted),
  numericlessthan: numeric((given, wanted) => given < wanted),
  numericlessthanequals: numeric((given, wanted) => given <= wanted),
  stringequals: (wanted, given) => wanted === given,
  stringequalsignorecase: sameFolded,
  stringlike: covers,
};

/**
 * Whether a condition holds. Dates and addresses are never sure. Source: IAM user guide, "IAM JSON
 * policy elements: Condition operators" and "Set operators for multi-valued context keys".
 */
export function holds({ operator, key, values }: Condition, context: Context): Truth {
  const [, set = "", rest = ""] = /^(?:(forallvalues|foranyvalue):)?(.*)$/.exec(operator) ?? [];
  const sent = context.told[key];
  // A list without values counts as a key that is missing.
  const given = sent?.length === 0 ? undefined : sent;
  if (sent === undefined && context.unsure.some((pattern) => covers(pattern, key))) return "unsure";
  if (rest === "null") return truth(values.includes("true") === (given === undefined));

  const ifExists = rest.endsWith("ifexists");
  const bare = rest.replace(/ifexists$/, "");
  const negated = bare.includes("not");
  const test = TESTS[bare.replace("not", "")];
  if (test === undefined) return "unsure";
  if (given === undefined) {
    // Of no values none is another one either; without a set operator, a missing key is.
    return truth(ifExists || set === "forallvalues" || (negated && set === ""));
  }
  const wanted = values.map((value) => filled(value, context));
  const passes = (value: string) => wanted.some((one) => test(one, value)) !== negated;
  return truth(set === "foranyvalue" ? given.some(passes) : given.every(passes));
}

/** A text of a policy with its variables replaced; one that nobody tells stays and matches nothing. */
export function filled(text: string, { told }: Context): string {
  return text.replace(
    /\$\{([^}]+)\}/g,
    (whole, key: string) => told[key.toLowerCase()]?.[0] ?? whole,
  );
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function truth(value: boolean): Truth {
  return value ? "yes" : "no";
}
