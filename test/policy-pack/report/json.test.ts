import assert from "node:assert/strict";

import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";

import { jsonReport } from "../../../policy-pack/report/json.ts";
import { policyReportSchema, reportSchema } from "../../../tools/generated/policyReport.ts";
import { CLEAN, SAMPLE } from "./sample.ts";
import { hostileText, sampleOf } from "./support.ts";

describe("report.json", () => {
  const validate = new Ajv2020({ strict: true }).compile(reportSchema());

  for (const [name, report] of Object.entries({ SAMPLE, CLEAN })) {
    it(`is the report itself, and follows its schema: ${name}`, () => {
      const read: unknown = JSON.parse(jsonReport(report));
      assert.deepEqual(read, report);
      assert.ok(validate(read), JSON.stringify(validate.errors));
      assert.deepEqual(policyReportSchema.parse(read), report);
    });
  }

  it("keeps every text, and shows what is invisible in it", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = jsonReport(sampleOf(text));
        assert.doesNotMatch(json, /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
        assert.deepEqual(JSON.parse(json), sampleOf(text));
      }),
      { numRuns: 30 },
    );
  });

  const broken: Readonly<Record<string, object>> = {
    "a field that nobody knows": { extra: 1 },
    "another version": { version: 2 },
    "an outcome that nobody knows": { results: [{ ...SAMPLE.results[0], outcome: "skipped" }] },
    "a fingerprint that is none": {
      results: [{ ...SAMPLE.results[0], findings: [{ message: "x", fingerprint: "0" }] }],
    },
    "a share above 1": { summary: { ...SAMPLE.summary, decided: 1.1 } },
  };
  for (const [title, change] of Object.entries(broken)) {
    it(`the schema refuses ${title}`, () => {
      assert.equal(validate({ ...SAMPLE, ...change }), false);
    });
  }
});
