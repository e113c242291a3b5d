import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Value } from "../../plan/graph/value.ts";
import { at, ofType } from "../support/graph.ts";
import { literal, mutant, set } from "./breaking.ts";
import { entriesOf, listOf, some, sources, usersOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const VAULT = "aws:backup/vault:Vault";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";

/** A selection that the account's opting in and out can't empty. */
function assertNamesAll({ name, inputs }: Resource): void {
  const named = inputs["resources"];
  assert.ok(Array.isArray(named) && named.length > 0, `${name} names nothing`);
  // Of what has no name of ours, AWS tells the ARN.
  for (const arn of listOf(named as Value))
    assert.match(arn, /^arn:[^*]+$/, `${name} has a pattern`);
  const others = ["conditions", "notResources", "selectionTags"].filter((key) => key in inputs);
  assert.deepEqual(others, [], `${name} selects by more than ARNs`);
}

/** A lock that can be undone where a destroy must work, and that no backup fails for. */
function assertFits(graph: Graph, vault: Resource, { inputs }: Resource): void {
  const forEver = inputs["changeableForDays"];
  assert.ok(forEver === undefined || vault.protect, `${vault.name} is locked for ever`);
  assert.ok(forEver === undefined || Number(forEver) >= 3, `${vault.name} is locked too early`);
  for (const plan of ofType(graph, PLAN)) {
    if (!sources(graph, plan, "rules", VAULT).includes(vault)) continue;
    for (const rule of entriesOf(plan.inputs["rules"])) {
      const days = Number(at(rule, "lifecycle", "deleteAfter"));
      assert.ok(days >= Number(inputs["minRetentionDays"]), `${plan.name} keeps ${days} days`);
      assert.ok(days <= Number(inputs["maxRetentionDays"]), `${plan.name} keeps ${days} days`);
    }
  }
}

/** Traps of AWS Backup. */
export const backupTraps: readonly Trap[] = [
  {
    id: "T82",
    title: "what is to be backed up is, whatever the account opted in to, under a lock that fits",
    check: (graph) => {
      for (const selection of some(graph, SELECTION)) assertNamesAll(selection);
      for (const vault of some(graph, VAULT)) {
        const locks = usersOf(graph, LOCK, "backupVaultName", vault);
        assert.ok(locks.length > 0 || !vault.protect, `${vault.name} has no lock`);
        for (const lock of locks) assertFits(graph, vault, lock);
      }
    },
    mutants: [
      set("a tag, which types that are not opted in may have too", SELECTION, {
        resources: null,
        selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }],
      }),
      mutant("all databases", SELECTION, literal("resources", ["arn:aws:rds:*:*:db:*"])),
      mutant("no lock where data survives", LOCK, literal("backupVaultName", "another")),
      mutant("a lock for ever where a destroy must work", LOCK, ({ inputs }, graph) => {
        inputs["changeableForDays"] = 30;
        for (const vault of graph.resources) if (vault.type === VAULT) vault.protect = false;
      }),
      set("no time to think", LOCK, { changeableForDays: 2 }),
      set("a lock that daily backups fail for", LOCK, { minRetentionDays: 36 }),
      set("a lock that monthly backups fail for", LOCK, { maxRetentionDays: 364 }),
    ],
  },
];
