import { Secret, UnknownValueError } from "@pulumi/policy";

import {
  isList,
  isProperties,
  isSecret,
  type Properties,
  SECRET,
  UNKNOWN,
  type Value,
  veil,
} from "./resource.ts";

/** Notes of the engine and of providers for themselves. */
const NOTES = new Set(["__defaults", "__internal", "__meta"]);
/** No property of a provider is nearly that deep; what is below counts as unknown. */
const DEEPEST = 100;

/**
 * The properties that the SDK hands to a rule, with unknowns marked, and secrets where the SDK marks
 * them: for a remediation. Its own object throws at the first unknown that is touched, and the rule's
 * findings go with it: so it is read here once, place by place, and no rule ever touches it.
 */
export function propertiesOf(props: object): Properties {
  return objectOf(props, () => props, 0);
}

/** @param shown The same object as the SDK shows it to rules. */
function objectOf(source: object, shown: () => object, depth: number): Properties {
  const entries: [string, Value][] = [];
  for (const key of Object.keys(source)) {
    const value = NOTES.has(key) ? undefined : valueAt(source, key, shown, depth);
    if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function valueAt(
  source: object,
  key: string,
  shown: () => object,
  depth: number,
): Value | undefined {
  // What is stored, which the SDK hides behind proxies from whoever gets the property.
  const value: unknown = Object.getOwnPropertyDescriptor(source, key)?.value;
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return isMark(value, key, shown) ? UNKNOWN : value;
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Secret) return SECRET;
  // An asset's content is a promise; functions are methods of assets.
  if (typeof value !== "object" || value instanceof Promise) return undefined;
  if (depth >= DEEPEST) return UNKNOWN;
  const below = () => Reflect.get(shown(), key) as object;
  if (!Array.isArray(value)) return objectOf(value, below, depth + 1);
  return value.map((_, index) => valueAt(value, String(index), below, depth + 1) ?? null);
}

/** The SDK's marks of unknown values are UUIDs. */
const MARK_LENGTH = 36;
/** Those that were met; there are seven. */
const marks = new Set<string>();

/** Whether a text stands for an unknown value, which the SDK says by throwing. */
function isMark(text: string, key: string, shown: () => object): boolean {
  if (text.length !== MARK_LENGTH) return false;
  if (marks.has(text)) return true;
  if (!throwsUnknown(() => Reflect.get(shown(), key))) return false;
  marks.add(text);
  return true;
}

function throwsUnknown(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof UnknownValueError) return true;
    throw error;
  }
}

/** Properties with secrets where others have them: what stands there now is taken for no less. */
export function withSecretsOf(properties: Properties, marked: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, markedLike(value, marked[key])]),
  );
}

function markedLike(value: Value, marked: Value | undefined): Value {
  if (marked === undefined) return value;
  if (isSecret(marked)) return isList(value) ? veil(value) : SECRET;
  if (isList(value) && isList(marked)) {
    return value.map((item, index) => markedLike(item, marked[index]));
  }
  return isProperties(value) && isProperties(marked) ? withSecretsOf(value, marked) : value;
}
