import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { ofType, policyOf, type Statement } from "../support/graph.ts";
import { literal, mutant, replaceText, set } from "./breaking.ts";
import { CACHE, INSTANCE, KEY, listOf, MEMORY, servicesOf, some, sources } from "./reading.ts";
import type { Mutant, Trap } from "./trap.ts";

/** Inputs by which each kind of store names the key that it is encrypted with for ever. */
const KEY_INPUT: Readonly<Record<string, string>> = {
  [INSTANCE]: "kmsKeyId",
  [CACHE]: "kmsKeyId",
  [MEMORY]: "kmsKeyArn",
  "aws:dynamodb/table:Table": "serverSideEncryption",
};

/** Services that send the account along, and whose ARNs are not known beforehand. */
const ACCOUNT_SERVICES = ["budgets.amazonaws.com", "costalerts.amazonaws.com"];

/** What a service needs to write to something encrypted. */
const WRITE_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey*"];

const speaksOf =
  (service: string) =>
  (entry: Statement): boolean =>
    servicesOf(entry).includes(service);

/** What the keys of a stack grant to a service; at least one key must grant something. */
function keyGrants(graph: Graph, service: string): Statement[] {
  const grants = some(graph, KEY).flatMap((key) =>
    policyOf(key).Statement.filter(speaksOf(service)),
  );
  assert.ok(grants.length > 0, `no key lets ${service} in`);
  return grants;
}

/** Asserts that each key that lets a service in lets it do what writing needs. */
function assertMayWrite(graph: Graph, service: string): void {
  for (const grant of keyGrants(graph, service)) {
    assert.deepEqual(listOf(grant["Action"]).sort(), WRITE_ACTIONS, grant.Sid);
  }
}

/** Asserts that a statement asks for the source account and for nothing else. */
function assertAccountAlone({ Sid, Condition }: Statement): void {
  const asked = Object.entries(Condition ?? {}).map(([operator, keys]) => [
    operator,
    Object.keys(keys as object),
  ]);
  assert.deepEqual(asked, [["StringEquals", ["aws:SourceAccount"]]], Sid);
}

/** A mutant that changes what keys grant to a service. */
function granting(title: string, service: string, change: (grant: Statement) => object): Mutant {
  return mutant(title, KEY, (key) => {
    const grants = policyOf(key).Statement.map((entry) =>
      speaksOf(service)(entry) ? change(entry) : entry,
    );
    key.inputs["policy"] = JSON.stringify({ Statement: grants });
  });
}

/** A mutant that takes a service's name out of all keys. */
const shutOut = (title: string, service: string): Mutant =>
  mutant(title, KEY, replaceText(service, "x.amazonaws.com"));

/** Traps of keys: who may use them, and what is encrypted with them. */
export const keyTraps: readonly Trap[] = [
  {
    id: "T15",
    title: "a key lets alarms write",
    check: (graph) => {
      assertMayWrite(graph, "cloudwatch.amazonaws.com");
    },
    mutants: [
      shutOut("alarms shut out", "cloudwatch.amazonaws.com"),
      granting("reading alone", "cloudwatch.amazonaws.com", (grant) => ({
        ...grant,
        Action: ["kms:Decrypt"],
      })),
    ],
  },
  {
    id: "T16",
    title: "the key has no condition for EventBridge and alarms, which send no source along",
    check: (graph) => {
      assertMayWrite(graph, "events.amazonaws.com");
      for (const service of ["events.amazonaws.com", "cloudwatch.amazonaws.com"]) {
        for (const grant of keyGrants(graph, service)) {
          assert.equal(grant["Condition"], undefined, `${grant.Sid} blocks ${service}`);
        }
      }
    },
    mutants: [
      granting("a source account", "events.amazonaws.com", (grant) => ({
        ...grant,
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      })),
      shutOut("events shut out", "events.amazonaws.com"),
    ],
  },
  {
    id: "T17",
    title: "budgets and cost alerts are asked for the account alone, by the key",
    check: (graph) => {
      for (const service of ACCOUNT_SERVICES) {
        assertMayWrite(graph, service);
        keyGrants(graph, service).forEach(assertAccountAlone);
      }
    },
    mutants: [
      granting("a source ARN", "budgets.amazonaws.com", (grant) => ({
        ...grant,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:budgets::111122223333:*" } },
      })),
      shutOut("cost alerts shut out", "costalerts.amazonaws.com"),
    ],
  },
  {
    id: "T71",
    title: "every store is born encrypted, and no change of that is hidden or deletes first",
    check: (graph) => {
      const stores = graph.resources.filter(({ type }) => type in KEY_INPUT);
      assert.ok(stores.length > 0, "there is no store");
      for (const store of stores) {
        const input = KEY_INPUT[store.type] ?? "";
        const keys = sources(graph, store, input, KEY);
        assert.equal(keys.length, 1, `${store.name} has no key of this stack`);
        assert.ok(!store.ignoreChanges.includes(input), `${store.name} hides a change of key`);
        assert.equal(store.deleteBeforeReplace, false, store.name);
      }
      for (const { name, inputs } of ofType(graph, CACHE)) {
        assert.equal(inputs["atRestEncryptionEnabled"], true, name);
      }
    },
    mutants: [
      mutant("AWS's key", INSTANCE, literal("kmsKeyId", "alias/aws/rds")),
      mutant("delete first", INSTANCE, (store) => {
        store.deleteBeforeReplace = true;
      }),
      mutant("hidden change", INSTANCE, (store) => {
        store.ignoreChanges = ["kmsKeyId"];
      }),
      set("a cache in plain", CACHE, { atRestEncryptionEnabled: false }),
    ],
  },
];
