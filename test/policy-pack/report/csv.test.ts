import assert from "node:assert/strict";

import fc from "fast-check";

import { csvReport } from "../../../policy-pack/report/csv.ts";
import { visible } from "../../../policy-pack/report/text.ts";
import { SAMPLE } from "./sample.ts";
import { assertGolden, hostileText, sampleOf } from "./support.ts";

/** Cells by the rules of RFC 4180; refuses what they do not allow. */
function parse(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = csv;
  while (rest !== "") {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    assert.ok(cell, `no cell: ${rest.slice(0, 60)}`);
    const [whole, quoted, bare = "", end] = cell;
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    rest = rest.slice(whole.length);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  assert.deepEqual(row, []);
  return rows;
}

describe("findings.csv", () => {
  it("has a row for each finding, gap and pass", () => {
    assertGolden("findings.csv", csvReport(SAMPLE));
  });

  it("tells the exemption of what is exempt", () => {
    const [head = [], ...rows] = parse(csvReport(SAMPLE));
    const exempt = rows.find(([outcome]) => outcome === "exempt") ?? [];
    const said = head.map((name, index) => [name, exempt[index]] as const);
    assert.deepEqual(
      said.filter(([name]) => name.startsWith("exempt")),
      [
        ["exemption reason", "The function that rotates it is not written yet"],
        ["exemption owner", "team-data"],
        ["exempt until", "2027-03-31"],
        ["exemption ticket", "OPS-12"],
      ],
    );
  });

  it("keeps its cells, and lets no cell be a formula, whatever the texts", () => {
    const { length } = parse(csvReport(sampleOf("x")));
    fc.assert(
      fc.property(hostileText, (text) => {
        const rows = parse(csvReport(sampleOf(text)));
        assert.equal(rows.length, length);
        assert.deepEqual(new Set(rows.map((row) => row.length)), new Set([24]));
        for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+\-@＝＋－＠\t\r]/);
      }),
    );
  });

  it("lets no cell be a formula for a reader with another separator either", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const cell of csvReport(sampleOf(text)).split(/[,;\t|"\r\n]/)) {
          assert.doesNotMatch(cell, /^[=+\-@＝＋－＠]/);
        }
      }),
    );
  });

  it("changes nothing but the start of a formula", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [, ...rows] = parse(csvReport(sampleOf(text)));
        for (const row of rows) {
          const name = row[7] ?? "";
          assert.equal(name.replaceAll(/'(?=[=+\-@＝＋－＠])/g, ""), plain(text));
        }
      }),
    );
    function plain(text: string): string {
      return visible(text).replaceAll(/'(?=[=+\-@＝＋－＠])/g, "");
    }
  });
});
