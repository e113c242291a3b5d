import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import type { Report } from "../../../policy-pack/report/report.ts";
import { visible } from "../../../policy-pack/report/text.ts";
import { HOSTILE, SAMPLE } from "./sample.ts";

const GOLDEN = join(import.meta.dirname, "golden");

/**
 * Holds that a text is the one that was reviewed. After a change that is meant, write it anew with
 * `UPDATE_GOLDEN=1` and review the difference.
 */
export function assertGolden(name: string, text: string): void {
  const path = join(GOLDEN, `${name}.golden`);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, "utf8"));
}

const PIECES = [
  ...["<script>", "</script>", "</style>", "<!--", "-->", "]]>", "<![CDATA[", "&lt;", "&#60;", "'"],
  ...['"', "\\", "\\|", "|", "`", "```", "*", "_", "[x](y)", "](", "![i](http://e)", "<br>", "{0}"],
  ...["{1}", "{{", "}", "$&", "$1", "$`", "=1+1", "+1", "-1", "@SUM(1)", "＝1", ";=1", ",", "\t=1"],
  ...["\r\n", "\n", "\u0000", "\u001b[31m", "\u202e", "\u2028", "\ufeff", "\ud800", "\udc00", "#1"],
  ...["http://evil.example", "www.evil.example", "@team", "javascript:alert(1)", "../", "x", " "],
];

/** Texts that try to break out of any format, and that say something when they are made visible. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(fc.constantFrom(...PIECES, HOSTILE), fc.string({ unit: "binary", maxLength: 5 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""))
  .filter((text) => visible(text) !== "");

/** The sample with one text in every place that a program or a person fills. */
export function sampleOf(text: string): Report {
  return {
    ...SAMPLE,
    stack: text,
    project: text,
    controls: SAMPLE.controls,
    results: SAMPLE.results.map((result) => ({
      ...result,
      urn: text,
      name: text,
      ...(result.source === undefined ? {} : { source: { file: text, line: 1 } }),
      findings: result.findings.map((finding) => ({ ...finding, message: text, property: text })),
      undecided: result.undecided.map((gap) => ({ ...gap, property: text, reason: text })),
    })),
    exemptions: SAMPLE.exemptions.map((exemption) => ({
      ...exemption,
      urn: text,
      reason: text,
      owner: text,
      ticket: text,
      expires: text,
      ...(exemption.problem === undefined ? {} : { problem: text }),
    })),
  };
}

const VOID = ["br", "input", "meta"];
const NAME = String.raw`[A-Za-z][\w:-]*`;
const VALUE = String.raw`"(?:[^<>&"]|&(?:amp|lt|gt|quot|#39);)*"`;
const TAG = new RegExp(String.raw`^<(/?)(${NAME})((?:\s+${NAME}(?:=${VALUE})?)*)\s*(/?)>`);
const TEXT = /^(?:[^<&]|&(?:amp|lt|gt|quot|#39);)+/;
const RAW = /^<(style|script)>[^]*?<\/\1>/;
const HEAD = /^(?:<\?xml version="1\.0" encoding="UTF-8"\?>|<!doctype html>)/;

/**
 * The tags of a page or of an XML document with the names of their attributes, in order.
 *
 * @throws when it is not well formed: a tag that is not closed, or a sign that is not escaped.
 */
export function structureOf(document: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  let rest = document.replace(HEAD, "");
  while (rest !== "") {
    const raw = RAW.exec(rest);
    const tag = TAG.exec(rest);
    const text = TEXT.exec(rest);
    const token = raw ?? tag ?? text;
    assert.ok(token, `not well formed: ${rest.slice(0, 80)}`);
    rest = rest.slice(token[0].length);
    if (raw !== null) found.push(raw[1] ?? "");
    else if (tag !== null) {
      const [, end = "", name = "", attributes = "", closed = ""] = tag;
      const names = [...attributes.matchAll(new RegExp(`(${NAME})(?:=${VALUE})?`, "g"))].map(
        ([, attribute]) => attribute,
      );
      assert.equal(new Set(names).size, names.length, `an attribute twice in ${token[0]}`);
      found.push(`${end}${[name, ...names].join(" ")}`);
      if (end !== "") assert.equal(open.pop(), name);
      else if (closed === "" && !VOID.includes(name)) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return found;
}
