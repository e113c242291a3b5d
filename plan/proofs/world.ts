import { type PolicyDocument, readDocument } from "../iam/evaluate.ts";
import { type Graph, isProvider, type Resource } from "../graph/resource.ts";
import { isUnknown, type Value } from "../graph/value.ts";
import { Inventory, textOf } from "../readers/inventory.ts";
import { NAMED, TYPE } from "./types.ts";

/** What an input refers to; neither is there when only AWS will know. */
export interface Found {
  /** A resource of the stack. */
  readonly resource?: Resource | undefined;
  /** A name or an ARN that no resource of the stack has. */
  readonly outside?: string;
}

/** A stack as deliveries see it: who is called what, and what refers to whom. */
export class World {
  readonly inventory: Inventory;
  /** Number of the account that the provider accepts; empty if it accepts any. */
  readonly account: string;
  readonly #region: string;
  readonly #byArn = new Map<string, Resource>();
  readonly #documents = new Map<string, PolicyDocument>();

  constructor(graph: Graph) {
    this.inventory = new Inventory(graph);
    const provider = graph.resources.find(
      (resource) => isProvider(resource) && resource.type.endsWith(":aws"),
    );
    this.account = accountOf(provider?.inputs["allowedAccountIds"]);
    this.#region = textOf(provider?.inputs["region"], "");
    for (const resource of graph.resources) {
      const arn = this.arnOf(resource);
      if (arn !== undefined) this.#byArn.set(arn, resource);
    }
  }

  ofType(...types: readonly string[]): Resource[] {
    return this.inventory.ofType(...types);
  }

  /** Region of a resource; one without a provider of its own is where the stack's provider is. */
  region(resource: Resource): string {
    return this.inventory.region(resource) || this.#region;
  }

  /** An ARN of this account. */
  arn(service: string, region: string, rest: string, account = this.account): string {
    return `arn:${partitionOf(this.#region)}:${service}:${region}:${account}:${rest}`;
  }

  /** The ARN that a resource's name decides; undefined for other types and unknown names. */
  arnOf(resource: Resource): string | undefined {
    const [, service, prefix, place] = NAMED[resource.type] ?? [];
    const name = nameOf(resource);
    if (service === undefined || prefix === undefined || name === undefined) return undefined;
    const region = this.region(resource);
    const partition = partitionOf(this.#region);
    if (place === "bucket") return `arn:${partition}:s3:::${name}`;
    const path = resource.inputs["path"];
    const rest = place === "global" && typeof path === "string" ? path.slice(1) + name : name;
    return `arn:${partition}:${service}:${place === "global" ? "" : region}:${this.account}:${prefix}${rest}`;
  }

  /** What a person calls a resource: `topic dev-critical-alerts`. */
  label(resource: Resource): string {
    const [noun] = NAMED[resource.type] ?? [];
    return `${noun ?? wordsOf(resource.type)} ${nameOf(resource) ?? resource.name}`;
  }

  /**
   * What a value in an input refers to, by ARN or by name. An unknown value is followed to where it
   * came from, unless it may have come from several.
   */
  find(resource: Resource, property: string, type: string, value: Value | undefined): Found {
    if (typeof value === "string") return this.named(type, value, resource);
    if (!isUnknown(value)) return {};
    const [source, ...more] = this.inventory.sources(resource, property, type);
    return source !== undefined && more.length === 0 ? { resource: source } : {};
  }

  /**
   * The resource of a type that has this ARN or this name; of those in several regions that share a
   * name, the one where it is asked for.
   */
  named(type: string, text: string, near?: Resource): Found {
    const byArn = this.#byArn.get(text);
    if (byArn?.type === type) return { resource: byArn };
    const alike = text.startsWith("arn:")
      ? []
      : this.ofType(type).filter((resource) => nameOf(resource) === text);
    const byName =
      alike.find((resource) => near && this.region(resource) === this.region(near)) ?? alike[0];
    return byName ? { resource: byName } : { outside: text };
  }

  /** Resources of a type, a property of which refers to this one: by name, ARN or URL, or by origin. */
  about(type: string, property: string, target: Resource): Resource[] {
    return this.ofType(type).filter((resource) => {
      const value = resource.inputs[property];
      const text = typeof value === "string" ? value.replace(/^https:.*\//, "") : undefined;
      const named =
        text === undefined ? undefined : this.named(target.type, text, resource).resource;
      if (named || text?.startsWith("arn:")) return named === target;
      return (resource.propertyDependencies[property] ?? []).includes(target.urn);
    });
  }

  /** A policy in an input, read once. */
  document(resource: Resource, property = "policy"): PolicyDocument {
    const name = `${resource.urn} ${property}`;
    const known = this.#documents.get(name);
    if (known) return known;
    const document = readDocument(resource.inputs[property], property);
    this.#documents.set(name, document);
    return document;
  }

  /** Names that roles know a key by. */
  aliases(key: Resource): string[] {
    return this.ofType(TYPE.alias).flatMap((alias) => {
      const { name } = alias.inputs;
      const targets = this.inventory.sources(alias, "targetKeyId");
      return typeof name === "string" && targets.includes(key) ? [name] : [];
    });
  }
}

/** The physical name that the program gave; undefined while only AWS knows one. */
export function nameOf({ inputs }: Resource): string | undefined {
  const name = inputs["name"] ?? inputs["bucket"] ?? inputs["family"] ?? inputs["identifier"];
  return typeof name === "string" ? name : undefined;
}

/** `aws:lb/loadBalancer:LoadBalancer` → `load balancer`. */
export function wordsOf(type: string): string {
  const name = type.split(":").at(-1) ?? "";
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Provider inputs are JSON texts. */
function accountOf(accounts: Value | undefined): string {
  const text = typeof accounts === "string" ? accounts : JSON.stringify(accounts ?? "");
  return /\d{12}/.exec(text)?.[0] ?? "";
}
