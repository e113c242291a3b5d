import assert from "node:assert/strict";

import { describeFailure, PlainFailure } from "../../../functions/shared/failure.ts";
import { awsRefusal } from "../../support/awsClient.ts";

const REQUEST = "11111111-2222-3333-4444-555555555555";

describe("what is told of a failure", () => {
  for (const [error, told] of [
    [new PlainFailure("It is too large."), "It is too large."],
    ["a secret", "an unknown failure"],
    [new SyntaxError('Unexpected token in "a secret"'), "SyntaxError"],
    [Object.assign(new Error("a secret"), { code: "ECONNRESET" }), "Error (ECONNRESET)"],
    [awsRefusal("AccessDenied", "of a secret", 403), `AccessDenied (${REQUEST})`],
    // The SDK has no name for what S3 answers to HEAD.
    [awsRefusal("Unknown", "UnknownError", 403), `Unknown (403, ${REQUEST})`],
    [Object.assign(new Error("x"), { name: "Unknown", $metadata: {} }), "Unknown"],
  ] as const) {
    it(`P-RESP: ${told}`, () => {
      assert.equal(describeFailure(error), told);
    });
  }
});
