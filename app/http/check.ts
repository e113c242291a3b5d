import type { z } from "zod";

import { type FieldProblem, type Place, Problem } from "./problem.ts";
import type { Route } from "./route.ts";

interface Raw {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/**
 * Checks all parts of a request by the route's schemas.
 *
 * @throws Problem 400 with everything that is wrong, not the first thing alone.
 */
export function checked(route: Route, raw: Raw): Raw {
  const errors: FieldProblem[] = [];
  // Express reads a query anew each time that it is asked for it.
  const parsed = (place: Place, schema: z.ZodType | undefined, part: keyof Raw): unknown => {
    if (schema === undefined) return undefined;
    const result = schema.safeParse(raw[part]);
    if (result.success) return result.data;
    errors.push(...result.error.issues.flatMap((issue) => problemsOf(place, issue)));
    return undefined;
  };
  const request = {
    params: parsed("path", route.params, "params"),
    query: parsed("query", route.query, "query"),
    headers: parsed("header", route.headers, "headers"),
    body: parsed("body", route.body, "body"),
  };
  if (errors.length > 0) {
    throw new Problem(400, "The request has fields that can't be taken.", { errors });
  }
  return request;
}

function problemsOf(place: Place, issue: z.core.$ZodIssue): FieldProblem[] {
  // An unknown key is a field of its own, and its name the client's own words: no more than a few.
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, 10).map((key) => ({
      in: place,
      field: fieldOf([...issue.path, key.slice(0, 100)]),
      message: "is not known here",
    }));
  }
  return [{ in: place, field: fieldOf(issue.path), message: issue.message }];
}

/** `tags[2].name` */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}
