import assert from "node:assert/strict";

import { entropyOf, looksRandom } from "../../../../policy-pack/controls/shared/randomness.ts";

describe("texts that look random", () => {
  for (const text of [
    "aZ3kQ9xL2mN7pR4tV8wY",
    "aZ3k/Q9xL+2mN7=pR4t_V8wY",
    "abcde1fghij2klmno3pq",
    "ABCDE1FGHIJ2KLMNO3PQ",
    "3f9c2b7a1e8d4056b9c3f7a2e1d80465",
    "3F9C2B7A1E8D4056B9C3F7A2E1D80465",
    "01234567012345670123456701234567",
    "3f9c2b7a-e89b-42d3-a456-426614174000-more",
  ]) {
    it(`are such as ${text}`, () => {
      assert.equal(looksRandom(text), true);
    });
  }

  for (const [why, text] of [
    ["too short", "aZ3kQ9xL2mN7pR4tV8w"],
    ["in two pieces", "aZ3kQ9xL2m N7pR4tV8wY"],
    ["no token", "aZ3kQ9xL2mN7pR4tV8wY("],
    ["no token from the start", "(aZ3kQ9xL2mN7pR4tV8wY"],
    ["a UUID", "3f9c2b7a-e89b-42d3-a456-426614174000"],
    ["a UUID in capitals", "3F9C2B7A-E89B-42D3-A456-426614174000"],
    ["a short hash", "3f9c2b7a1e8d4056b9c3f7a2e1d8046"],
    ["a hash that repeats itself", "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"],
    ["signs that repeat themselves", "aZ1aZ1aZ1aZ1aZ1aZ1aZ1"],
    ["words", "quick-brown-foxes-jumped"],
    ["words with numbers", "abcdef12ghijkl34mnop"],
    ["words with capitals", "abcdeFghijkLmnopqRst"],
  ] as const) {
    it(`are none when they are ${why}`, () => {
      assert.equal(looksRandom(text), false, text);
    });
  }

  it("are measured in bits for each sign", () => {
    assert.deepEqual(["", "aaaa", "abab", "abcd", "aabc"].map(entropyOf), [0, 0, 1, 2, 1.5]);
  });
});
