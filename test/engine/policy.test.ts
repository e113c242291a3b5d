import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { graphFromState } from "../../plan/graph/fromState.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { readConfiguration } from "../../policy-pack/configuration.ts";
import { controls } from "../../policy-pack/controls/index.ts";
import { readExemptions } from "../../policy-pack/engine/exemptions.ts";
import type { Value } from "../../policy-pack/engine/resource.ts";
import { judgeStack } from "../../policy-pack/judgeStack.ts";
import { profileOf } from "../../policy-pack/profiles.ts";
import type { Report } from "../../policy-pack/report/report.ts";
import { ROOT } from "../support/fixtures.ts";
import { STACKS } from "../support/stacks.ts";
import { planOf } from "./support/plan.ts";
import { stepByStep } from "./support/steps.ts";
import { type Run, Workspace } from "./support/workspace.ts";

const PACK = join(ROOT, "policy-pack");
const EXEMPTIONS = readExemptions(
  JSON.parse(readFileSync(join(PACK, "exemptions.json"), "utf8")) as Value,
);

/** Stricter than any shipped stack, so that there is something to find. */
const STRICT = {
  settings: { ownsAccountBaseline: true },
  "s3-bucket-sse-kms": { enforcementLevel: "advisory", s3KeyRoles: [] },
  "secret-rotation": { acceptManual: false },
};

for (const stack of STACKS) {
  describe(`M15: one verdict on ${stack} at three doors`, () => {
    stepByStep();
    let workspace: Workspace;
    let plan: Graph;
    let flags: readonly string[];

    before(async () => {
      workspace = await Workspace.open(stack);
      plan = await planOf(stack, "preview");
      const file = join(workspace.folder, "strict.json");
      const settings = { ownsAccountBaseline: true, reports: join(workspace.folder, "reports") };
      writeFileSync(file, JSON.stringify({ ...STRICT, settings }));
      flags = ["--policy-pack", PACK, "--policy-pack-config", file];
    });

    after(() => {
      workspace.close();
    });

    it("is clean as shipped, offline and in a preview", async () => {
      assert.deepEqual(offline(plan, "plan", {}), []);
      const run = await workspace.preview("--policy-pack", PACK);
      assert.ok(run.ok, run.printed);
      assert.deepEqual(told(run), []);
    });

    it("fails in a preview as it does offline when more is asked of it", async () => {
      const expected = offline(plan, "plan", STRICT);
      assert.notEqual(expected.length, 0, "the strict configuration finds nothing");
      const run = await workspace.preview(...flags);
      assert.ok(!run.ok, "a mandatory finding lets the preview pass");
      assert.deepEqual(told(run), expected);
      const written = readFileSync(join(workspace.folder, "reports/report.json"), "utf8");
      // The engine tells a pack no level of its configuration: the report has the profile's.
      const unlevelled = (line: string) => line.slice(line.indexOf(" ") + 1);
      assert.deepEqual(
        linesOf(JSON.parse(written) as Report)
          .map(unlevelled)
          .sort(),
        expected.map(unlevelled).sort(),
      );
    });

    it("says the same of the state once everything is made", async () => {
      const run = await workspace.up();
      assert.ok(run.ok, run.printed);
      const state = graphFromState(await workspace.exported());
      // An exported state shows nothing of a list that holds a secret, as CloudFront's origins.
      const hidden = /Undecided: (music-distribution: )?origins is (secret|unknown)$/;
      assert.deepEqual(
        offline(state, "state", STRICT).filter((line) => !hidden.test(line)),
        offline(plan, "plan", STRICT),
      );
    });
  });
}

describe("the pack on the real engine", () => {
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open("dev");
  });

  afterEach(() => {
    workspace.close();
  });

  it("stops an update before the resource is made", async () => {
    const configuration = {
      "secret-rotation": "disabled",
      "rds-backup-retention": { minimumDays: 35 },
    };
    const file = join(workspace.folder, "strict.json");
    writeFileSync(file, JSON.stringify(configuration));
    const run = await workspace.up("--policy-pack", PACK, "--policy-pack-config", file);
    assert.ok(!run.ok);
    assert.deepEqual(
      told(run).map((line) => line.split(" ")[1]),
      ["rds-backup-retention"],
    );
    assert.ok(!workspace.cloud.urns.some((urn) => urn.includes("aws:rds/instance:Instance")));
  });
});

/** What stops or is shown, as `level control urn: message`, in a fixed order. */
function offline(graph: Graph, door: "plan" | "state", raw: Value): string[] {
  const { project, stack, resources } = graph;
  const configuration = readConfiguration(raw, controls, profileOf(stack));
  const date = new Date().toISOString().slice(0, "2026-11-22".length);
  const report = judgeStack({
    project,
    stack,
    resources,
    door,
    configuration,
    exemptions: EXEMPTIONS,
    date,
  });
  return linesOf(report);
}

function linesOf(report: Report): string[] {
  const byId = new Map(report.controls.map((control) => [control.id, control]));
  return report.results
    .filter(({ outcome }) => outcome !== "exempt")
    .flatMap(({ control: id, urn, findings, undecided }) => {
      const { level, remedy } = byId.get(id) ?? { level: "", remedy: "" };
      return [
        ...findings.map(({ message }) => `${level} ${id} ${urn}: ${message}. ${remedy}`),
        ...undecided.map(
          ({ property, reason }) => `${level} ${id} ${urn}: Undecided: ${property} ${reason}`,
        ),
      ];
    })
    .sort();
}

/** What a run says but for what is accepted for a while, which it shows as well. */
function told({ violations }: Run): string[] {
  return violations
    .filter(({ message }) => !message.startsWith("Exempt until "))
    .map(({ policy, urn, level, message }) => `${level} ${policy} ${urn}: ${message}`)
    .sort();
}
