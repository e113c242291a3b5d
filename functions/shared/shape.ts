import { PlainFailure } from "./failure.ts";

/** A schema of zod, whole or mini. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly data: T; readonly error?: undefined }
    | { readonly data?: undefined; readonly error: Failure };
}

interface Failure {
  readonly issues: readonly { readonly path: readonly PropertyKey[] }[];
}

/**
 * A value of a shape. Only where it differs is told: the value may hold what must be kept.
 *
 * @throws PlainFailure when it is not of that shape
 */
export function shaped<T>(what: string, schema: Schema<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const places = new Set(error.issues.map(({ path }) => path.join(".")));
  throw new PlainFailure(
    places.has("")
      ? `The ${what} is of no known shape.`
      : `The ${what} has no usable ${[...places].join(", ")}.`,
  );
}
