import { Secret, UnknownValueError } from "@pulumi/policy";

import {
  isList,
  isProperties,
  isSecret,
  type Properties,
  SECRET,
  UNKNOWN,
  type Value,
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
  return objectOf(props, 0);
}

function objectOf(source: object, depth: number): Properties {
  const keys = Object.keys(source).filter((key) => !NOTES.has(key));
  const entries = keys.map((key) => [key, valueAt(source, key, depth)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Properties;
}

function valueAt(source: object, key: string, depth: number): Value | undefined {
  // The SDK unwraps a secret for whoever gets the property, and leaves its mark on the property.
  if (Object.getOwnPropertyDescriptor(source, key)?.value instanceof Secret) return SECRET;
  let value: unknown;
  try {
    value = Reflect.get(source, key);
  } catch (error) {
    if (error instanceof UnknownValueError) return UNKNOWN;
    throw error;
  }
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  // An asset's content is a promise; functions are methods of assets.
  if (typeof value !== "object" || value instanceof Promise) return undefined;
  if (depth >= DEEPEST) return UNKNOWN;
  if (!Array.isArray(value)) return objectOf(value, depth + 1);
  return Array.from(
    { length: value.length },
    (_, index) => valueAt(value, String(index), depth + 1) ?? null,
  );
}

/** Properties with secrets where others have them: what stands there now is taken for no less. */
export function withSecretsOf(properties: Properties, marked: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, markedLike(value, marked[key])]),
  );
}

function markedLike(value: Value, marked: Value | undefined): Value {
  if (marked === undefined) return value;
  if (isSecret(marked)) return SECRET;
  if (isList(value) && isList(marked)) {
    return value.map((item, index) => markedLike(item, marked[index]));
  }
  return isProperties(value) && isProperties(marked) ? withSecretsOf(value, marked) : value;
}
