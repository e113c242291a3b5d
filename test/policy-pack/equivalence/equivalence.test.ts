import assert from "node:assert/strict";

import { outcomeOf } from "../support/outcome.ts";
import { equivalences } from "./classes/index.ts";

const FEWEST_CLASSES = 40;

describe("M4: one meaning, one answer", () => {
  it(`holds for ${FEWEST_CLASSES} classes at least, of two forms at least`, () => {
    assert.ok(equivalences.length >= FEWEST_CLASSES, `${equivalences.length} classes`);
    const lone = equivalences.filter(({ forms }) => Object.keys(forms).length < 2);
    assert.deepEqual(lone, []);
    const titles = equivalences.map(({ control, title }) => `${control}: ${title}`);
    assert.equal(new Set(titles).size, titles.length, "two classes with one title");
  });

  for (const { control, title, outcome, forms, settings } of equivalences) {
    it(`${control}: ${title}`, () => {
      const told = Object.entries(forms).map(([form, resources]) => [
        form,
        outcomeOf(control, resources, settings),
      ]);
      assert.deepEqual(
        told,
        Object.keys(forms).map((form) => [form, outcome]),
      );
    });
  }
});
