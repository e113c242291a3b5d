import { remembered } from "./remembered.ts";
import { behindVeil, isList, isProperties, isSecret, isUnknown, type Value } from "./resource.ts";

/** What is known of a property. `invalid`: text that should be JSON and is not. */
export type Kind = "known" | "unknown" | "absent" | "secret" | "invalid";

/** Why a control can't decide. */
export type Reason = "is unknown" | "is secret" | "is no valid JSON";

/** Thrown by a reading that can't answer; the runner turns it into the verdict `undecided`. */
export class Undecidable extends Error {
  override readonly name = "Undecidable";
  /** Path of the property that was missing. */
  readonly property: string;
  /** The resource whose property it is. */
  readonly urn: string;
  readonly reason: Reason;

  constructor(property: string, urn: string, reason: Reason) {
    super(`${property} ${reason}`);
    this.property = property;
    this.urn = urn;
    this.reason = reason;
  }
}

/** The resource that a reading belongs to, and who is told of each read. */
export interface Source {
  readonly urn: string;
  readonly onRead?: ((path: string) => void) | undefined;
}

const REASONS = {
  unknown: "is unknown",
  secret: "is secret",
  invalid: "is no valid JSON",
} as const;

/**
 * One place in a resource's inputs. Asking it for a value either answers or throws `Undecidable`:
 * a control can be written as if all were known, and yet never takes an unknown for an absence.
 */
export class Reading {
  /** Such as `rules[0].bucketKeyEnabled`. */
  readonly path: string;
  readonly #source: Source;
  readonly #raw: Value | undefined;
  readonly #invalid: boolean;

  constructor(source: Source, path: string, raw: Value | undefined, invalid = false) {
    this.#source = source;
    this.path = path;
    this.#raw = raw;
    this.#invalid = invalid;
  }

  get urn(): string {
    return this.#source.urn;
  }

  /** Whether somebody is told of each read. */
  get isHeard(): boolean {
    return this.#source.onRead !== undefined;
  }

  /** For controls that can decide without the value; others just ask for it. */
  get kind(): Kind {
    this.#source.onRead?.(this.path);
    if (this.#invalid) return "invalid";
    if (this.#raw === undefined || this.#raw === null) return "absent";
    if (isUnknown(this.#raw)) return "unknown";
    return isSecret(this.#raw) ? "secret" : "known";
  }

  /** Whether the property has a value, shown or not. */
  get present(): boolean {
    const { kind } = this;
    if (kind === "unknown") throw this.undecidable();
    return kind !== "absent";
  }

  /** The whole value, with nothing unknown or secret in it; undefined if absent. */
  get value(): Value | undefined {
    const raw = this.#known();
    const hidden = hiddenIn(raw, this.path);
    if (hidden !== undefined) throw new Undecidable(hidden.path, this.urn, hidden.reason);
    return raw;
  }

  /** Undefined if absent or a list or an object. */
  get text(): string | undefined {
    const raw = this.#known();
    return typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean"
      ? String(raw)
      : undefined;
  }

  /** Also of a number in text, as providers accept it; undefined if absent or no number. */
  get number(): number | undefined {
    const raw = this.#known();
    if (typeof raw === "number") return raw;
    if (typeof raw !== "string" || raw.trim() === "") return undefined;
    const parsed = Number(raw);
    return Number.isFinite(parsed) ? parsed : undefined;
  }

  /** Also of `"true"` and `"false"`, as providers accept them; undefined if absent or neither. */
  get flag(): boolean | undefined {
    const raw = this.#known();
    if (raw === true || raw === "true") return true;
    return raw === false || raw === "false" ? false : undefined;
  }

  /**
   * A place below: `rule.defaultRetention.days`, `rules[0]`. Below an unknown is that unknown. A
   * list of one and its element are the same thing, as in the deprecated forms of some types.
   */
  at(path: string): Reading {
    return stepsIn(path).reduce<Reading>((reading, step) => reading.#step(step), this);
  }

  /** With unknowns and secrets marked. For the engine: a control asks for what it can trust. */
  get raw(): Value | undefined {
    return this.#raw;
  }

  /**
   * Elements of a list, also of one that is secret as a whole; a lone object is a list of one;
   * nothing is an empty list.
   */
  items(): Reading[] {
    const raw = behindVeil(this.#raw) ?? this.#known();
    if (raw === undefined) return [];
    if (!isList(raw)) return [this];
    return raw.map((entry, index) => this.#below(`${this.path}[${index}]`, entry));
  }

  /** Keys and values of an object; none if it is something else. */
  entries(): [key: string, value: Reading][] {
    const raw = this.#known();
    if (!isProperties(raw)) return [];
    return Object.entries(raw).map(([key, entry]) => [
      key,
      this.#below(join(this.path, key), entry),
    ]);
  }

  /** The text of each element of a list, or of a lone text. */
  texts(): string[] {
    return this.items().flatMap((item) => item.text ?? []);
  }

  /** What a JSON text says; an object or list that stands there unquoted is taken as it is. */
  json(): Reading {
    if (this.kind !== "known" || typeof this.#raw !== "string") return this;
    const value = BEGIN.test(this.#raw) ? parsed(this.#raw) : undefined;
    return value === undefined
      ? new Reading(this.#source, this.path, undefined, true)
      : this.#below(this.path, value);
  }

  /** The verdict of a control that needs this value and does not get it. */
  undecidable(): Undecidable {
    const { kind } = this;
    const reason = kind === "secret" || kind === "invalid" ? REASONS[kind] : REASONS.unknown;
    return new Undecidable(this.path, this.urn, reason);
  }

  #known(): Exclude<Value, null> | undefined {
    const { kind } = this;
    if (kind === "absent") return undefined;
    if (kind !== "known") throw this.undecidable();
    return this.#raw ?? undefined;
  }

  #step(step: string): Reading {
    const raw = behindVeil(this.#raw) ?? this.#raw;
    if (this.#invalid || isUnknown(raw) || isSecret(raw)) return this;
    if (isList(raw)) {
      if (/^\d+$/.test(step)) return this.#below(`${this.path}[${step}]`, raw[Number(step)]);
      return raw.length === 1 ? this.at("0").at(step) : this.#below(join(this.path, step));
    }
    if (!isProperties(raw)) return this.#below(join(this.path, step));
    if (step === "0" && !Object.hasOwn(raw, step)) return this;
    return this.#below(join(this.path, step), Object.hasOwn(raw, step) ? raw[step] : undefined);
  }

  #below(path: string, raw?: Value): Reading {
    return new Reading(this.#source, path, raw);
  }
}

/** What JSON can begin with; most texts are names, and begin with something else. */
const BEGIN = /^\s*["[{\-\dtfn]/;

/** What a JSON text says, undefined if it is none; many controls look at one document. */
const parsed = remembered((text): Value | undefined => {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
});

/** The steps of a path; few paths are asked of many resources. */
const stepsIn = remembered((path): readonly string[] =>
  path.replaceAll(/\[(\d+)\]/g, ".$1").split("."),
);

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** The first place at or below a value that is unknown or secret. */
function hiddenIn(
  value: Value | undefined,
  path: string,
): { readonly path: string; readonly reason: Reason } | undefined {
  if (isUnknown(value)) return { path, reason: REASONS.unknown };
  if (isSecret(value)) return { path, reason: REASONS.secret };
  const below: [string, Value][] = isList(value)
    ? value.map((entry, index) => [`${path}[${index}]`, entry])
    : isProperties(value)
      ? Object.entries(value).map(([key, entry]) => [join(path, key), entry])
      : [];
  for (const [at, entry] of below) {
    const hidden = hiddenIn(entry, at);
    if (hidden !== undefined) return hidden;
  }
  return undefined;
}
