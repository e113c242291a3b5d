import assert from "node:assert/strict";

import { type Reading, Undecidable } from "../../../policy-pack/engine/reading.ts";
import type { Value } from "../../../policy-pack/engine/resource.ts";
import { View } from "../../../policy-pack/engine/view.ts";
import { resource } from "../support/resources.ts";

const HIDDEN = { $unknown: true } as const;
const reading = (value: Value, path = "p"): Reading =>
  new View(resource("aws:s3/bucket:Bucket", "data", { p: value })).at(path);

/** What a question answers, or why it can't. */
function answer(question: () => unknown): unknown {
  try {
    return question();
  } catch (error) {
    assert.ok(error instanceof Undecidable, String(error));
    return `${error.property} ${error.reason}`;
  }
}

describe("a reading", () => {
  const kinds: readonly (readonly [Value, string, string])[] = [
    ["text", "p", "known"],
    [false, "p", "known"],
    [null, "p", "absent"],
    [HIDDEN, "p", "unknown"],
    [{ $secret: true }, "p", "secret"],
    [HIDDEN, "p.below.it", "unknown"],
    [{ a: HIDDEN }, "p", "known"],
    [{ a: HIDDEN }, "p.a", "unknown"],
    [{ a: 1 }, "p.b", "absent"],
    [["x"], "p[0]", "known"],
    [["x"], "p[1]", "absent"],
    ["text", "p.below", "absent"],
    [{}, "p.constructor", "absent"],
    [{}, "p.__proto__", "absent"],
  ];
  for (const [value, path, kind] of kinds) {
    it(`of ${path} in ${JSON.stringify(value)} is ${kind}`, () => {
      assert.equal(reading(value, path).kind, kind);
    });
  }

  it("answers nothing from an unknown, whatever is asked", () => {
    const unknown = reading(HIDDEN);
    const answers = [
      () => unknown.text,
      () => unknown.number,
      () => unknown.flag,
      () => unknown.value,
      () => unknown.present,
      () => unknown.items(),
      () => unknown.texts(),
      () => unknown.entries(),
      () => unknown.json().text,
      () => unknown.at("x[2].y").text,
    ].map(answer);
    assert.deepEqual(new Set(answers), new Set(["p is unknown"]));
  });

  it("never shows a secret, but knows that it is there", () => {
    const secret = reading({ $secret: true });
    assert.equal(secret.present, true);
    assert.equal(
      answer(() => secret.text),
      "p is secret",
    );
  });

  it("gives a whole value only when nothing in it is hidden, and names what is", () => {
    assert.deepEqual(reading({ a: [1, { b: "c" }] }).value, { a: [1, { b: "c" }] });
    assert.equal(
      answer(() => reading({ a: [1, { b: HIDDEN }] }).value),
      "p.a[1].b is unknown",
    );
  });

  it("takes the spellings that providers take", () => {
    assert.deepEqual(
      [reading("true").flag, reading("false").flag, reading("yes").flag, reading(1).flag],
      [true, false, undefined, undefined],
    );
    assert.deepEqual(
      [reading("30").number, reading(" ").number, reading("x").number, reading([1]).number],
      [30, undefined, undefined, undefined],
    );
    assert.deepEqual([reading(7).text, reading({}).text], ["7", undefined]);
  });

  it("takes a list of one for its element, and an element for a list of one", () => {
    assert.equal(reading([{ enabled: true }], "p.enabled").flag, true);
    assert.equal(reading({ enabled: true }, "p[0].enabled").flag, true);
    assert.deepEqual(reading("*").texts(), ["*"]);
    assert.deepEqual(reading(["a", "b"]).texts(), ["a", "b"]);
    assert.equal(reading([{ a: 1 }, { a: 2 }], "p.a").kind, "absent");
  });

  it("reads JSON in a text, and what stands there unquoted", () => {
    for (const value of ['{"a":["b"]}', { a: ["b"] }]) {
      const inside = reading(value).json().at("a[0]");
      assert.deepEqual([inside.text, inside.path], ["b", "p.a[0]"]);
    }
    const broken = reading("{").json();
    assert.equal(broken.kind, "invalid");
    assert.equal(
      answer(() => broken.at("a").text),
      "p is no valid JSON",
    );
  });

  it("tells of each place that is looked at", () => {
    const seen: string[] = [];
    const bucket = resource("aws:s3/bucket:Bucket", "data", { a: { b: [1] } });
    const view = new View(bucket, (urn, path) => seen.push(`${urn === bucket.urn} ${path}`));
    assert.equal(view.at("a.b[0]").number, 1);
    assert.equal(view.either("x", "a").kind, "known");
    assert.deepEqual(seen, ["true a.b[0]", "true x", "true a", "true a"]);
  });
});
