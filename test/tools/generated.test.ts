import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { generatedFiles } from "../../tools/generated/index.ts";
import { ROOT } from "../support/fixtures.ts";

describe("generated files", () => {
  it("are what npm run generate writes", async () => {
    const files = Object.entries(await generatedFiles(ROOT));
    const stale = files
      .filter(([path, content]) => readFileSync(join(ROOT, path), "utf8") !== content)
      .map(([path]) => path);
    assert.deepEqual(stale, [], "run npm run generate");
  });
});
