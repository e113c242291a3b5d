import assert from "node:assert/strict";

import fc from "fast-check";

import { cleanName, LONGEST_NAME } from "../../../app/documents/filename.ts";

describe("A-DOCS: names of files", () => {
  const names: readonly [why: string, given: string, clean: string | undefined][] = [
    ["a plain name", "report.pdf", "report.pdf"],
    ["spaces and signs", "my report (1) – final.pdf", "my report (1) – final.pdf"],
    ["folders", "../../etc/passwd", "passwd"],
    ["folders of Windows", "C:\\Users\\ada\\report.pdf", "report.pdf"],
    ["both kinds of folders", "a/b\\c/d.txt", "d.txt"],
    ["control characters", "re\u0000po\r\nrt\u001b[31m\u007f\u0085.pdf", "report[31m.pdf"],
    ["text turned around", "gpj.\u202Eexe", "gpj.exe"],
    ["isolated text", "\u2066a\u2069\u200f\u061c.txt", "a.txt"],
    ["ends of lines of Unicode", "a\u2028b\u2029c", "abc"],
    ["a byte order mark", "\uFEFFa.txt", "a.txt"],
    ["decomposed letters", "re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"],
    ["a letter that a hidden sign parts", "e\u202e\u0301", "\u00e9"],
    ["a joined emoji", "👩\u200d🚀.png", "👩\u200d🚀.png"],
    ["half of a pair", "a\ud800b", "a\ufffdb"],
    ["white space around", "  a.txt \t", "a.txt"],
    ["nothing", "", undefined],
    ["a folder alone", "folder/", undefined],
    ["this folder", ".", undefined],
    ["the folder above", "a/..", undefined],
    ["hidden characters alone", "\u202e\u0007", undefined],
    ["three dots, which are a name", "...", "..."],
    ["255 bytes", "a".repeat(255), "a".repeat(255)],
    ["256 bytes", "a".repeat(256), "a".repeat(255)],
    ["a cut before é", "a".repeat(254) + "é", "a".repeat(254)],
    ["a cut before an emoji", "a".repeat(252) + "😀", "a".repeat(252)],
    ["a cut after an emoji", "a".repeat(251) + "😀b", "a".repeat(251) + "😀"],
    ["a cut that leaves white space", "a".repeat(254) + " b", "a".repeat(254)],
  ];
  for (const [why, given, clean] of names) {
    it(`takes ${why}`, () => {
      assert.equal(cleanName(given), clean);
    });
  }

  it("gives a name that is short, whole, plain, and its own clean form, whatever is given", () => {
    const hostile = fc.constantFrom(
      "\u202e",
      "\u0000",
      "/",
      "\\",
      ".",
      " ",
      "\u0301",
      "😀",
      "\ud800",
    );
    const text = fc.string({
      unit: fc.oneof(hostile, fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
      maxLength: 400,
    });
    fc.assert(
      fc.property(text, (given) => {
        const clean = cleanName(given);
        if (clean === undefined) return;
        assert.ok(Buffer.byteLength(clean) <= LONGEST_NAME);
        assert.ok(clean.isWellFormed());
        assert.equal(clean, clean.normalize("NFC"));
        assert.doesNotMatch(clean, /[/\\\p{Cc}\p{Bidi_Control}]/u);
        assert.equal(cleanName(clean), clean);
      }),
    );
  });
});
