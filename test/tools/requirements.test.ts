import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

import { citationsIn, citationsOf } from "../../tools/generated/citations.ts";
import { FEATURES as FEATURE_NAMES, NOT_BUILT } from "../../tools/generated/features.ts";
import { TRAP_CONCERNS } from "../../tools/generated/concerns.ts";
import { testedFiles } from "../../tools/generated/testedFiles.ts";
import { ROOT } from "../support/fixtures.ts";

/** What the platform must do; each needs a test that says so in its title. */
const REQUIREMENTS = [
  "P-ENV",
  "P-NAME",
  ...numbered("P-NET", 8),
  ...numbered("P-KEY", 3),
  ...numbered("P-EDGE", 5),
  ...numbered("P-RUN", 6),
  ...numbered("P-DATA", 5),
  "P-IAM-3",
  "P-IAM-5",
  ...numbered("P-DET", 6),
  ...numbered("P-OBS", 7),
  "S-PLATFORM",
  ...numbered("S-INGEST", 7),
];

/** Features of the platform, by their numbers. */
const FEATURES = [
  1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28,
  29, 30, 31, 32, 33, 34, 35, 37, 38, 39, 40, 42, 43, 44, 45, 46, 47, 48, 49, 50, 53, 54, 55, 58,
  59, 60,
];

function numbered(room: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${room}-${index + 1}`);
}

describe("requirements", () => {
  const citations = citationsOf(ROOT);
  const cited = new Set(citations.map((citation) => citation.cited));

  it("have a test each", () => {
    assert.deepEqual(
      REQUIREMENTS.filter((requirement) => !cited.has(requirement)),
      [],
    );
  });

  it("that are features have a test each, or a reason why they are not there", () => {
    assert.deepEqual(
      FEATURES.filter((feature) => !cited.has(`feature ${feature}`)),
      Object.keys(NOT_BUILT).map(Number),
    );
    for (const feature of FEATURES) assert.notEqual(feature in FEATURE_NAMES, feature in NOT_BUILT);
  });

  it("are held by tests of at least one and at most four files, all of them there", () => {
    for (const test of new Set(citations.map((citation) => citation.test))) {
      const files = testedFiles(ROOT, test);
      assert.ok(files.length >= 1 && files.length <= 4, `${test}: ${files.join(", ")}`);
      for (const file of files) assert.ok(existsSync(join(ROOT, file)), `${test}: ${file}`);
    }
  });

  it("that are traps have a concern, file by file", () => {
    const files = new Set(
      citations.map(({ test }) => test).filter((test) => /^test\/traps\/\w+\.ts$/.test(test)),
    );
    assert.deepEqual(Object.keys(TRAP_CONCERNS).sort(), [...files].sort());
    assert.ok(globSync("test/traps/*.ts", { cwd: ROOT }).length > files.size);
  });

  it("never show a title's source", () => {
    const source = citations.filter(({ title }) => /\$\{|\}/.test(title));
    assert.deepEqual(source, []);
  });
});

describe("citationsIn", () => {
  for (const [source, expected] of [
    [`it("P-NET-3, T89: holds", f)`, ["P-NET-3: holds", "T89: holds"]],
    [`it("features 1, 5, T4: holds", f)`, ["feature 1: holds", "feature 5: holds", "T4: holds"]],
    [`it("P-NET-2 to P-NET-4: holds", f)`, ["P-NET-2: holds", "P-NET-3: holds", "P-NET-4: holds"]],
    ["it(`P-ENV: ${a} is ${f({ b: 1 })}`, f)", ["P-ENV: … is …"]],
    [`["T39: in a table", 1]`, ["T39: in a table"]],
    [`{ id: "T7",\n title:\n "a \\"trap\\"", check }`, [`T7: a "trap"`]],
    [`// P-NET-3: no title`, []],
    [`it("speaks of P-NET-3: late", f)`, []],
    [`it("decisions, registry: holds", f)`, []],
  ] as const) {
    it(`reads ${JSON.stringify(source)}`, () => {
      assert.deepEqual(
        citationsIn(source).map(({ cited, title }) => `${cited}: ${title}`),
        expected,
      );
    });
  }
});
