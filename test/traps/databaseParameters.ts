import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import type { Properties } from "../../plan/graph/value.ts";
import { mutant, set } from "./breaking.ts";
import { entriesOf, INSTANCE, some, sources, textOf } from "./reading.ts";
import type { Mutant, Trap } from "./trap.ts";

const PARAMETERS = "aws:rds/parameterGroup:ParameterGroup";

/** Static parameters of PostgreSQL, which want a reboot. Source: RDS guide, parameter list. */
const STATIC_PARAMETERS = new Set([
  "max_connections",
  "max_locks_per_transaction",
  "rds.logical_replication",
  "shared_buffers",
  "shared_preload_libraries",
  "track_activity_query_size",
  "wal_buffers",
]);

/** The parameter group that an instance uses. */
function parametersOf(graph: Graph, instance: Resource): Resource {
  const [group] = sources(graph, instance, "parameterGroupName", PARAMETERS);
  assert.ok(group, `${instance.name} has no parameter group of its own`);
  return group;
}

/** A mutant that changes each parameter of a group. */
function parametersWith(title: string, change: (parameter: Properties) => Properties): Mutant {
  return mutant(title, PARAMETERS, ({ inputs }) => {
    inputs["parameters"] = entriesOf(inputs["parameters"]).map(change);
  });
}

const forcesTls = ({ name }: Properties): boolean => name === "rds.force_ssl";

/** Traps of a database's parameters. */
export const databaseParameterTraps: readonly Trap[] = [
  {
    id: "T69",
    title: "TLS is stated, and each parameter is applied in the way that RDS reports",
    check: (graph) => {
      for (const instance of some(graph, INSTANCE)) {
        const parameters = entriesOf(parametersOf(graph, instance).inputs["parameters"]);
        const tls = parameters.find(forcesTls);
        assert.equal(tls?.["value"], "1", `${instance.name} takes clients without TLS`);
        for (const parameter of parameters) {
          const parameterName = textOf(parameter["name"]);
          const method = STATIC_PARAMETERS.has(parameterName) ? "pending-reboot" : "immediate";
          assert.equal(parameter["applyMethod"], method, parameterName);
        }
      }
    },
    mutants: [
      parametersWith("TLS off", (entry) => (forcesTls(entry) ? { ...entry, value: "0" } : entry)),
      parametersWith("TLS left to the version", (entry) =>
        forcesTls(entry) ? { ...entry, name: "log_checkpoints" } : entry,
      ),
      parametersWith("all at once", (entry) => ({ ...entry, applyMethod: "immediate" })),
    ],
  },
  {
    id: "T70",
    title: "parameters are of the engine's version, and their group can be replaced while in use",
    check: (graph) => {
      for (const instance of some(graph, INSTANCE)) {
        const group = parametersOf(graph, instance);
        const version = textOf(instance.inputs["engineVersion"]);
        assert.equal(group.inputs["family"], `postgres${version}`, group.name);
        assert.ok(group.name.endsWith(`-${version}`), `${group.name} doesn't tell its version`);
        assert.equal(group.inputs["name"], undefined, `${group.name} has a fixed name`);
        assert.equal(group.deleteBeforeReplace, false, group.name);
        assert.equal(instance.inputs["allowMajorVersionUpgrade"], false, instance.name);
      }
    },
    mutants: [
      set("another family", PARAMETERS, { family: "postgres14" }),
      set("a fixed name", PARAMETERS, { name: "parameters" }),
      mutant("delete first", PARAMETERS, (group) => {
        group.deleteBeforeReplace = true;
      }),
      set("major upgrades by themselves", INSTANCE, { allowMajorVersionUpgrade: true }),
    ],
  },
];
