import assert from "node:assert/strict";

import { bundleText } from "../../../components/compute/functionBundle.ts";
import { FOLDER } from "../../../functions/ingest/contract.ts";

describe("ingest's bundle", () => {
  it("A-FUNCTIONS: has no more than the SDK's clients and little beside", () => {
    // The whole of zod alone would be half a megabyte more.
    assert.ok(bundleText(FOLDER).length < 650_000, `${bundleText(FOLDER).length} bytes`);
  });
});
