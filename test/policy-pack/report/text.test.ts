import assert from "node:assert/strict";

import fc from "fast-check";

import {
  byNumbers,
  counted,
  percent,
  serviceOf,
  visible,
  visibleJson,
} from "../../../policy-pack/report/text.ts";
import { hostileText } from "./support.ts";

describe("texts of a report", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["plain, with ümlauts and 日本", "plain, with ümlauts and 日本"],
    ["  two\r\n lines\tand  a tab ", "two lines and a tab"],
    ["user\u202egpj.exe", "user\\u{202e}gpj.exe"],
    ["a\u0007b\u0000c\u009bd", "a\\u{0007}b\\u{0000}c\\u{009b}d"],
    ["zero\u200bwidth\ufeff", "zero\\u{200b}width"],
    ["zero\u200bwidth\u00ad!", "zero\\u{200b}width\\u{00ad}!"],
    ["half \ud800 of a pair", "half \\u{d800} of a pair"],
    ["tag \u{e0041}", "tag \\u{e0041}"],
    ["😀", "😀"],
  ];
  for (const [text, seen] of cases) {
    it(`shows ${JSON.stringify(text)} as ${seen}`, () => {
      assert.equal(visible(text), seen);
    });
  }

  it("hides nothing, whatever it is given, and leaves what is visible alone", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const seen = visible(text);
        assert.doesNotMatch(seen, /[\p{C}\p{Zl}\p{Zp}]/u);
        assert.equal(visible(seen), seen);
      }),
    );
  });

  it("shows JSON that reads back as the same value", () => {
    fc.assert(
      fc.property(fc.dictionary(hostileText, fc.array(hostileText)), (value) => {
        const json = visibleJson(value);
        assert.doesNotMatch(json, /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
        assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("rounds a share down, so that only all of it is 100 %", () => {
    assert.deepEqual([1, 0.99999, 5 / 7, 0].map(percent), ["100 %", "99.9 %", "71.4 %", "0 %"]);
  });

  it("counts one and many", () => {
    assert.deepEqual([counted(1, "control"), counted(0, "control")], ["1 control", "0 controls"]);
  });

  it("orders requirements by their numbers", () => {
    const sorted = ["CP-10", "AC-3(15)", "CP-9", "2.1.10", "AC-3(7)", "2.1.9"].sort(byNumbers);
    assert.deepEqual(sorted, ["2.1.9", "2.1.10", "AC-3(7)", "AC-3(15)", "CP-9", "CP-10"]);
  });

  it("names the service of a type, twins included", () => {
    const types = {
      "aws:s3/bucketV2:BucketV2": "s3",
      "aws:alb/listener:Listener": "lb",
      "pulumi:pulumi:Stack": "stack",
      "pulumi:providers:aws": "pulumi",
      "random:index/randomPassword:RandomPassword": "random",
      "": "",
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(types).map((type) => [type, serviceOf(type)])),
      types,
    );
  });
});
