import assert from "node:assert/strict";
import { join } from "node:path";

import { graphFromState } from "../../../plan/graph/fromState.ts";
import { defineControl } from "../../../policy-pack/engine/control.ts";
import { expect } from "../../../policy-pack/engine/verdict.ts";
import { silenceOf } from "../reference/silence.ts";
import { resource } from "../support/resources.ts";
import { score } from "./line.ts";
import { mutationScores } from "./mutation.ts";
import { missingLines, missingPage, pageOf, readPage } from "./page.ts";
import { secretOf, stateOf } from "./state.ts";

describe("the page of the scorecard", () => {
  const steady = score("M1", "controls", "124 of 130", "124", true);
  const timed = score("M13", "start", "≤ 1 ms", "3 ms", false, false);
  const page = pageOf([steady, timed], "2026-11-22");

  it("may be missing, which is said in one sentence", () => {
    const path = join(import.meta.dirname, "no-such-page.md");
    assert.equal(readPage(path), undefined);
    assert.equal(
      missingPage("docs/policy-scorecard.md"),
      "There is no docs/policy-scorecard.md to compare the figures with; " +
        "npm run policy:scorecard -- --write makes it.\n",
    );
  });

  it("is held to what no machine changes, however wide its columns are", () => {
    const slower = { ...timed, measured: "9 ms" };
    assert.deepEqual(missingLines(page.replaceAll("  ", " "), [steady, slower]), []);
  });

  it("is stale once a figure is another one", () => {
    assert.deepEqual(missingLines(page, [{ ...steady, measured: "125" }]), [
      "| M1 | controls | 124 of 130 | 125 | met |",
    ]);
  });
});

describe("M12: the lines of mutation testing", () => {
  it("say when it was, what is weak and what nobody measured", () => {
    const lines = mutationScores({
      date: "2026-11-22",
      commit: "abc1234",
      killed: 95,
      total: 105,
      ignoredStatic: 7,
      families: { s3: { killed: 90, total: 90 }, sns: { killed: 5, total: 15 } },
      notMeasured: { "policy-pack/engine/adapter.ts": "carries verdicts" },
    });
    assert.deepEqual(
      lines.map(({ measured, verdict }) => [measured, verdict]),
      [
        ["90.5 % of 105 (2026-11-22, commit abc1234)", "met"],
        ["sns 33.3 %", "told"],
        ["7 mutants of data; engine/adapter.ts", "told"],
      ],
    );
  });
});

describe("M11: a state as the scorecard writes it", () => {
  it("is read as the engine's own: marks, and the line that made a resource", () => {
    const source = { file: "systems/app.ts", line: 12 };
    const inputs = { key: { $unknown: true }, name: "a", other: { $secret: true }, list: ["b"] };
    const stated = { ...resource("aws:sns/topic:Topic", "topic", inputs), source };
    const written = (text: string, property: string) =>
      property === "list" ? secretOf(text) : `${property} ${text}`;
    const [read] = graphFromState(stateOf([stated], written)).resources;
    assert.deepEqual(read?.source, source);
    assert.deepEqual(read.inputs, { ...inputs, name: "name a", list: [{ $secret: true }] });
  });
});

describe("M3: the search for silence", () => {
  const stack = [resource("aws:sns/topic:Topic", "topic", { policy: { public: true } })];
  const urn = stack[0]?.urn ?? "";
  const data = {
    id: "probe",
    title: "Topics are private",
    severity: "high",
    frameworks: { fsbp: [], cis3: [], cis7: [], nist: [] },
    cause: "",
    remedy: "Make it private",
    types: ["aws:sns/topic:Topic"],
  } as const;

  it("names what was unknown when a control fell silent", () => {
    const control = defineControl({
      ...data,
      scope: "resource",
      check: ({ resource: view }) => {
        const policy = view.at("policy");
        // Takes an unknown policy for none.
        const isPublic = policy.kind === "known" && policy.at("public").flag === true;
        return expect(!isPublic, "The topic is public");
      },
    });
    assert.ok(control.scope === "resource");
    assert.deepEqual(silenceOf(control, stack, urn), {
      tried: 4,
      silent: [
        "aws:sns/topic:Topic::topic: policy",
        "aws:sns/topic:Topic::topic: everything",
        "everything",
      ],
    });
  });

  it("wants a failure to begin with", () => {
    const control = defineControl({ ...data, scope: "resource", check: () => expect(true, "") });
    assert.ok(control.scope === "resource");
    assert.throws(() => silenceOf(control, stack, urn), {
      message: `probe says pass of ${urn}`,
    });
  });
});
