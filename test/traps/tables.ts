import assert from "node:assert/strict";

import type { Resource } from "../../plan/graph/resource.ts";
import { at } from "../support/graph.ts";
import { mutant, replaceText, set } from "./breaking.ts";
import { entriesOf, some, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const TABLE = "aws:dynamodb/table:Table";

const hasRange = ({ inputs }: Resource): boolean => inputs["rangeKey"] !== undefined;
const hasReplicas = ({ inputs }: Resource): boolean => entriesOf(inputs["replicas"]).length > 0;

/** Traps of tables. */
export const tableTraps: readonly Trap[] = [
  {
    id: "table-attributes",
    title:
      "tables define exactly the attributes of their keys and indexes: DynamoDB refuses others",
    check: (graph) => {
      for (const { name, inputs } of some(graph, TABLE)) {
        const defined = entriesOf(inputs["attributes"]).map((entry) => textOf(at(entry, "name")));
        const indexKeys = entriesOf(inputs["globalSecondaryIndexes"]).flatMap((index) =>
          entriesOf(at(index, "keySchemas")).map((key) => at(key, "attributeName")),
        );
        const used = [inputs["hashKey"], inputs["rangeKey"], ...indexKeys].flatMap((key) =>
          key === undefined ? [] : [textOf(key)],
        );
        assert.deepEqual(defined.sort(), [...new Set(used)].sort(), name);
      }
    },
    mutants: [
      set("one more", TABLE, {
        attributes: ["ArtistID", "ItemID", "Title"].map((name) => ({ name, type: "S" })),
      }),
      set("a key that is not defined", TABLE, { rangeKey: "Title" }),
      set("a key too few", TABLE, { rangeKey: null }, hasRange),
    ],
  },
];

/** Traps of copies in other regions. */
export const optionalTableTraps: readonly Trap[] = [
  {
    id: "table-replicas",
    title: "replicas are fed by a stream of whole items, each under a key of its own region",
    check: (graph) => {
      for (const { name, inputs } of some(graph, TABLE, hasReplicas)) {
        assert.deepEqual(
          [inputs["streamEnabled"], inputs["streamViewType"]],
          [true, "NEW_AND_OLD_IMAGES"],
          name,
        );
        for (const replica of entriesOf(inputs["replicas"])) {
          const [region, key] = ["regionName", "kmsKeyArn"].map((of) => textOf(at(replica, of)));
          assert.equal(key?.split(":")[3], region, name);
        }
      }
    },
    mutants: [
      set("no stream", TABLE, { streamEnabled: null }, hasReplicas),
      set("keys of items alone", TABLE, { streamViewType: "KEYS_ONLY" }, hasReplicas),
      mutant(
        "the table's own key",
        TABLE,
        replaceText("kms:us-east-2", "kms:us-east-1"),
        hasReplicas,
      ),
    ],
  },
];
