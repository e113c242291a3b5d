import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema.js";

type ParameterValue = boolean | number | string | readonly string[];

/** Something that a profile or the person who runs the pack may set for a control. */
export interface Parameter<T extends ParameterValue = ParameterValue> {
  readonly default: T;
  readonly description: string;
  /** What is allowed, for the pack's configuration. */
  readonly schema: PolicyConfigJSONSchema;
}

/** A parameter has a value that its schema lets through and that means nothing. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** What a control reads: each parameter's value by its name. */
export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

export type Values = Readonly<Record<string, ParameterValue>>;

export function numberOf(
  standard: number,
  description: string,
  range: { readonly minimum?: number; readonly maximum?: number } = {},
): Parameter<number> {
  return { default: standard, description, schema: { type: "number", ...range } };
}

export function flagOf(standard: boolean, description: string): Parameter<boolean> {
  return { default: standard, description, schema: { type: "boolean" } };
}

/** @param pattern What each text must match, in whole or in part as JSON Schema has it. */
export function textsOf(
  standard: readonly string[],
  description: string,
  pattern?: string,
): Parameter<readonly string[]> {
  const items = { type: "string", ...(pattern === undefined ? {} : { pattern }) } as const;
  return { default: standard, description, schema: { type: "array", items } };
}

/** Each parameter's value: what is set, else its default. */
export function valuesOf(parameters: Parameters, set: Values = {}): Values {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, set[name] ?? parameter.default]),
  );
}
