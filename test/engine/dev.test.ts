import assert from "node:assert/strict";

import { graphFromState } from "../../plan/graph/fromState.ts";
import { type Graph, managedResources, type Resource } from "../../plan/graph/resource.ts";
import { changesBetween } from "../support/changes.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import { disagreements } from "./support/agreement.ts";
import { changesOf } from "./support/events.ts";
import { planOf } from "./support/plan.ts";
import { graphFromPreview } from "./support/preview.ts";
import { stepByStep } from "./support/steps.ts";
import { Workspace } from "./support/workspace.ts";

/** The steps build on each other: one stack, from nothing to nothing. */
describe("dev on the real engine, from nothing to nothing", () => {
  stepByStep();
  let workspace: Workspace;
  let plan: Graph;
  let late: Resource;

  before(async () => {
    workspace = await Workspace.open("dev");
    plan = await planOf("dev", "preview");
  });

  after(() => {
    workspace.close();
  });

  it("previews what the offline plan says, down to the same unknowns", async () => {
    const run = await workspace.preview("--json");
    assert.ok(run.ok, run.printed);
    assert.deepEqual(disagreements(plan, graphFromPreview(run.document), "exact"), []);
    assert.deepEqual(workspace.cloud.urns, [], "a preview made something");
  });

  it("stops where AWS refuses a resource, and keeps what it made", async () => {
    late = resourceWithMostBefore(plan);
    workspace.cloud.refuseOnce(late.urn);
    const run = await workspace.up();
    assert.equal(run.ok, false, "the refusal went unnoticed");
    assert.deepEqual(
      run.failed.map(({ urn }) => urn),
      [late.urn],
    );
    assert.ok(
      run.complaints.includes("error: ThrottlingException: Rate exceeded"),
      run.complaints.join("\n"),
    );
    const made = new Set(workspace.cloud.urns);
    assert.ok(late.dependencies.every((urn) => made.has(urn) || !isManaged(plan, urn)));
    assert.ok(!made.has(late.urn));
  });

  it("finishes with a second up, which makes only what is missing", async () => {
    const before = workspace.cloud.urns;
    const run = await workspace.up();
    assert.ok(run.ok, run.printed);
    const created = run.steps.filter(({ op }) => op === "create").map(({ urn }) => urn);
    assert.deepEqual(
      created.filter((urn) => before.includes(urn)),
      [],
      "made twice",
    );
    assert.deepEqual(
      workspace.cloud.urns,
      managedResources(plan)
        .map(({ urn }) => urn)
        .sort(),
    );
  });

  it("registers in its state what the offline plan says, as a preview and as an update", async () => {
    const state = graphFromState(await workspace.exported());
    assert.deepEqual(disagreements(plan, state, "known"), []);
    assert.deepEqual(disagreements(await planOf("dev", "update"), state, "none"), []);
  });

  it("has nothing to change in a second preview", async () => {
    const run = await workspace.preview("--expect-no-changes");
    assert.ok(run.ok, run.printed);
    assert.deepEqual(changesOf(run), []);
  });

  it("changes one property of the database when its setting changes", async () => {
    workspace.set(["platform", "database", "backupDays"], 9);
    const run = await workspace.up();
    assert.ok(run.ok, run.printed);
    assert.deepEqual(
      changesOf(run).map(({ op, urn, diffs }) => ({ op, type: typeOf(urn), diffs })),
      [{ op: "update", type: "aws:rds/instance:Instance", diffs: ["backupRetentionPeriod"] }],
    );
  });

  it("T102: sees a change by hand only when it refreshes, and undoes it", async () => {
    const [group] = managedResources(plan).filter(
      ({ type }) => type === "aws:cloudwatch/logGroup:LogGroup",
    );
    assert.ok(group, "there is no log group to tamper with");
    workspace.cloud.tamper(group.urn, { retentionInDays: 1 });
    const blind = await workspace.preview("--expect-no-changes");
    assert.ok(blind.ok, blind.printed);

    const change = [{ op: "update", urn: group.urn, diffs: ["retentionInDays"] }];
    const refreshed = await workspace.refresh();
    assert.ok(refreshed.ok, refreshed.printed);
    assert.deepEqual(changesOf(refreshed), change);
    const undone = await workspace.up();
    assert.ok(undone.ok, undone.printed);
    assert.deepEqual(changesOf(undone), change);
  });

  it("turns one system off: it goes, and nothing else", async () => {
    const off = withSetting(rawSettings("dev"), "tracker", { mode: "off" });
    const { gone, made, changed } = changesBetween(plan, await programGraph(off));
    assert.deepEqual(made, []);
    workspace.set(["tracker"], { mode: "off" });
    const run = await workspace.up();
    assert.ok(run.ok, run.printed);
    const urnsOf = (...ops: readonly string[]) =>
      changesOf(run)
        .filter(({ op, urn }) => ops.includes(op) && isOfCloud(urn))
        .map(({ urn }) => urn)
        .sort();
    // What is kept at AWS is discarded.
    assert.deepEqual(urnsOf("delete", "discard"), gone.map(({ urn }) => urn).sort());
    assert.deepEqual(urnsOf("update"), changed.map(({ resource }) => resource.urn).sort());
    assert.deepEqual(
      changesOf(run).filter(({ op }) => !["delete", "discard", "update"].includes(op)),
      [],
    );
  });

  it("P-DATA-5: is destroyed in one go, but for what others need and the account's guards", async () => {
    const run = await workspace.destroy();
    assert.ok(run.ok, run.printed);
    const kept = managedResources(plan).filter(({ retainOnDelete }) => retainOnDelete);
    assert.deepEqual([...workspace.cloud.urns].sort(), kept.map(({ urn }) => urn).sort());
    const names = kept.map(({ name }) => name);
    for (const one of ["registry-key", "repository", "guardduty", "security-hub"]) {
      assert.ok(names.includes(one), `${one} is not kept: ${names.join(", ")}`);
    }
  });
});

/** Whether it is neither a component nor a provider. */
function isOfCloud(urn: string): boolean {
  return !/^(?:rampart|pulumi):/.test(typeOf(urn));
}

function isManaged(graph: Graph, urn: string): boolean {
  return managedResources(graph).some((resource) => resource.urn === urn);
}

/** The managed resource that waits for most others, so that a failure there leaves much behind. */
function resourceWithMostBefore(graph: Graph): Resource {
  const [most] = managedResources(graph).sort(
    (a, b) => b.dependencies.length - a.dependencies.length,
  );
  assert.ok(most, "the plan is empty");
  return most;
}

/** The type in a URN, without those of its parents. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
