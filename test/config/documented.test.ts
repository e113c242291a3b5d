import assert from "node:assert/strict";

import { stackSchema } from "../../tools/generated/stackSchema.ts";

interface Schema {
  readonly description?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Paths of the settings that an editor would show without a word. */
function undescribed(schema: Schema, path: string): string[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const here = `${path}.${name}`;
      const silent = property.description === undefined && property.const === undefined;
      return [...(silent ? [here] : []), ...undescribed(property, here)];
    }),
    ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((option) =>
      undescribed(option, path),
    ),
  ];
  return schema.items ? [...inner, ...undescribed(schema.items, `${path}[]`)] : inner;
}

describe("settings for editors", () => {
  it("have a description each", () => {
    const { properties = {} } = stackSchema("rampart") as Schema;
    assert.deepEqual([...new Set(undescribed({ properties }, ""))], [".config"]);
  });
});
