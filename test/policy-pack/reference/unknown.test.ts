import assert from "node:assert/strict";

import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { controlOf } from "../support/outcome.ts";
import { planted } from "./defect.ts";
import { defects } from "./defects/index.ts";
import { referenceStack } from "./reference.ts";
import { silenceOf } from "./silence.ts";

describe("M3: an unknown never turns a finding into silence", () => {
  let clean: readonly PolicyResource[];
  before(async () => {
    clean = await referenceStack();
  });

  for (const defect of defects) {
    it(`${defect.control}: ${defect.title}`, () => {
      const { resources, urn } = planted(clean, defect);
      const control = controlOf(defect.control);
      assert.ok(control.scope !== "run");
      assert.deepEqual(silenceOf(control, resources, urn).silent, []);
    });
  }
});
