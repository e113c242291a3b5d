import fc from "fast-check";

import type { Schema, Served } from "./openapi.ts";

/**
 * Values that a schema allows; strings hold what people write, and what programs stumble over.
 *
 * @param known Values to take for the fields of those names.
 */
export function valuesOf(
  schema: Schema,
  document: Served,
  known: Readonly<Record<string, readonly string[]>> = {},
): fc.Arbitrary<unknown> {
  const below = (part: Schema) => valuesOf(part, document, known);
  const { $ref: reference, enum: choices, type } = schema;
  if (typeof reference === "string") {
    const named = document.components.schemas[reference.split("/").at(-1) ?? ""];
    if (named === undefined) throw new Error(`no ${reference}`);
    return below(named);
  }
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  switch (type) {
    case "string":
      return textsOf(schema);
    case "integer":
      return fc.integer({ min: Number(schema["minimum"]), max: Number(schema["maximum"]) });
    case "boolean":
      return fc.boolean();
    case "array": {
      const maxLength = Math.min(Number(schema["maxItems"] ?? 3), 3);
      return fc.array(below(schema["items"] as Schema), { maxLength });
    }
    case "object": {
      const fields = Object.entries(schema["properties"] as Record<string, Schema>);
      const requiredKeys = (schema["required"] ?? []) as string[];
      return fc.record(
        Object.fromEntries(
          fields.map(([name, field]) => [
            name,
            known[name] ? fc.constantFrom(...known[name]) : below(field),
          ]),
        ),
        { requiredKeys },
      );
    }
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`);
  }
}

/** Any character, most of them of ASCII; the library's own tables of Unicode take seconds to make. */
const LETTER = fc
  .oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10_ffff }),
  )
  .map((point) => String.fromCodePoint(point));

/** Words of the seed, and texts that mean something to a program between here and the disk. */
const ODD = [
  ...["delta", "Velvet Harbour", "a", "%", "_", "\\", "'", '"', "`", "$1", "--", ";", "null"],
  ...["' or 1=1 --", "{{7*7}}", "${jndi:ldap://a}", "<script>alert(1)</script>", "../../etc"],
  ...[
    "\u0130",
    "\ufb03",
    "\u{1f3b5}",
    "e\u0301",
    "\u202eabc",
    "\u00a0",
    "a\u0958",
    "NaN",
    "__proto__",
  ],
];

const KNOWN = new Map<string, fc.Arbitrary<string>>();

/** Each made once: to make one costs more than many of its values. */
function textsOf(schema: Schema): fc.Arbitrary<string> {
  const key = JSON.stringify(schema);
  const made = KNOWN.get(key) ?? texts(schema);
  KNOWN.set(key, made);
  return made;
}

function texts({ format, pattern, minLength = 0, maxLength = 1000 }: Schema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  const limits = { minLength: Number(minLength), maxLength: Number(maxLength) };
  return fc
    .oneof(
      fc.constantFrom(...ODD),
      fc.string({ ...limits, unit: LETTER }),
      fc.constantFrom("n", "\u0958").map((letter) => letter.repeat(limits.maxLength)),
    )
    .filter((text) => text.length >= limits.minLength && text.length <= limits.maxLength);
}

/** Texts that a parameter's schema may not allow; whoever uses them looks whether it does. */
export const WRONG_TEXTS: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...["", " ", "x", "-1", "0", "1.5", "0x10", "1e3", " 1", "+1", "\u0661", "NaN", "Infinity"],
    ...["true", "null", "[]", "{}", "9".repeat(15), "9".repeat(400), "101", "10001", "128.0"],
    ...["\0", "a\nb", "\ud800", "n".repeat(2000), "' or 1=1 --", "%00", "../x", "a,b", '"1"'],
  ),
  fc.string({ unit: LETTER, maxLength: 40 }),
);

/** Values that a body's schema may not allow. */
export const WRONG_VALUES: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, -1, 0.5, 1e300, "", "x", [], {}, [[]], { "": 1 }, "n".repeat(5000)),
  fc.jsonValue({ maxDepth: 3 }),
);
