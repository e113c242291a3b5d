import assert from "node:assert/strict";

import * as fc from "fast-check";

import {
  JsonFailure,
  JsonObject,
  type JsonValue,
  MOST_LEVELS,
  parseJson,
  step,
} from "../../../functions/ingest/json.ts";
import { ALL } from "../../support/size.ts";

const RUNS = { numRuns: ALL ? 100_000 : 2000 };

/** A value as JSON.parse gives it: of members with one name the last. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonObject) {
    return Object.fromEntries(value.members.map(([name, inner]) => [name, plain(inner)]));
  }
  return Array.isArray(value) ? value.map((inner: JsonValue) => plain(inner)) : value;
}

/** What reads a text, or that nothing does. */
function read<T>(reader: (text: string) => T, text: string): T | undefined {
  try {
    return reader(text);
  } catch (error) {
    assert.ok(error instanceof SyntaxError || error instanceof JsonFailure, String(error));
    return undefined;
  }
}

/** Whether both readers take a text, and for the same. */
function checkLikeBuiltIn(text: string): void {
  const own = read((given): { value: JsonValue } => ({ value: parseJson(given) }), text);
  const builtIn = read((given): { value: unknown } => ({ value: JSON.parse(given) }), text);
  assert.equal(own === undefined, builtIn === undefined, JSON.stringify(text));
  if (own && builtIn) assert.deepEqual(plain(own.value), builtIn.value);
}

function failureOf(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    assert.ok(error instanceof JsonFailure);
    return `${error.line}:${error.column} ${error.message}`;
  }
  return assert.fail("it was taken");
}

describe("ingest's reader of JSON", () => {
  it("S-INGEST-4: takes what JSON.parse takes, for the same values", () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false, maxDepth: 10 }), checkLikeBuiltIn),
      RUNS,
    );
  });

  it("S-INGEST-4: takes nothing else, however near it comes", () => {
    const pieces = Array.from('{}[],:"\\ \n\t0123456789-+.eEunftrlsa\u0000\u001f\u00a0\ufeff/');
    const tokens = [
      ...pieces,
      "true",
      "false",
      "null",
      '"a"',
      '"\\u00e9"',
      "\\u",
      "1e5",
      "{}",
      "[]",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 12 }), (parts) => {
        checkLikeBuiltIn(parts.join(""));
      }),
      RUNS,
    );
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.nat(),
        fc.nat({ max: 2 }),
        fc.constantFrom("", ...tokens),
        (text, place, removed, inserted) => {
          const at = place % (text.length + 1);
          checkLikeBuiltIn(text.slice(0, at) + inserted + text.slice(at + removed));
        },
      ),
      RUNS,
    );
  });

  for (const [text, failure] of [
    ["", "1:1 ends too early"],
    ["\ufeff{}", "1:1 has no value here"],
    ['{"a":1}\n x', "2:2 has more after its end"],
    ['{"a":1,\n "b" 2}', "2:6 wants a colon"],
    ["{'a':1}", "1:2 wants a name in double quotes"],
    ['{"a":1,}', "1:8 wants a name in double quotes"],
    ["[1,]", "1:4 has no value here"],
    ["[1 2]", '1:4 wants a comma or "]"'],
    ['{"a":1', "1:7 ends too early"],
    ['{"a"', "1:5 ends too early"],
    ["[1", "1:3 ends too early"],
    ['["a', "1:4 ends within a string"],
    ['["\\', "1:3 ends within a string"],
    ['["\\x"]', "1:3 has an unknown escape within a string"],
    ['["\\u12G4"]', "1:3 has an unknown escape within a string"],
    ['["a\nb"]', "1:4 has a control character within a string"],
    ["[01]", '1:3 wants a comma or "]"'],
    ["[NaN]", "1:2 has no value here"],
    ["[truer]", "1:2 has no value here"],
    ["[tru]", "1:2 has no value here"],
    ["// no\n{}", "1:1 has no value here"],
  ] as const) {
    it(`S-INGEST-4: says where ${JSON.stringify(text)} stops being JSON`, () => {
      assert.equal(failureOf(text), failure);
    });
  }

  it("S-INGEST-4: notices each repeated name, also one that is written otherwise", () => {
    const repeatsOf = (given: string) => {
      const repeats: string[] = [];
      parseJson(given, (path) => void repeats.push(path));
      return repeats;
    };
    const text = '{"a":1,"b/c":{"x":1,"\\u0078":2},"l":[{"y":1,"y":2,"y":3}],"a":2,"b/c":0}';
    assert.deepEqual(repeatsOf(text), ["/b~1c/x", "/l/0/y", "/l/0/y", "/a", "/b~1c"]);
    assert.deepEqual(repeatsOf('{"__proto__":1,"constructor":{"a":1},"b":{"a":1}}'), []);
  });

  it("S-INGEST-4: takes so many levels and no more, of lists, objects or both", () => {
    const nested = (open: string, close: string, levels: number) =>
      open.repeat(levels) + "0" + close.repeat(levels);
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      parseJson(nested(open, close, MOST_LEVELS));
      const deeper = failureOf(nested(open, close, MOST_LEVELS + 1));
      assert.match(deeper, /^1:\d+ is nested deeper than 66 levels$/);
      // Nothing of what runs out when a function calls itself.
      assert.equal(failureOf(open.repeat(1_000_000)), deeper);
    }
    // Levels beside each other are not within each other.
    parseJson(`[${"[],".repeat(1000)}[]]`);
  });

  it("shortens long names in paths, and writes what has a meaning there otherwise", () => {
    assert.deepEqual([step("a/b~c"), step(3)], ["/a~1b~0c", "/3"]);
    assert.equal(step("x".repeat(1000)), `/${"x".repeat(128)}…`);
  });
});
