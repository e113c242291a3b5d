import assert from "node:assert/strict";

import fc from "fast-check";

import { consoleReport, type Painter } from "../../../policy-pack/report/console.ts";
import { CLEAN, SAMPLE } from "./sample.ts";
import { assertGolden, hostileText, sampleOf } from "./support.ts";

const unpainted: Painter = (_, text) => text;

describe("the verdict on the console", () => {
  it("lists what blocks with remedy and line, what is undecided, advisory, exempt", () => {
    assertGolden("console.txt", consoleReport(SAMPLE, unpainted));
  });

  it("is short when all is well", () => {
    assert.equal(
      consoleReport(CLEAN, unpainted),
      [
        "Policy: prod passed, 100 % of 1 verdict decided, profile prod",
        "                 fail  undecided     exempt       pass",
        "  critical          0          0          0          0",
        "  high              0          0          0          1",
        "  medium            0          0          0          0",
        "  low               0          0          0          0",
        "",
      ].join("\n"),
    );
  });

  it("paints by what a text means", () => {
    const painted = consoleReport(SAMPLE, (format, text) => `<${format}>${text}</>`);
    for (const part of [
      "<bold>Policy:</> prod <red>blocked by 4</>",
      "<dim>          0</>",
      "<red>          2</>",
      "<red>high</> <bold>s3-bucket-tls-only</>",
      "media <dim>(s3)</> <dim>at components/storage/secureBucket.ts:42</>",
      "<yellow>undecided:</> enableKeyRotation is unknown",
      "<yellow>low</> <bold>s3-bucket-versioning</>",
      "<red>expired</> <bold>kms-rotation</>",
    ]) {
      assert.ok(painted.includes(part), part);
    }
    assert.ok(
      consoleReport(CLEAN, (format, text) => `<${format}>${text}</>`).includes("<green>passed</>"),
    );
  });

  it("lists the most severe first, twenty at most", () => {
    const [low, high] = [SAMPLE.results[3], SAMPLE.results[0]];
    assert.ok(low && high);
    const many = { ...SAMPLE, results: [...Array.from({ length: 30 }, () => low), high] };
    const text = consoleReport(many, unpainted);
    assert.ok(text.indexOf("Failed") < text.indexOf("Advisory"));
    assert.equal(text.match(/^ {4}logs \(s3\)$/gm)?.length, 20);
    assert.match(text, /^ {2}and 10 more$/m);
  });

  it("writes no line and no control sequence of its own, whatever the texts", () => {
    const lines = consoleReport(sampleOf("x"), unpainted).split("\n").length;
    fc.assert(
      fc.property(hostileText, (text) => {
        const said = consoleReport(sampleOf(text), unpainted);
        assert.equal(said.split("\n").length, lines);
        assert.doesNotMatch(said, /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 50 },
    );
  });
});
