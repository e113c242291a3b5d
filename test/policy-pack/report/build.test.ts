import assert from "node:assert/strict";

import { defineControl } from "../../../policy-pack/engine/control.ts";
import type { PolicyResource } from "../../../policy-pack/engine/resource.ts";
import { run } from "../../../policy-pack/engine/run.ts";
import { each, expect } from "../../../policy-pack/engine/verdict.ts";
import { reportOf } from "../../../policy-pack/report/build.ts";
import type { ReportedFinding } from "../../../policy-pack/report/report.ts";
import { resource } from "../support/resources.ts";

const TYPE = "aws:sns/topic:Topic";

/** A control with several findings on one resource: two of one property, two of none. */
const probe = defineControl({
  id: "probe",
  title: "Topics are named, shown, kept and tagged",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SC-28"] },
  cause: "",
  remedy: "",
  types: [TYPE],
  scope: "resource",
  check: ({ resource: topic }) =>
    each(
      [
        ["named", "name"],
        ["shown", "name"],
        ["kept", undefined],
        ["tagged", undefined],
      ] as const,
      ([what, place]) => expect(topic.at(what).present, `The topic is not ${what}`, place),
    ),
});

function findingsOf(topic: PolicyResource): readonly ReportedFinding[] {
  const [result] = reportOf(run([probe], [topic]), {
    pack: { name: "rampart", version: "0.1.0" },
    project: "rampart",
    stack: "dev",
    profile: "dev",
    door: "plan",
    date: "2026-11-22",
    controls: [{ control: probe, level: "mandatory" }],
    planned: [],
    resources: [topic],
    undecidedBlocks: true,
  }).results;
  return result?.findings ?? [];
}

describe("the fingerprints of a report", () => {
  const all = findingsOf(resource(TYPE, "topic", {}));

  it("tell all findings of one resource apart", () => {
    assert.equal(all.length, 4);
    assert.equal(new Set(all.map(({ fingerprint }) => fingerprint)).size, 4);
  });

  for (const mended of ["named", "shown", "kept", "tagged"]) {
    it(`stay as they are when it is ${mended}`, () => {
      const rest = findingsOf(resource(TYPE, "topic", { [mended]: "yes" }));
      assert.deepEqual(
        rest,
        all.filter(({ message }) => !message.endsWith(mended)),
      );
    });
  }
});
