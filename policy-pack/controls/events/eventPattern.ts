import { isList, isProperties, type Value } from "../../engine/resource.ts";
import { covers } from "../../engine/wildcard.ts";

/**
 * Whether an event pattern of EventBridge lets an event through. Source: EventBridge user guide,
 * "Comparison operators for use in event patterns". CIDR blocks match nothing: no finding that the
 * pack asks about has an address where a pattern would look.
 */
export function lets(pattern: Value, event: Value | undefined): boolean {
  if (!isProperties(pattern)) return false;
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === "$or" && isList(wanted)) return wanted.some((one) => lets(one, event));
    const fields = elementsOf(event).map((element) =>
      isProperties(element) && Object.hasOwn(element, key) ? element[key] : undefined,
    );
    return fields.some((field) => letsField(wanted, field));
  });
}

function letsField(wanted: Value, field: Value | undefined): boolean {
  if (!isList(wanted)) return lets(wanted, field);
  return wanted.some((test) => elementsOf(field).some((value) => passes(test, value)));
}

/** Of a list in an event, one element that fits is enough. */
function elementsOf(value: Value | undefined): readonly (Value | undefined)[] {
  return isList(value) ? value : [value];
}

/** One test of a field: a plain value, or an object with a filter. */
function passes(test: Value, value: Value | undefined): boolean {
  if (!isProperties(test)) return test === value;
  const filters = Object.entries(test);
  return filters.length > 0 && filters.every(([name, filter]) => filtered(name, filter, value));
}

function filtered(name: string, filter: Value, value: Value | undefined): boolean {
  if (name === "exists") return filter === (value !== undefined);
  if (name === "anything-but") {
    return value !== undefined && !alternativesOf(filter).some((test) => passes(test, value));
  }
  if (name === "numeric")
    return isList(filter) && typeof value === "number" && inRange(filter, value);
  if (typeof value !== "string") return false;
  if (isProperties(filter)) {
    // { "prefix": { "equals-ignore-case": "a" } }
    const inner = filter["equals-ignore-case"];
    return inner !== undefined && isLike(name, lower(inner), value.toLowerCase());
  }
  if (name === "equals-ignore-case") return lower(filter) === value.toLowerCase();
  return isLike(name, filter, value);
}

/** `anything-but` also takes a list, plain or inside a filter. */
function alternativesOf(filter: Value): readonly Value[] {
  if (isList(filter)) return filter;
  if (!isProperties(filter)) return [filter];
  return Object.entries(filter).flatMap(([name, values]) =>
    (isList(values) ? values : [values]).map((value) => ({ [name]: value })),
  );
}

function isLike(name: string, filter: Value | undefined, value: string): boolean {
  if (typeof filter !== "string") return false;
  if (name === "prefix") return value.startsWith(filter);
  if (name === "suffix") return value.endsWith(filter);
  // Here `*` alone stands for something.
  return name === "wildcard" && !filter.includes("?") && covers(filter, value);
}

function lower(value: Value): Value {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** `[">=", 7, "<", 9]` */
function inRange(filter: readonly Value[], value: number): boolean {
  const pairs = filter.flatMap((operator, index) =>
    index % 2 === 0 ? [[operator, filter[index + 1]] as const] : [],
  );
  return (
    pairs.length > 0 &&
    pairs.every(([operator, bound]) => {
      if (typeof operator !== "string" || typeof bound !== "number") return false;
      return COMPARISONS.get(operator)?.(value, bound) ?? false;
    })
  );
}

const COMPARISONS: ReadonlyMap<string, (value: number, bound: number) => boolean> = new Map([
  ["=", (value, bound) => value === bound],
  ["<", (value, bound) => value < bound],
  ["<=", (value, bound) => value <= bound],
  [">", (value, bound) => value > bound],
  [">=", (value, bound) => value >= bound],
]);
