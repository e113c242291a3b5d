import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { controls } from "../../policy-pack/controls/index.ts";
import { readExemptions } from "../../policy-pack/engine/exemptions.ts";
import type { Value } from "../../policy-pack/engine/resource.ts";
import { levelOf, profileOf } from "../../policy-pack/profiles.ts";
import { ROOT } from "../support/fixtures.ts";
import { STACKS } from "../support/stacks.ts";

describe("the list of controls", () => {
  it("holds every control that has a file, each once", () => {
    const files = globSync("policy-pack/controls/*/*-*.ts", { cwd: ROOT }).map((file) =>
      basename(file, ".ts"),
    );
    assert.deepEqual(controls.map(({ id }) => id).sort(), files.sort());
  });

  it("has all that a report needs of each", () => {
    for (const { id, title, cause, remedy, types } of controls) {
      for (const text of [title, cause, remedy]) assert.ok(text.length > 10, id);
      assert.doesNotMatch(title, /\.$/, id);
      assert.match(cause, /\.$/, id);
      assert.doesNotMatch(remedy, /\.$/, id);
      assert.notEqual(types.length, 0, id);
    }
  });

  it("names frameworks as they name their requirements", () => {
    for (const { id, frameworks } of controls) {
      const { fsbp, securityHub = [], cis3, cis7, nist } = frameworks;
      for (const name of [...fsbp, ...securityHub]) assert.match(name, /^[A-Z]\w+\.\d+$/, id);
      for (const name of [...cis3, ...cis7]) assert.match(name, /^\d+(\.\d+)+$/, id);
      for (const name of nist) assert.match(name, /^[A-Z]{2}-\d+(\(\d+\))?$/, id);
      assert.notEqual(nist.length, 0, id);
    }
  });

  it("exempts nothing of a stack that there is not", () => {
    const text = readFileSync(join(ROOT, "policy-pack/exemptions.json"), "utf8");
    for (const { urn } of readExemptions(JSON.parse(text) as Value)) {
      assert.ok(
        STACKS.some((stack) => urn.startsWith(`urn:pulumi:${stack}::`)),
        urn,
      );
    }
  });

  it("is mandatory from medium on, in every profile", () => {
    for (const stack of ["dev", "staging", "prod", "somebody-else"]) {
      const levels = controls.map((control) => [
        control.severity,
        levelOf(profileOf(stack), control),
      ]);
      assert.deepEqual(
        levels.filter(([severity, level]) => (level === "mandatory") === (severity === "low")),
        [],
      );
    }
  });
});
