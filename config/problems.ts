import { z } from "zod";

/** One thing wrong with a stack's settings, told so that it can be mended without looking further. */
export interface SettingsProblem {
  /** Full key, such as `rampart:platform.network.cidr`. */
  readonly key: string;
  /** Path behind the project's name; finds the line in a file. */
  readonly path: readonly (string | number)[];
  /** The value as JSON, or `missing`; a secret's value is never in it. */
  readonly value: string;
  /** What would be accepted. */
  readonly allowed: string;
  /** Line in the stack file, from 1, where the value was read from a file. */
  readonly line?: number;
}

/** Thrown with every problem of a stack's settings at once. */
export class SettingsError extends Error {
  readonly problems: readonly SettingsProblem[];

  constructor(source: string, problems: readonly SettingsProblem[]) {
    super(problems.map((problem) => describe(source, problem)).join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

function describe(source: string, { key, value, allowed, line }: SettingsProblem): string {
  const place = line === undefined ? source : `${source}:${line}`;
  return `${place}: ${key} is ${value}; allowed: ${allowed}`;
}

const VALUE_LENGTH = 60;

/** Settings beside which someone may have written a secret by mistake. */
const SECRET_LIKE = /apikey|secret|token|password|credential/i;

function show(path: readonly PropertyKey[], value: unknown, hidden: boolean): string {
  if (value === undefined) return "missing";
  if (hidden || path.some((step) => SECRET_LIKE.test(String(step)))) return "[hidden]";
  if (typeof value === "object" && value !== null && "secure" in value) return "[secret]";
  // JSON has no word for what YAML writes as .nan and .inf.
  const json = typeof value === "number" ? String(value) : JSON.stringify(value);
  return json.length > VALUE_LENGTH ? `${json.slice(0, VALUE_LENGTH - 1)}…` : json;
}

/** The value at a path; undefined where the path ends early. */
export function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, step) =>
      typeof current === "object" && current !== null
        ? (current as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
}

/** The schema at a path, seen through defaults, options and refinements. */
function schemaAt(schema: unknown, path: readonly PropertyKey[]): unknown {
  const [step, ...rest] = path;
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
  ) {
    return schemaAt(schema.unwrap(), path);
  }
  if (step === undefined) return schema;
  if (schema instanceof z.ZodObject) return schemaAt(schema.shape[String(step)], rest);
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, rest);
  return undefined;
}

/** The keys that an object schema takes, or those of every option of a union. */
function keysOf(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap(keysOf))];
  return [];
}

/** What the schema itself says is allowed; see `schema/primitives.ts`. */
function stated(schema: unknown): string | undefined {
  const meta = schema instanceof z.ZodType ? schema.meta() : undefined;
  return typeof meta?.["allowed"] === "string" ? meta["allowed"] : undefined;
}

/** What zod's issue means in our words. */
function allowedBy(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): string {
  const here = schemaAt(schema, issue.path);
  switch (issue.code) {
    case "custom":
    case "invalid_format":
      return issue.message;
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "too_small":
      return stated(here) ?? `${String(issue.minimum)} or more${unitOf(issue.origin)}`;
    case "too_big":
      return stated(here) ?? `${String(issue.maximum)} or fewer${unitOf(issue.origin)}`;
    case "invalid_type": {
      const keys = keysOf(here);
      if (keys.length > 0) return `an object with ${keys.join(", ")}`;
      if (here instanceof z.ZodEnum) return here.options.map(String).join(", ");
      if (issue.expected === "boolean") return "true or false";
      const wanted = stated(here) ?? `a value of type ${issue.expected}`;
      const isQuoted = typeof value === "string" && ["number", "int"].includes(issue.expected);
      return isQuoted ? `${wanted}, without quotes` : wanted;
    }
    case "invalid_union":
      return discriminatorsOf(schemaAt(schema, issue.path.slice(0, -1))) ?? issue.message;
    case "invalid_key":
      return issue.issues[0]?.message ?? issue.message;
    case "unrecognized_keys":
    case "not_multiple_of":
    case "invalid_element":
      return issue.message;
  }
}

function unitOf(origin: string): string {
  return origin === "array" ? " entries" : origin === "string" ? " characters" : "";
}

/** The values that tell the options of a union apart; undefined for any other schema. */
function discriminatorsOf(union: unknown): string | undefined {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return undefined;
  const key = union.def.discriminator;
  const values = union.options.flatMap((option) =>
    option instanceof z.ZodObject && option.shape[key] instanceof z.ZodLiteral
      ? [...option.shape[key].values].map(String)
      : [],
  );
  return values.join(", ");
}

/**
 * Every issue of a failed parse as a problem: an unknown key is a problem of its own, a value that is
 * wrong in two ways is one.
 *
 * @param hidden whether values are left out, where a secret among them could not be told.
 */
export function problemsOf(
  project: string,
  error: z.ZodError,
  input: unknown,
  schema: z.ZodType,
  hidden: boolean,
): SettingsProblem[] {
  const problems = error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      const allowed = `one of the keys ${keysOf(schemaAt(schema, issue.path)).join(", ")}`;
      return issue.keys.map((key) =>
        problem(project, [...issue.path, key], "an unknown key", allowed),
      );
    }
    const value = at(input, issue.path);
    return [
      problem(
        project,
        issue.path,
        show(issue.path, value, hidden),
        allowedBy(issue, schema, value),
      ),
    ];
  });
  return [...new Map(problems.map((found) => [found.key, found])).values()];
}

/** A problem at a path; its key is spelled as `pulumi config` takes it. */
export function problem(
  project: string,
  path: readonly PropertyKey[],
  value: string,
  allowed: string,
): SettingsProblem {
  const steps = path.map((step) => (typeof step === "number" ? step : String(step)));
  const key = steps
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join("");
  return { key: `${project}:${key}`, path: steps, value, allowed };
}
