import assert from "node:assert/strict";

import { outcomeOf } from "../support/outcome.ts";
import { evasions } from "./families/index.ts";

const FEWEST_SPELLINGS = 120;
const FEWEST_FAMILIES = 12;

describe("M5: spellings that try to slip through", () => {
  it(`are ${FEWEST_SPELLINGS} at least in ${FEWEST_FAMILIES} families`, () => {
    assert.ok(evasions.length >= FEWEST_SPELLINGS, `${evasions.length} spellings`);
    const families = new Set(evasions.map(({ family }) => family));
    assert.ok(families.size >= FEWEST_FAMILIES, `${families.size} families`);
    const titles = evasions.map(({ control, title }) => `${control}: ${title}`);
    assert.equal(new Set(titles).size, titles.length, "two spellings with one title");
  });

  for (const { family, title, control, evil, benign, settings } of evasions) {
    it(`${family}: ${control}: ${title}`, () => {
      assert.equal(outcomeOf(control, evil, settings), "fail", "the evil one");
      assert.ok(
        ["pass", "notApplicable"].includes(outcomeOf(control, benign, settings)),
        "the benign one",
      );
    });
  }
});
