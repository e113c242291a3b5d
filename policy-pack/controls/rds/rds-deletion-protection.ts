import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, expect, notApplicable } from "../../engine/verdict.ts";
import { CLUSTER, INSTANCE, isReplica } from "../shared/databases.ts";
import { switchOf } from "../shared/switches.ts";

export const rdsDeletionProtection = defineControl({
  id: "rds-deletion-protection",
  title: "Databases are not deleted by mistake, nor without a snapshot",
  severity: "medium",
  frameworks: {
    fsbp: ["RDS.7", "RDS.8"],
    cis3: [],
    cis7: [],
    nist: ["CM-3", "SC-5(2)", "SI-13(5)"],
  },
  cause: "One wrong command takes the data away, and the automated backups with it.",
  remedy: "Set deletionProtection to true, and skipFinalSnapshot to false",
  types: [INSTANCE, CLUSTER],
  parameters: {
    disposableEnvironments: textsOf(
      ["dev", "staging"],
      "Environments whose databases hold nothing that must survive, by name.",
    ),
  },
  scope: "resource",
  check({ resource, parameters, environment }) {
    if (parameters.disposableEnvironments.includes(environment.name)) return notApplicable;
    const deletion = resource.at("deletionProtection");
    const snapshot = resource.at("skipFinalSnapshot");
    return each(
      [
        () => expect(deletion.flag === true, "deletionProtection is not true", deletion),
        // RDS takes no last snapshot of a replica.
        () =>
          expect(
            switchOf(snapshot, false) === false || isReplica(resource),
            "skipFinalSnapshot is not false",
            snapshot,
          ),
      ],
      (part) => part(),
    );
  },
});
