import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { generatedFiles } from "../../tools/generated/index.ts";
import { ROOT } from "../support/fixtures.ts";

describe("generated files", () => {
  for (const [path, content] of Object.entries(generatedFiles(ROOT))) {
    it(`${path} is what npm run generate writes`, () => {
      const isFresh = readFileSync(join(ROOT, path), "utf8") === content;
      assert.ok(isFresh, `${path} is stale: run npm run generate`);
    });
  }
});
