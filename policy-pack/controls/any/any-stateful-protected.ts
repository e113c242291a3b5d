import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";

export const anyStatefulProtected = defineControl({
  id: "any-stateful-protected",
  title: "What keeps data in production is protected from deletion by Pulumi",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CP-9", "CM-3"] },
  cause: "A renamed or removed line of the program deletes the data in the next update.",
  remedy: "Set the resource option protect to true",
  types: [
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:s3/bucket:Bucket",
    "aws:efs/fileSystem:FileSystem",
    "aws:kms/key:Key",
  ],
  parameters: {
    environments: textsOf(["prod"], "Environments whose data must be kept."),
  },
  scope: "resource",
  check({ resource, environment, parameters }) {
    if (!parameters.environments.includes(environment.name)) return notApplicable;
    return expect(resource.resource.protect, "The resource option protect is not true");
  },
});
