import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import type { Rule } from "./rules.ts";

/** How a scope is called in an ARN. */
const SCOPES: Readonly<Record<string, string>> = { REGIONAL: "regional", CLOUDFRONT: "global" };

/** The resource part of an ARN of WAF's, `regional/ipset/office/1b2c`. */
const NAMED = /^(?<scope>regional|global)\/(?:ipset|rulegroup)\/(?<wanted>[^/]+)\/./;

interface Stack {
  readonly stack: StackView;
  readonly ownAccounts: () => readonly string[];
}

/**
 * Sets or groups of this stack that one ARN in a rule may name; none where it is surely another
 * stack's. An ARN that is known has the name in it, which is unique in its scope. Of one that is
 * not, no more is known than from where all ARNs of the same property come, those of other rules too.
 */
export function namedBy(
  arn: Reading,
  { view, property }: Rule["place"],
  type: string,
  { stack, ownAccounts }: Stack,
): View[] {
  const all = stack.ofType(type);
  const origins = view.origins(property);
  const isOrigin = ({ urn }: View) => origins.includes(urn);
  const text = arn.kind === "known" ? (arn.text ?? "") : "";
  const { scope, wanted } = NAMED.exec(resourceInArn(text))?.groups ?? {};
  if (scope === undefined || wanted === undefined) return all.filter(isOrigin);
  const inScope = all.filter((one) => isIn(one, scope));
  const named = inScope.filter((one) => nameOf(one) === wanted);
  if (named.length === 0) return inScope.filter((one) => isOrigin(one) && mayBe(one, wanted));
  // Whoever writes an ARN by hand may mean a namesake of another account.
  const isOurs = () => ownAccounts().includes(accountInArn(text) ?? "");
  return named.some(isOrigin) || isOurs() ? named : [];
}

/**
 * What holds for all that an ARN may name; for nothing it does not.
 *
 * @throws Undecidable when it holds for some alone.
 */
export function agreed(
  arn: Reading,
  views: readonly View[],
  holds: (view: View) => boolean,
): boolean {
  const found = some(views, holds);
  if (found && !every(views, holds)) throw arn.undecidable();
  return found;
}

function isIn(view: View, wanted: string): boolean {
  const scope = view.at("scope");
  const known = scope.kind === "known" ? SCOPES[scope.text ?? ""] : undefined;
  return known === undefined || known === wanted;
}

function nameOf(view: View): string | undefined {
  const name = view.at("name");
  return name.kind === "known" ? name.text : undefined;
}

/** Whether a name may have been made for a resource that has none of its own. */
function mayBe(view: View, name: string): boolean {
  if (nameOf(view) !== undefined) return false;
  const prefix = view.at("namePrefix");
  return prefix.kind !== "known" || name.startsWith(prefix.text ?? "");
}
