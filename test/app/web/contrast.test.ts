import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const TOKENS = join(import.meta.dirname, "../../../app/web/src/styles/tokens.css");

/** Colours by name: of the light form, and of the dark one. */
function palettes(): readonly ReadonlyMap<string, string>[] {
  const [light = "", dark = ""] = readFileSync(TOKENS, "utf8").split("prefers-color-scheme: dark");
  return [light, dark].map(
    (text) =>
      new Map(
        [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", colour = ""]) => [
          name,
          colour,
        ]),
      ),
  );
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe("the colours of the page", () => {
  const [light, dark] = palettes();

  it("are the same names in both forms", () => {
    assert.deepEqual([...(dark?.keys() ?? [])], [...(light?.keys() ?? [])]);
    assert.ok((light?.size ?? 0) >= 12);
  });

  for (const [form, palette] of [
    ["light", light],
    ["dark", dark],
  ] as const) {
    const colour = (name: string) => {
      const found = palette?.get(name);
      assert.ok(found, name);
      return found;
    };
    for (const [text, grounds] of [
      ["ink", ["ground", "raised", "sunken", "hover"]],
      ["ink-quiet", ["ground", "raised", "hover"]],
      ["accent", ["ground", "raised", "hover"]],
      ["accent-strong", ["accent-soft"]],
      ["on-accent", ["accent", "accent-strong"]],
      ["danger", ["ground", "raised"]],
      ["ground", ["ink"]],
    ] as const) {
      it(`${text} can be read in the ${form} form on ${grounds.join(", ")} (4.5 : 1)`, () => {
        for (const ground of grounds) {
          const ratio = contrast(colour(text), colour(ground));
          assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
        }
      });
    }
  }
});
