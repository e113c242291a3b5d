import assert from "node:assert/strict";

import fc from "fast-check";

import { markdownReport } from "../../../policy-pack/report/markdown.ts";
import { CLEAN, SAMPLE } from "./sample.ts";
import { assertGolden, hostileText, sampleOf } from "./support.ts";

/** What means something to Markdown: signs that inert texts hold as entities alone. */
const shapeOf = (markdown: string) => markdown.replaceAll(/[^*`<>[\]|~#@&:!\\{}$^\n]/g, "");

describe("the comment on a pull request", () => {
  it("has the verdict first, then what is wrong, the rest folded away", () => {
    assertGolden("report.md", markdownReport(SAMPLE));
  });

  it("is short when all is well", () => {
    assert.equal(
      markdownReport(CLEAN),
      [
        "### Policy: prod passed",
        "",
        "100 % of 1 verdict decided. Profile prod, plan of 2026-11-22, rampart 0.1.0.",
        "",
        "<details><summary>Counts</summary>",
        "",
        "| severity | fail | undecided | exempt | pass |",
        "| --- | --- | --- | --- | --- |",
        "| critical | 0 | 0 | 0 | 0 |",
        "| high | 0 | 0 | 0 | 1 |",
        "| medium | 0 | 0 | 0 | 0 |",
        "| low | 0 | 0 | 0 | 0 |",
        "",
        "</details>",
        "",
      ].join("\n"),
    );
  });

  it("says of a preview whose levels it has", () => {
    const note = "Levels are the profile's, since the engine tells a pack no level";
    assert.ok(markdownReport({ ...CLEAN, door: "preview" }).includes(note));
    assert.ok(!markdownReport(CLEAN).includes("Levels"));
  });

  it("fits into a comment, however much is wrong", () => {
    const [failed, , , , undecided] = SAMPLE.results;
    assert.ok(failed && undecided);
    const results = Array.from({ length: 2000 }, (_, index) => (index % 2 ? failed : undecided));
    const text = markdownReport({ ...SAMPLE, results });
    assert.ok(text.length < 65_536, String(text.length));
    assert.equal(text.match(/^And 950 more\.$/gm)?.length, 2);
  });

  it("keeps every text from outside a text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const said = markdownReport(sampleOf(text));
        const inert = said.replaceAll(/&#\d+;(<!-- -->)?/g, "");
        const harmless = markdownReport(sampleOf("x"));
        assert.equal(shapeOf(inert), shapeOf(harmless.replaceAll(/&#\d+;(<!-- -->)?/g, "")));
        assert.doesNotMatch(inert, /www\./i);
      }),
      { numRuns: 100 },
    );
  });

  it("calls nobody and names no issue", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const said = markdownReport(sampleOf(text));
        assert.doesNotMatch(said, /&#(?:64|35);(?!<!-- -->)/);
        assert.doesNotMatch(said, /@|(?<!&|#|^)#(?!#* )/m);
      }),
      { numRuns: 100 },
    );
  });
});
