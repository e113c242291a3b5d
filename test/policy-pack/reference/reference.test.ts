import assert from "node:assert/strict";

import { controls } from "../../../policy-pack/controls/index.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { sampled } from "../../support/size.ts";
import { controlOf } from "../support/outcome.ts";
import { planted } from "./defect.ts";
import { defects } from "./defects/index.ts";
import { REFERENCE_SETTINGS, referenceStack } from "./reference.ts";

/** The worker has a secret injected, whose random suffix makes its whole definition unknown. */
const UNDECIDED = [
  "any-no-hardcoded-credential",
  "ecs-container-logging",
  "ecs-execution-role-secrets-scoped",
  "ecs-image-pinned-private",
  "ecs-no-plaintext-secrets",
  "ecs-no-privileged-container",
  "ecs-non-root-user",
  "ecs-readonly-root-filesystem",
].map((control) => `${control} worker: containerDefinitions`);

describe("M6: the reference stack and what is planted in it", () => {
  let clean: readonly PolicyResource[];
  before(async () => {
    clean = await referenceStack();
  });

  it("has no finding before, and nothing undecided but what only AWS can tell", () => {
    const { findings, undecided } = run(controls, clean, REFERENCE_SETTINGS);
    assert.deepEqual(findings, []);
    const open = undecided.map(
      ({ control, urn, property }) => `${control} ${urn.split("::").at(-1) ?? ""}: ${property}`,
    );
    assert.deepEqual([...new Set(open)].sort(), UNDECIDED);
  });

  for (const defect of defects) {
    it(`${defect.control} notices: ${defect.title}`, () => {
      const { resources, urn } = planted(clean, defect);
      const { findings } = run([controlOf(defect.control)], resources, REFERENCE_SETTINGS);
      assert.deepEqual([...new Set(findings.map((found) => found.urn))], [urn]);
    });
  }

  for (const defect of sampled(defects, 8)) {
    it(`nobody but ${defect.control} notices: ${defect.title}`, () => {
      const { resources } = planted(clean, defect);
      const others = run(controls, resources, REFERENCE_SETTINGS).findings.filter(
        ({ control }) => control !== defect.control,
      );
      assert.deepEqual(
        [...new Set(others.map(({ control }) => control))].sort(),
        Object.keys(defect.also ?? {}).sort(),
      );
    });
  }

  it("leaves no control without a defect", () => {
    const tried = new Set(defects.map(({ control }) => control));
    // The control of the exemptions judges no resource; its own test plants bad exemptions.
    const judging = controls.filter(({ scope }) => scope !== "run");
    const untried = judging.filter(({ id }) => !tried.has(id)).map(({ id }) => id);
    assert.deepEqual(untried, []);
  });
});
