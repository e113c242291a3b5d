import { canonicalType } from "./tokens.ts";

/** A value that only the cloud will know. */
export interface Unknown {
  readonly $unknown: true;
}
/** A value that must not be shown; the value itself is not here. */
export interface Secret {
  readonly $secret: true;
}

/** A property of a resource: JSON with the places of unknowns and secrets marked. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Secret
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Properties = Readonly<Record<string, Value>>;

/**
 * A resource as the controls see it. The offline plan's own record of a resource has all of these
 * fields and is taken as it is; the engine's is brought into this shape by the adapter.
 */
export interface PolicyResource {
  readonly urn: string;
  /** Type token as the program wrote it, twin or not. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly parent?: string;
  /** URN of the provider. */
  readonly provider?: string;
  /** What the program states, not what the cloud computes. */
  readonly inputs: Properties;
  /** For each top-level input, the URNs that its value came from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
}

export const UNKNOWN: Unknown = Object.freeze({ $unknown: true });
export const SECRET: Secret = Object.freeze({ $secret: true });

const veiled = new WeakMap<object, readonly Value[]>();

/**
 * A list that holds a secret somewhere. For a provider that takes no secrets, as AWS's, the engine
 * calls a list secret as a whole when one of its elements was: what else stands there must still be
 * judged. Whoever shows the value or writes it down finds a secret and nothing else.
 */
export function veil(list: readonly Value[]): Secret {
  const secret: Secret = Object.freeze({ $secret: true });
  veiled.set(secret, list);
  return secret;
}

/** The list behind a veil: to decide by, and never to quote. */
export function behindVeil(value: Value | undefined): readonly Value[] | undefined {
  return isProperties(value) ? veiled.get(value) : undefined;
}

/** The type of the stack itself: the subject of controls that ask whether something exists at all. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

export function isUnknown(value: Value | undefined): value is Unknown {
  return isProperties(value) && value["$unknown"] === true;
}

export function isSecret(value: Value | undefined): value is Secret {
  return isProperties(value) && value["$secret"] === true;
}

/** Whether the value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether the value is an object with properties: no list, no null, no scalar. */
export function isProperties(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a resource, read from its URN: the last of the types along its parents. */
export function typeInUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** The stack's name, read from a URN. */
export function stackInUrn(urn: string): string {
  return urn.split("::")[0]?.slice("urn:pulumi:".length) ?? "";
}

/** The project's name, read from a URN. */
export function projectInUrn(urn: string): string {
  return urn.split("::")[1] ?? "";
}

/** What is shorter is no credential, and may be a part of any word. */
const SHORTEST_SECRET = 6;

function textsBehindVeils(value: Value, isVeiled = false): string[] {
  if (typeof value === "string" || typeof value === "number") {
    if (!isVeiled || String(value).length < SHORTEST_SECRET) return [];
    return [String(value), ...textsBehindVeils(jsonIn(value), true)];
  }
  const list = behindVeil(value);
  if (list !== undefined) return list.flatMap((item) => textsBehindVeils(item, true));
  const below = isList(value) ? value : isProperties(value) ? Object.values(value) : [];
  return below.flatMap((item) => textsBehindVeils(item, isVeiled));
}

/** The object or list that a text stands for; controls read those as well. */
function jsonIn(text: string | number): Value {
  try {
    const parsed = JSON.parse(String(text)) as Value;
    return typeof parsed === "object" ? parsed : null;
  } catch {
    return null;
  }
}

/** Without a text, in whatever case it is quoted. */
function without(message: string, hidden: string): string {
  const at = message.toLowerCase().indexOf(hidden.toLowerCase());
  if (at < 0) return message;
  return `${message.slice(0, at)}…${without(message.slice(at + hidden.length), hidden)}`;
}

/** All resources of a stack, found by URN or by type; twins of a type are one. */
export class ResourceSet {
  readonly all: readonly PolicyResource[];
  readonly #byUrn: ReadonlyMap<string, PolicyResource>;
  readonly #byType = new Map<string, PolicyResource[]>();
  #veiledTexts: readonly string[] | undefined;

  constructor(resources: readonly PolicyResource[]) {
    this.all = resources;
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      const type = canonicalType(resource.type);
      const found = this.#byType.get(type);
      if (found === undefined) this.#byType.set(type, [resource]);
      else found.push(resource);
    }
  }

  byUrn(urn: string): PolicyResource | undefined {
    return this.#byUrn.get(urn);
  }

  /** A message without what stands behind a veil in any of the resources. */
  discreet(message: string): string {
    this.#veiledTexts ??= this.all
      .flatMap(({ inputs }) => textsBehindVeils(inputs))
      .sort((one, other) => other.length - one.length);
    return this.#veiledTexts.reduce(without, message);
  }

  /** `*` stands for every type. */
  ofType(type: string): readonly PolicyResource[] {
    return type === "*" ? this.all : (this.#byType.get(canonicalType(type)) ?? []);
  }
}
