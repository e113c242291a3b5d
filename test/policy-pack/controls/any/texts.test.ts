import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

import { isList, plainText, valueName } from "../../../../policy-pack/controls/any/texts.ts";
import { Reading } from "../../../../policy-pack/engine/reading.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";

const reading = (value: Value) => new Reading({ urn: "urn" }, "place", value);
const base64 = (bytes: string | Buffer) => Buffer.from(bytes).toString("base64");

describe("isList", () => {
  for (const [value, expected] of [
    [["a", "b"], true],
    [["a"], true],
    [[{ a: 1 }], true],
    [[], false],
    ["a", false],
    [{ a: 1 }, false],
    [null, false],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(value)}`, () => {
      assert.equal(isList(reading(value)), expected);
    });
  }
});

describe("valueName", () => {
  const name = (key: string, siblings: Properties) => valueName(key, reading(siblings).entries());

  for (const [title, key, siblings, expected] of [
    ["its key", "password", { name: "other" }, "password"],
    ["the name beside a value", "value", { name: "DB_PASSWORD" }, "DB_PASSWORD"],
    ["the name beside one in another case", "Value", { Name: "DB_PASSWORD" }, "DB_PASSWORD"],
    ["the key of a parameter", "parameterValue", { parameterKey: "Password" }, "Password"],
    ["the end of a path", "value", { name: "/dev/db/password" }, "password"],
    ["its key where no name stands beside", "value", { type: "String" }, "value"],
    ["its key where the name is no text", "value", { name: { a: 1 } }, "value"],
    ["its key where only the start is a value", "valueFrom", { name: "DB_PASSWORD" }, "valueFrom"],
  ] as const) {
    it(`is ${title}`, () => {
      assert.equal(name(key, siblings), expected);
    });
  }
});

describe("plainText", () => {
  const plain = (value: Value) => plainText(reading(value)).text;
  const TEXT = "export DB_PASSWORD=hunter2\n\té";

  it("opens base64, also in lines, packed, and without its end", () => {
    assert.equal(plain(base64(TEXT)), TEXT);
    assert.equal(plain(base64(TEXT).replaceAll(/.{10}/g, "$&\n")), TEXT);
    assert.equal(plain(base64(TEXT).replaceAll("=", "")), TEXT);
    assert.equal(plain(Buffer.from(TEXT).toString("base64url")), TEXT);
    assert.equal(plain(base64(gzipSync(TEXT))), TEXT);
    assert.equal(plain(base64("exactly 15 long")), "exactly 15 long");
  });

  it("keeps the place and the resource", () => {
    const found = plainText(reading(base64(TEXT)));
    assert.deepEqual([found.urn, found.path], ["urn", "place"]);
  });

  const long = base64(TEXT);
  for (const [title, value] of [
    ["a short word", base64("twelve signs")],
    ["base64 behind something else", `{${long}`],
    ["base64 before something else", `${long}!`],
    ["bytes", base64("\u0000\u0001\u0002 text with binary")],
    ["text behind a byte", base64("\u0000text that follows it")],
    ["text before a byte", base64("text that goes before\u0000")],
    [
      "text with a byte that UTF-8 does not know",
      base64(Buffer.from([...Buffer.from(TEXT), 0xff])),
    ],
    ["more than user data may be", base64(gzipSync("a".repeat(262_145)))],
    ["no text", { a: 1 }],
  ] as const) {
    it(`leaves ${title} as it is`, () => {
      const given = reading(value);
      assert.equal(plainText(given), given);
    });
  }
});
