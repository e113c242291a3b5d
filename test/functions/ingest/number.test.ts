import assert from "node:assert/strict";

import * as fc from "fast-check";

import { numberBytes, numberProblem } from "../../../functions/ingest/number.ts";

const NINES = "9".repeat(38);
const LARGE = "is larger than DynamoDB's largest number";
const SMALL = "is nearer to zero than DynamoDB's smallest number";

describe("ingest's judgement of a number", () => {
  for (const text of [
    ...["0", "-0", "0.000", "0e999", "007", "+1", "1.", ".5", "-.5e-3", "1E5", "1e+5", "215.5"],
    ...[NINES, `-${NINES}`, `0.${NINES}`, `${NINES}000`, `000${NINES}`, `0.000${NINES}000`],
    ...["1e125", "9.9999999999999999999999999999999999999E+125", "1E-130", "-1e-130"],
    ...[
      `1${"0".repeat(125)}`,
      `0.${"0".repeat(129)}1`,
      `${NINES}e88`,
      "0".repeat(200),
      "1000e-133",
      "0.001e128",
    ],
  ]) {
    it(`S-INGEST-4: takes ${text}`, () => {
      assert.equal(numberProblem(text), undefined);
    });
  }

  for (const [text, problem] of [
    ...["", " ", "1 ", " 1", "+", "-", ".", "e5", ".e5", "1e", "1e+", "1e1.5", "0x10", "1_000"].map(
      (wrong) => [wrong, "is no number"] as const,
    ),
    ...["NaN", "Infinity", "1,5", "--1", "1.2.3", "١", "1\n"].map(
      (wrong) => [wrong, "is no number"] as const,
    ),
    [`${NINES}9`, "has 39 significant digits; DynamoDB keeps 38"],
    [`1.${"0".repeat(37)}1`, "has 39 significant digits; DynamoDB keeps 38"],
    ["1e126", LARGE],
    [`-1${"0".repeat(126)}`, LARGE],
    ["10e125", LARGE],
    ["1e99999999999999999999", LARGE],
    ["1e-131", SMALL],
    ["-0.1e-130", SMALL],
    [`0.${"0".repeat(130)}1`, SMALL],
    ["1e-99999999999999999999", SMALL],
    ["0".repeat(201), "has 201 characters; at most 200 are taken"],
  ] as const) {
    it(`S-INGEST-4: refuses ${JSON.stringify(text)}`, () => {
      assert.equal(numberProblem(text), problem);
    });
  }

  it("S-INGEST-4: zeroes around a number change nothing", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[1-9]\d{0,40}$/),
        fc.integer({ min: -200, max: 200 }),
        fc.nat({ max: 50 }),
        (digits, exponent, zeroes) => {
          const problem = numberProblem(`${digits}e${exponent}`);
          const none = "0".repeat(zeroes);
          assert.equal(numberProblem(`${none}${digits}e${exponent}`), problem);
          assert.equal(numberProblem(`${digits}.${none}e${exponent}`), problem);
          assert.equal(numberProblem(`-${digits}${none}e${exponent - zeroes}`), problem);
          assert.equal(
            numberProblem(`.${none}${digits}e${exponent + zeroes + digits.length}`),
            problem,
          );
        },
      ),
    );
  });

  it("estimates what a number takes of an item", () => {
    const sizes = ["0", "1", "12", "123", "-12", "1200", "0.0012", "1e99", NINES].map(numberBytes);
    assert.deepEqual(sizes, [2, 2, 2, 3, 3, 2, 2, 2, 20]);
  });
});
