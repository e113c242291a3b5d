import assert from "node:assert/strict";

import * as fc from "fast-check";

import { allowance, errorsBetween, meant } from "../../../app/music/search/typos.ts";

describe("A-MUSIC: typing errors", () => {
  const CASES: [typed: string, other: string, errors: number, asBeginning: number][] = [
    ["", "", 0, 0],
    ["", "abc", 3, 0],
    ["velvet", "velvet", 0, 0],
    ["velvt", "velvet", 1, 1],
    ["vlevet", "velvet", 1, 1],
    ["vellvet", "velvet", 1, 1],
    ["velbet", "velvet", 1, 1],
    ["harb", "harbour", 3, 0],
    ["hrab", "harbour", 4, 1],
    ["ca", "abc", 3, 1],
    ["Бухо", "Бухa", 1, 1],
  ];
  for (const [typed, other, errors, asBeginning] of CASES) {
    it(`counts ${errors} between "${typed}" and "${other}", ${asBeginning} as a beginning`, () => {
      assert.equal(errorsBetween(typed, other, false), errors);
      assert.equal(errorsBetween(typed, other, true), asBeginning);
    });
  }

  it("counts alike both ways, none for the same, and never more than the longer has letters", () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from("abcé🎵")), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        const errors = errorsBetween(one, other, false);
        assert.equal(errors, errorsBetween(other, one, false));
        assert.equal(errors === 0, one === other);
        assert.ok(errors <= Math.max(Array.from(one).length, Array.from(other).length));
        assert.ok(errorsBetween(one, other, true) <= errors);
      }),
    );
  });

  it("forgives none in the shortest words, one in short ones, two in others, none in the longest", () => {
    const lengths = [1, 2, 3, 5, 6, 40, 41];
    assert.deepEqual(
      lengths.map((length) => allowance("x".repeat(length))),
      [0, 0, 1, 1, 2, 2, 0],
    );
  });

  it("offers what was likeliest meant first, and nothing that is too far", () => {
    const known = ["harvest", "harbour", "harbor", "barber"];
    assert.deepEqual(meant("harbor", known, false), ["harbor", "harbour", "barber"]);
    assert.deepEqual(meant("zz", known, false), []);
  });
});
