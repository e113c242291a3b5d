import assert from "node:assert/strict";
import { join } from "node:path";

import protoAnalyzer from "@pulumi/pulumi/proto/analyzer_pb.js";

import { graphFromState } from "../../../plan/graph/fromState.ts";
import { defineControl } from "../../../policy-pack/engine/control.ts";
import { expect } from "../../../policy-pack/engine/verdict.ts";
import { silenceOf } from "../reference/silence.ts";
import { configured } from "../support/packProcess.ts";
import { resource } from "../support/resources.ts";
import { score, unmeasured } from "./line.ts";
import { mutationScores } from "./mutation.ts";
import { complaintsOf, missingPage, pageOf, readPage } from "./page.ts";
import { secretOf, stateOf } from "./state.ts";

const { ADVISORY, DISABLED, MANDATORY } = protoAnalyzer.EnforcementLevel;

describe("the page of the scorecard", () => {
  const steady = score("M1", "controls", "124 of 130", "124", true);
  const timed = score("M13", "start", "≤ 1 ms", "3 ms", false);
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
    const narrow = page.replaceAll("  ", " ");
    assert.deepEqual(complaintsOf(narrow, "page.md", [steady, slower]), []);
    assert.deepEqual(complaintsOf(narrow, "page.md", [steady]), [], "no timings are taken");
  });

  it("is stale once a figure is another one", () => {
    assert.deepEqual(complaintsOf(page, "page.md", [{ ...steady, measured: "125" }]), [
      "Not in page.md: | M1 | controls | 124 of 130 | 125 | met |",
      "Only in page.md: | M1 | controls | 124 of 130 | 124 | met |",
    ]);
  });

  it("is stale where nothing measures a line any more", () => {
    assert.deepEqual(complaintsOf(page, "page.md", [timed]), [
      "Only in page.md: | M1 | controls | 124 of 130 | 124 | met |",
    ]);
  });

  it("counts what can't be measured as missed, whatever it says of that", () => {
    const sarif = score("M11", "SARIF validator", "0 errors", "0 errors", true);
    const gone = unmeasured("M11", "SARIF validator", "0 errors", "it does not run here: no .NET");
    for (const written of [sarif, gone]) {
      assert.deepEqual(complaintsOf(pageOf([steady, written], ""), "page.md", [steady, gone]), [
        "Missed: M11, SARIF validator: it does not run here: no .NET",
      ]);
    }
    assert.deepEqual(complaintsOf(pageOf([steady, gone], ""), "page.md", [steady, sarif]), [
      "Not in page.md: | M11 | SARIF validator | 0 errors | 0 errors | met |",
      "Only in page.md: | M11 | SARIF validator | 0 errors | it does not run here: no .NET | unmeasured |",
    ]);
  });
});

describe("M12: the lines of mutation testing", () => {
  const SUMMARY = {
    times: [
      { date: "2026-11-22", commit: "abc1234", note: "family by family", count: 20 },
      { date: "2026-11-23", commit: "def5678", count: 4 },
    ],
    killed: 95,
    total: 105,
    ignoredStatic: 7,
    families: { s3: { killed: 90, total: 90 }, sns: { killed: 5, total: 15 } },
    measured: 24,
    changed: 2,
    notMeasured: ["policy-pack/engine/adapter.ts"],
  };

  it("say when it was, what is weak, what is another by now and what nobody measured", () => {
    const lines = mutationScores(SUMMARY);
    assert.deepEqual(
      lines.map(({ measured, verdict }) => [measured, verdict]),
      [
        [
          "90.5 % of 105 (20 files 2026-11-22, commit abc1234, family by family; " +
            "4 files 2026-11-23, commit def5678)",
          "met",
        ],
        ["sns 33.3 %", "told"],
        ["2 of 24 files", "told"],
        ["7 mutants of data, engine/adapter.ts", "told"],
      ],
    );
  });

  it("miss the goal when few mutants are noticed, or too many files are others by now", () => {
    const verdict = (other: Partial<typeof SUMMARY>) =>
      mutationScores({ ...SUMMARY, ...other })[0]?.verdict;
    assert.equal(verdict({ killed: 94 }), "missed");
    assert.equal(verdict({ changed: 3 }), "missed");
    assert.equal(verdict({ notMeasured: ["a.ts", "b.ts"] }), "missed");
  });
});

describe("M15: the pack's own process", () => {
  const policy = new protoAnalyzer.PolicyInfo();
  policy.setName("sns-kms");
  policy.setEnforcementlevel(MANDATORY);

  it("is configured as the engine does it, names that nobody has included", () => {
    const said = { all: "advisory", nobody: { enforcementLevel: "disabled", days: 3 }, empty: {} };
    const levels = [...configured([policy], said)].map(([name, config]) => [
      name,
      config.getEnforcementlevel(),
      config.getProperties()?.toJavaScript(),
    ]);
    assert.deepEqual(levels, [
      ["sns-kms", ADVISORY, {}],
      ["all", ADVISORY, {}],
      ["nobody", DISABLED, { days: 3 }],
    ]);
  });

  it("is not configured where the engine would refuse", () => {
    for (const said of [{ nobody: { days: 3 } }, { "sns-kms": "loud" }]) {
      assert.throws(() => configured([policy], said), /invalid enforcement level/);
    }
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
