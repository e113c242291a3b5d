import assert from "node:assert/strict";

import { StackView } from "../../../policy-pack/engine/associations.ts";
import { controls } from "../../../policy-pack/controls/index.ts";
import { judge } from "../../../policy-pack/engine/judge.ts";
import { type PolicyResource, ResourceSet } from "../../../policy-pack/engine/resource.ts";
import type { OnRead } from "../../../policy-pack/engine/view.ts";
import { blinded } from "../support/resources.ts";
import { planted } from "./defect.ts";
import { defects } from "./defects/index.ts";
import { REFERENCE_SETTINGS, referenceStack } from "./reference.ts";

describe("M3: an unknown never turns a finding into silence", () => {
  let clean: readonly PolicyResource[];
  before(async () => {
    clean = await referenceStack();
  });

  for (const defect of defects) {
    it(`${defect.control}: ${defect.title}`, () => {
      const { resources, urn } = planted(clean, defect);
      const control = controls.find(({ id }) => id === defect.control);
      assert.ok(control, `no control ${defect.control}`);
      if (control.scope === "run") return;
      const outcomeIn = (stack: readonly PolicyResource[], onRead?: OnRead) => {
        const set = new ResourceSet(stack);
        const subject = set.byUrn(urn);
        assert.ok(subject);
        const view = new StackView(set, onRead);
        return judge(control, subject, view, REFERENCE_SETTINGS, onRead).outcome;
      };
      const read = new Map<string, readonly [urn: string, path: string]>();
      const outcome = outcomeIn(resources, (from, path) => {
        if (path !== "") read.set(`${from} ${path}`, [from, path]);
      });
      assert.equal(outcome, "fail");
      const silenced = [...read.values()].filter(
        ([from, path]) =>
          !["fail", "undecided"].includes(outcomeIn(blinded(resources, from, path))),
      );
      assert.deepEqual(
        silenced.map(([from, path]) => `${from.split("::").at(-1) ?? ""}: ${path}`),
        [],
      );
    });
  }
});
