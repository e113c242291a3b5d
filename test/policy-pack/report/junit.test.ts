import assert from "node:assert/strict";

import fc from "fast-check";

import { junitReport } from "../../../policy-pack/report/junit.ts";
import type { Report } from "../../../policy-pack/report/report.ts";
import { CLEAN, SAMPLE } from "./sample.ts";
import { assertGolden, hostileText, sampleOf, structureOf } from "./support.ts";

const headOf = (report: Report) => /<testsuites [^>]*>/.exec(junitReport(report))?.[0];

describe("junit.xml", () => {
  it("has a suite for each control that judged, and a case for each resource", () => {
    assertGolden("junit.xml", junitReport(SAMPLE));
  });

  it("fails by what blocks alone", () => {
    assert.equal(
      headOf(SAMPLE),
      '<testsuites name="rampart 0.1.0: rampart prod" tests="7" failures="2" errors="2" skipped="2" time="0">',
    );
    assert.equal(
      headOf(CLEAN),
      '<testsuites name="rampart 0.1.0: rampart prod" tests="1" failures="0" errors="0" skipped="0" time="0">',
    );
  });

  it("skips what is undecided in a run that is not stopped by it", () => {
    const open = SAMPLE.results.filter(({ outcome }) => outcome === "undecided");
    const results = open.map((result) => ({ ...result, blocks: false }));
    const report = { ...SAMPLE, results };
    assert.match(headOf(report) ?? "", /tests="2" failures="0" errors="0" skipped="2"/);
    assert.match(
      junitReport(report),
      /<skipped message="mandatory, undecided: Undecided: enableKeyRotation is unknown\."\/>/,
    );
  });

  it("is well formed, and of the same shape, whatever the texts", () => {
    const shape = structureOf(junitReport(sampleOf("x")));
    fc.assert(
      fc.property(hostileText, (text) => {
        const xml = junitReport(sampleOf(text));
        assert.deepEqual(structureOf(xml), shape);
        // What XML 1.0 can't hold, even escaped.
        assert.doesNotMatch(xml, /[^\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      }),
      { numRuns: 50 },
    );
  });
});
