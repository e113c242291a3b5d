import { z } from "zod";

/** Of numbers that JavaScript keeps exactly. */
const DIGITS = /^-?\d{1,15}$/;

/** What digits say; all else stays as it is, also what JavaScript would take for a number. */
const number = (value: unknown): unknown =>
  typeof value === "string" && DIGITS.test(value) ? Number(value) : value;

const integer = z.int({
  error: ({ code }) => (code === "invalid_type" ? "must be a whole number" : undefined),
});

/** A whole number in a query. */
export const whole = (least: number, most: number, usual: number) =>
  z
    .preprocess(number, integer.min(least).max(most))
    .default(usual)
    // The document would leave it out.
    .meta({ override: { default: usual } });

/** One of some whole numbers in a query. */
export const oneOf = <const N extends number>(numbers: readonly N[], usual: N) =>
  z
    .preprocess(number, z.literal(numbers))
    .default(usual)
    .meta({ override: { default: usual } });
