import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Graph } from "../../plan/graph/resource.ts";
import { ROOT } from "../support/fixtures.ts";
import { rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import { itWith, pathWith, run, standIns } from "../support/tools.ts";
import { isTracker, MANAGED, recordTrackers } from "../support/tracker.ts";

const GUIDE = readFileSync(join(ROOT, "docs/tracker.md"), "utf8");

/** The second step of taking it down: what it names, and what it tells to type. */
const [, STEP = ""] = /\n2\. In protected environments, ([\s\S]*?)\n3\. /.exec(GUIDE) ?? [];
const NAMED = [...(STEP.split("```")[0] ?? "").matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
const COMMAND = /```sh\n([\s\S]*?)```/.exec(STEP)?.[1]?.replaceAll(/^ {3}/gm, "") ?? "";

const protectedOf = (graph: Graph) =>
  graph.resources.filter((resource) => isTracker(resource) && resource.protect);

describe("the teardown guide of the tracker", () => {
  const of = recordTrackers();

  it("P-DATA-5: names what is protected in prod, and with other stores, and nothing else", async () => {
    const raw = withSystems(rawSettings("prod"), "tracker");
    const { network, database, cache, ...tracker } = raw["tracker"] as Record<string, unknown>;
    assert.ok(network && database && cache);
    const withHost = await programGraph({ ...raw, tracker }, { stack: "prod" });
    const managed = withSetting(raw, "tracker", { ...tracker, ...MANAGED });
    const withServices = await programGraph(managed, { stack: "prod" });
    const inProd = protectedOf(of("prod")).map(({ name }) => name);
    assert.deepEqual([...inProd].sort(), NAMED.slice(0, 6));
    const names = [withHost, withServices].flatMap(protectedOf).map(({ name }) => name);
    const more = new Set(names.filter((name) => !inProd.includes(name)));
    assert.deepEqual([...more].sort(), NAMED.slice(6).sort());
  });

  const title = "P-DATA-5: the command lets go of each of them, and of nothing of other systems";
  itWith([["jq"]], title, () => {
    const folder = mkdtempSync(join(tmpdir(), "tracker-teardown-"));
    try {
      const other =
        "urn:pulumi:prod::rampart::rampart:systems:Foundation$aws:kms/key:Key::main-key";
      const resources = [
        ...of("prod").resources.map(({ urn, protect }) => ({ urn, ...(protect && { protect }) })),
        { urn: other, protect: true },
      ];
      writeFileSync(join(folder, "state"), JSON.stringify({ deployment: { resources } }));
      const stand = `case "$*" in "stack export") cat ${folder}/state ;; *) echo "$*" >>${folder}/calls ;; esac`;
      standIns(folder, { pulumi: stand });
      const { code, err } = run("bash", ["-c", COMMAND], { env: { PATH: pathWith(folder) } });
      assert.equal(code, 0, err);
      assert.deepEqual(
        readFileSync(join(folder, "calls"), "utf8").trim().split("\n").sort(),
        protectedOf(of("prod"))
          .map(({ urn }) => `state unprotect --yes ${urn}`)
          .sort(),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
