import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Request } from "./iam.ts";

/** What a stack's calls are about, as far as names and tags say whose it is. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
  readonly account: string;
}

/** A call that the provider makes for a resource, with all that AWS checks it against. */
export interface MadeCall {
  readonly action: string;
  readonly requests: readonly Request[];
  /** Whether it is about nothing that could be named. */
  readonly unnamed: boolean;
}

/** Region of what has no provider of its own. */
const REGION = "us-east-1";
const GLOBAL = ["budgets", "cloudfront", "iam", "route53", "s3", "shield"];
const ACCOUNTLESS = ["route53", "s3"];

/** What physical names stand in, in the order in which a resource is called by them. */
const NAMES = ["name", "bucket", "identifier", "userName", "clusterIdentifier"];

const tags = (kind: "Request" | "Resource", { project, environment }: Owner) => ({
  [`aws:${kind}Tag/Project`]: project,
  [`aws:${kind}Tag/Environment`]: environment,
});

/** Physical name; one that Pulumi appends its digits to begins as the logical name. */
function nameOf({ name, inputs }: Resource): string {
  const found = NAMES.map((property) => inputs[property]).find(
    (value) => typeof value === "string",
  );
  return typeof found === "string" ? found : `${name}-1a2b3c4`;
}

/** The name that a property holds, alone or at an ARN's end, or of what its value comes from. */
function named(graph: Graph, resource: Resource, property: string): string {
  if (property === "name") return nameOf(resource);
  const value = resource.inputs[property];
  if (typeof value === "string") {
    if (!value.startsWith("arn:")) return value;
    return (/^arn:(?:[^:]*:){4}(?:[a-z-]+\/)?(.*)$/.exec(value) ?? [])[1] ?? value;
  }
  const origins = resource.propertyDependencies[property] ?? [];
  const [origin] = graph.resources.filter(({ urn, custom }) => custom && origins.includes(urn));
  assert.ok(origin, `${resource.type} ${resource.name}: ${property} names nothing that is known`);
  return nameOf(origin);
}

function place(graph: Graph, resource: Resource): string {
  const origins = Object.values(resource.propertyDependencies).flat();
  const acls = [resource, ...graph.resources.filter(({ urn }) => origins.includes(urn))];
  return acls.some(({ inputs }) => inputs["scope"] === "CLOUDFRONT") ? "global" : "regional";
}

/** One line of the table of calls, for one resource of an owner. */
export function madeCall(graph: Graph, resource: Resource, line: string, owner: Owner): MadeCall {
  const scope = `${owner.project}-${owner.environment}`;
  const boundary = `arn:aws:iam::${owner.account}:policy/${scope}-policy-boundary`;
  const region = regionOf(graph, resource);
  const [action = "", ...words] = line
    .replaceAll(REGION, region)
    .replaceAll("{scope}", scope)
    .replaceAll("{account}", owner.account)
    .replaceAll("{boundary}", boundary)
    .replaceAll("{place}", () => place(graph, resource))
    .replace(/\{(\w+)\}/g, (_, property: string) => named(graph, resource, property))
    .split(/\s+/);
  const [service = ""] = action.split(":");
  const context = Object.fromEntries(
    words
      .filter((word) => word.startsWith("@"))
      .map((word) => [word.slice(1, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
  const targets = words.filter((word) => !word.startsWith("@"));
  assert.ok(targets.length > 0, `${line} is about nothing`);
  return {
    action,
    unnamed: targets.every((target) => target === "*"),
    requests: targets.map((target) => ({
      action,
      resource: arnOf(service, target, owner.account, region),
      context: { "aws:RequestedRegion": region, ...context, ...tagsOf(target, owner) },
    })),
  };
}

function tagsOf(target: string, owner: Owner): Readonly<Record<string, string>> {
  const [mark] = target;
  return {
    ...(mark === "+" || mark === "!" ? tags("Request", owner) : {}),
    ...(mark === "~" ? tags("Resource", owner) : {}),
  };
}

/** Where a resource is: some are in another region than their stack. */
function regionOf(graph: Graph, { provider, inputs }: Resource): string {
  const { region } = inputs;
  const [found] = graph.resources.filter(({ urn }) => urn === provider);
  const own = found?.inputs["region"];
  return [region, own].find((text) => typeof text === "string") ?? REGION;
}

function arnOf(service: string, target: string, account: string, place: string): string {
  if (target === "*") return "*";
  const [other, rest] = target.split("|");
  const [owner, resource = ""] = rest === undefined ? [service, other] : [other ?? "", rest];
  if (resource.startsWith("#")) return `arn:aws:${owner}:${REGION}::${resource.slice(1)}`;
  const path = /^[+~!]/.test(resource) ? `${resource.slice(1)}/x-1a2b` : resource;
  const region = GLOBAL.includes(owner) || path.startsWith("dashboard/") ? "" : place;
  return `arn:aws:${owner}:${region}:${ACCOUNTLESS.includes(owner) ? "" : account}:${path}`;
}
