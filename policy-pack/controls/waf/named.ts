import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";

/** How a scope is called in an ARN. */
const SCOPES: Readonly<Record<string, string>> = { REGIONAL: "regional", CLOUDFRONT: "global" };

/** The resource part of an ARN of WAF's, `regional/ipset/office/1b2c`. */
const NAMED = /^(?<scope>regional|global)\/(?<kind>[a-z]+)\/(?<wanted>[^/]+)\/./;

/** The stack, and whose it is. */
export interface Surroundings {
  readonly stack: StackView;
  readonly ownAccounts: () => readonly string[];
}

/** The resource and the property that something is written in: there its references are found. */
export interface Place {
  readonly view: View;
  readonly property: string;
}

/** What an ARN of WAF's says of whom it names. */
interface Called {
  readonly scope: string;
  readonly wanted: string;
}

/**
 * Sets, groups or web ACLs of this stack that one ARN may name; none where it is surely another
 * stack's. An ARN that is known has the name in it, which is unique in its scope. Of one that is
 * not, no more is known than from where all ARNs of the same property come, those of other rules too.
 */
export function namedBy(
  arn: Reading,
  { view, property }: Place,
  type: string,
  { stack, ownAccounts }: Surroundings,
): View[] {
  const all = stack.ofType(type);
  const origins = view.origins(property);
  const isOrigin = ({ urn }: View) => origins.includes(urn);
  const called = calledIn(arn, type);
  if (called === undefined) return all.filter(isOrigin);
  const { wanted } = called;
  const inScope = all.filter((one) => isIn(one, called));
  const named = inScope.filter((one) => nameOf(one) === wanted);
  if (named.length === 0) return inScope.filter((one) => isOrigin(one) && mayBe(one, wanted));
  // Whoever writes an ARN by hand may mean a namesake of another account.
  return named.some(isOrigin) || isOurs(arn, ownAccounts) ? named : [];
}

/**
 * Resources of a type that name a web ACL by an ARN which somebody wrote by hand; those that take it
 * from the ACL itself are `related` to it.
 *
 * @throws Undecidable when the ACL gets a name that nobody knows yet, which may be that one.
 */
export function namingByHand(
  { stack, ownAccounts }: Surroundings,
  acl: View,
  type: string,
  property: string,
): View[] {
  return stack.ofType(type).filter((view) => {
    const arn = view.at(property);
    const called = calledIn(arn, acl.type);
    if (called === undefined || view.origins(property).includes(acl.urn)) return false;
    const { wanted } = called;
    if (!isIn(acl, called) || !(nameOf(acl) === wanted || mayBeMade(acl, wanted))) return false;
    if (!isOurs(arn, ownAccounts)) return false;
    if (nameOf(acl) === undefined) throw acl.at("name").undecidable();
    return true;
  });
}

/** All resources of a type that name a web ACL, however they do. */
export function naming(
  around: Surroundings,
  acl: View,
  type: string,
  property: string,
): readonly View[] {
  return [
    ...around.stack.related(acl, type, property),
    ...namingByHand(around, acl, type, property),
  ];
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

/** `aws:wafv2/ipSet:IpSet` is `ipset` in an ARN. */
function calledIn(arn: Reading, type: string): Called | undefined {
  const text = arn.kind === "known" ? (arn.text ?? "") : "";
  const { scope, kind, wanted } = NAMED.exec(resourceInArn(text))?.groups ?? {};
  const isOfType = kind === type.slice(type.lastIndexOf(":") + 1).toLowerCase();
  if (!isOfType || scope === undefined || wanted === undefined) return undefined;
  return { scope, wanted };
}

function isOurs(arn: Reading, ownAccounts: Surroundings["ownAccounts"]): boolean {
  return ownAccounts().includes(accountInArn(arn.text ?? "") ?? "");
}

function isIn(view: View, { scope: wanted }: Called): boolean {
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

/** The same where nothing else ties the two: Pulumi makes names of the logical one and a dash. */
function mayBeMade(view: View, name: string): boolean {
  const isNamed = view.at("name").kind !== "absent" || view.at("namePrefix").kind !== "absent";
  return mayBe(view, name) && (isNamed || name.startsWith(`${view.name}-`));
}
