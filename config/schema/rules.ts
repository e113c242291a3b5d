import { z } from "zod";

/** Reports one problem: where, and what would be allowed there. */
export type Problem = (path: readonly (string | number)[], allowed: string) => void;

/** A check across fields of one object. */
export interface Rule<Value> {
  /** Fields that must be valid by themselves for the check to make sense; it reads no others. */
  readonly needs: readonly (keyof Value & string)[];
  readonly check: (value: Value, problem: Problem) => void;
}

/**
 * The object schema with checks across its fields. zod skips a refinement once any field of the
 * object is invalid; here a check runs as soon as the fields that it needs are valid, so that all
 * problems of a file are told at once.
 */
export function withRules<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  checks: readonly Rule<z.output<z.ZodObject<Shape, z.core.$strict>>>[],
): z.ZodObject<Shape, z.core.$strict> {
  return checks.reduce((checked, rule) => {
    const needed = z.object(
      Object.fromEntries(
        Object.entries(schema.shape).filter(([key]) =>
          (rule.needs as readonly string[]).includes(key),
        ),
      ),
    );
    return checked.superRefine(
      (value, context) => {
        rule.check(value, (path, allowed) => {
          context.addIssue({ code: "custom", path: [...path], message: allowed });
        });
      },
      { when: ({ value }) => needed.safeParse(value).success },
    );
  }, schema);
}
