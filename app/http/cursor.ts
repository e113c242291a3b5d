import { z } from "zod";

/** No cursor of ours is longer. */
const LONGEST = 1024;

/**
 * A place in a list, handed to a client as opaque text. It holds no secret and gives no right: a
 * forged one leads to another place of the same list, so it is checked for its form alone.
 */
export function cursorTo<S extends z.ZodType>(place: S) {
  return z
    .string()
    .min(1)
    .max(LONGEST)
    .transform((text, context): z.output<S> => {
      const result = place.safeParse(decoded(text));
      if (result.success) return result.data;
      context.addIssue({ code: "custom", message: "is no cursor of this list" });
      return z.NEVER;
    })
    .meta({ description: "Where to go on: `next` of the page before." });
}

/** The cursor of a place, for the page that ends there. */
export function cursorOf(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
