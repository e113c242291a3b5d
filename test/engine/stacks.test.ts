import assert from "node:assert/strict";

import { graphFromState } from "../../plan/graph/fromState.ts";
import { type Graph, managedResources, type Resource } from "../../plan/graph/resource.ts";
import { disagreements } from "./support/agreement.ts";
import { changesOf, type Step } from "./support/events.ts";
import { planOf } from "./support/plan.ts";
import { graphFromPreview } from "./support/preview.ts";
import { stepByStep } from "./support/steps.ts";
import { type Run, Workspace } from "./support/workspace.ts";

// dev has a file of its own, which walks the same way and further.
for (const stack of ["staging", "prod"]) {
  describe(`${stack} on the real engine`, () => {
    stepByStep();
    let workspace: Workspace;
    let plan: Graph;

    before(async () => {
      workspace = await Workspace.open(stack);
      plan = await planOf(stack, "preview");
    });

    after(() => {
      workspace.close();
    });

    it("previews what the offline plan says, down to the same unknowns", async () => {
      const run = await workspace.preview("--json");
      assert.ok(run.ok, run.printed);
      assert.deepEqual(disagreements(plan, graphFromPreview(run.document), "exact"), []);
    });

    it("registers in its state what the offline plan says, as a preview and as an update", async () => {
      const run = await workspace.up();
      assert.ok(run.ok, run.printed);
      const state = graphFromState(await workspace.exported());
      assert.deepEqual(disagreements(plan, state, "known"), []);
      assert.deepEqual(disagreements(await planOf(stack, "update"), state, "none"), []);
    });

    it("has nothing to change in a second preview", async () => {
      const run = await workspace.preview("--expect-no-changes");
      assert.ok(run.ok, run.printed);
      assert.deepEqual(changesOf(run), []);
    });

    if (stack === "prod") {
      it("P-DATA-5: changes one property of the database in place when its setting changes", async () => {
        const { urn } = theOne(plan, "aws:rds/instance:Instance");
        workspace.set(["platform", "database", "backupDays"], 31);
        assert.deepEqual(await changesOfUp(workspace), [
          { op: "update", urn, diffs: ["backupRetentionPeriod"] },
        ]);
      });

      it("P-DATA-5: changes one property of the cache in place when its setting changes", async () => {
        const { urn } = theOne(plan, "aws:elasticache/replicationGroup:ReplicationGroup");
        workspace.set(["platform", "cache", "snapshotDays"], 8);
        assert.deepEqual(await changesOfUp(workspace), [
          { op: "update", urn, diffs: ["snapshotRetentionLimit"] },
        ]);
      });

      it("P-KEY-1, P-DATA-5: changes the deletion window of the keys in place, and nothing else", async () => {
        const before = workspace.cloud.urns;
        workspace.set(["environment", "keyDeletionDays"], 29);
        const changes = await changesOfUp(workspace);
        assert.deepEqual(
          changes.map(({ op, diffs }) => ({ op, diffs })),
          changes.map(() => ({ op: "update", diffs: ["deletionWindowInDays"] })),
        );
        assert.deepEqual(
          changes.map(({ urn }) => urn).sort(),
          // The tracker's keys have a window of their own.
          urnsOf(
            plan.resources.filter(
              ({ type, urn }) => type === "aws:kms/key:Key" && urn.includes("systems:Foundation$"),
            ),
          ),
        );
        assert.deepEqual(workspace.cloud.urns, before);
      });

      it("P-DATA-5: refuses to be destroyed, and loses nothing", async () => {
        const before = workspace.cloud.urns;
        const run = await workspace.destroy();
        assert.equal(run.ok, false, "prod was destroyed");
        const refused = refusedBy(run);
        assert.ok(refused.length > 0, run.printed);
        assert.deepEqual(
          refused.filter((urn) => !urnsOf(protectedOnes(plan)).includes(urn)),
          [],
        );
        assert.deepEqual(workspace.cloud.urns, before);
      });

      // Without its preview the engine deletes what it may before it comes to what it may not.
      it("P-DATA-5: keeps its data even where the preview is skipped", async () => {
        const run = await workspace.destroy("--skip-preview");
        assert.equal(run.ok, false, "prod was destroyed");
        const left = workspace.cloud.urns;
        assert.deepEqual(
          urnsOf(protectedOnes(plan)).filter((urn) => !left.includes(urn)),
          [],
        );
      });

      it("P-DATA-5: leaves its data at AWS even when someone lifts the protection", async () => {
        await workspace.unprotect();
        const run = await workspace.destroy();
        assert.ok(run.ok, run.printed);
        assert.deepEqual(workspace.cloud.urns, urnsOf(retained(plan)));
        const kept = new Set(retained(plan).map(({ type }) => type));
        for (const type of DATA_TYPES) assert.ok(kept.has(type), `${type} is not retained`);
      });
    }
  });
}

/** Types that hold what can't be made again, and that every platform has. */
const DATA_TYPES = [
  "aws:kms/key:Key",
  "aws:rds/instance:Instance",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:s3/bucket:Bucket",
];

/** What an update changes; it must succeed. */
async function changesOfUp(workspace: Workspace): Promise<Step[]> {
  const run = await workspace.up();
  assert.ok(run.ok, run.printed);
  return changesOf(run);
}

function theOne(plan: Graph, type: string): Resource {
  const [resource, ...others] = plan.resources.filter((entry) => entry.type === type);
  assert.ok(resource !== undefined && others.length === 0, `not one ${type}`);
  return resource;
}

function protectedOnes(plan: Graph): Resource[] {
  return managedResources(plan).filter((resource) => resource.protect);
}

/** URNs that the engine would not delete; it names those that it came to. */
function refusedBy(run: Run): string[] {
  const sentence = /resource "(.+)" cannot be deleted\s+because it is protected/;
  return run.complaints.flatMap((complaint) => sentence.exec(complaint)?.[1] ?? []);
}

function retained(plan: Graph): Resource[] {
  return managedResources(plan).filter((resource) => resource.retainOnDelete);
}

function urnsOf(resources: readonly Resource[]): string[] {
  return resources.map(({ urn }) => urn).sort();
}
