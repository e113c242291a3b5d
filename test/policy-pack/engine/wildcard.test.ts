import assert from "node:assert/strict";

import fc from "fast-check";

import { contains, covers } from "../../../policy-pack/engine/wildcard.ts";

describe("patterns with wildcards", () => {
  it("tells which patterns lie within others", () => {
    const within: readonly (readonly [outer: string, inner: string, answer: boolean])[] = [
      ["*", "a*b?", true],
      ["a*", "a*", true],
      ["a*", "ab*", true],
      ["ab*", "a*", false],
      ["a?", "ab", true],
      ["a?", "a?", true],
      ["ab", "a?", false],
      ["a?", "a*", false],
      ["*b", "a*b", true],
      ["*b", "a*", false],
      ["a*c*e", "abc*de", true],
      ["", "", true],
      ["", "*", false],
      ["a", "a*", false],
    ];
    for (const [outer, inner, answer] of within) {
      assert.equal(contains(outer, inner), answer, `${outer} ${inner}`);
    }
  });

  it("never calls a pattern part of another that does not cover one of its texts", () => {
    const pattern = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 7 });
    const text = fc.array(fc.constantFrom("a", "b"), { maxLength: 7 });
    fc.assert(
      fc.property(pattern, pattern, text, (left, right, letters) => {
        const [outer, inner, word] = [left.join(""), right.join(""), letters.join("")];
        return !contains(outer, inner) || !covers(inner, word) || covers(outer, word);
      }),
      { numRuns: 2000 },
    );
  });
});
