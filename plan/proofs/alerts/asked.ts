import { isProperties, isUnknown, type Value } from "../../graph/value.ts";

/** A metric as an alarm asks for it. */
export interface Asked {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Value | undefined;
  /** Input of the alarm in which it stands. */
  readonly property: string;
}

/** `Path and Method`; AWS takes a metric with other dimensions for another metric. */
export function namesIn(dimensions: Value | undefined): string {
  if (isUnknown(dimensions)) return "what is unknown";
  return namesOf(isProperties(dimensions) ? Object.keys(dimensions) : []);
}

/** The same of names alone. */
export function namesOf(names: readonly string[]): string {
  return names.toSorted().join(" and ") || "no dimension";
}
