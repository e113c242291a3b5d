import assert from "node:assert/strict";

import { controls } from "../../policy-pack/controls/index.ts";
import { readExemptions } from "../../policy-pack/engine/exemptions.ts";
import { run } from "../../policy-pack/engine/run.ts";
import exemptions from "../../policy-pack/exemptions.json" with { type: "json" };
import { profileOf } from "../../policy-pack/profiles.ts";
import { STACKS, stackGraph } from "../support/stacks.ts";

/** Weaknesses that wait for a part of the platform; a line goes when the part comes. */
const WAITING: readonly string[] = [];

describe("the shipped stacks", () => {
  for (const stack of STACKS) {
    it(`${stack} has no findings but what is exempt, and nothing is undecided at its first preview`, async () => {
      const { resources } = await stackGraph(stack);
      const { parameters } = profileOf(stack);
      const { findings, undecided } = run(controls, resources, {
        parameters,
        exemptions: { all: readExemptions(exemptions), date: "2026-11-22" },
      });
      const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";
      assert.deepEqual(
        findings.map(({ control, urn, message }) => `${control} ${nameOf(urn)}: ${message}`),
        WAITING,
      );
      assert.deepEqual(
        undecided.map(({ control, urn, property }) => `${control} ${nameOf(urn)}: ${property}`),
        [],
      );
    });
  }
});
