import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";

import { quietWindows } from "../../components/data/windows.ts";
import { readStackFile } from "../../config/stackFile.ts";
import { type Graph, managedResources, type Resource } from "../../plan/graph/resource.ts";
import { ROOT } from "../support/fixtures.ts";
import { at, ofType, only, recorded } from "../support/graph.ts";
import { STACKS, systemGraph } from "../support/stacks.ts";
import { entriesOf, textOf } from "../traps/reading.ts";

/** Types that hold data and that AWS Backup takes. */
const BACKED_UP = [
  "aws:dynamodb/table:Table",
  "aws:efs/fileSystem:FileSystem",
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
];

/** What else is protected, and why no plan takes it in. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "aws:backup/vault:Vault": "holds the backups",
  "aws:elasticache/replicationGroup:ReplicationGroup":
    "has snapshots of its own; unknown to Backup",
  "aws:kms/key:Key": "can't be copied",
  "aws:s3/bucket:Bucket":
    "keeps old versions; logs, exports and what comes in, whose senders have it",
};

/** What a graph has of these types, and no selection got its ARN from. */
function escaped(graph: Graph): string[] {
  const selected = new Set(
    ofType(graph, "aws:backup/selection:Selection").flatMap(
      ({ propertyDependencies }) => propertyDependencies["resources"] ?? [],
    ),
  );
  return graph.resources
    .filter(({ type, urn }) => BACKED_UP.includes(type) && !selected.has(urn))
    .map(({ type, name }) => `${type} ${name}`);
}

const PLAN = "aws:backup/plan:Plan";

const rulesOf = (plan: Resource) => entriesOf(plan.inputs["rules"]);

/** The plan of a system. */
const planOf = (graph: Graph, system: string): Resource =>
  ofType(graph, PLAN).find(({ name }) => name.endsWith(`-backup-${system}`)) ??
  assert.fail(`there is no plan of ${system}`);

describe("the backups", () => {
  for (const stack of STACKS) {
    describe(`of ${stack}`, () => {
      let graph: Graph;
      before(async () => (graph = await systemGraph(stack, ["ingest"])));

      it("P-DATA-6: take in all that holds data and that AWS Backup can", () => {
        assert.deepEqual(escaped(graph), []);
        const { accountId } = readStackFile(ROOT, stack).settings.environment;
        const selected = ofType(graph, "aws:backup/selection:Selection").flatMap(
          ({ inputs }) => inputs["resources"],
        );
        assert.deepEqual(selected.map(textOf).sort(), [
          `arn:aws:dynamodb:us-east-1:${accountId}:table/rampart-${stack}-table-ingest`,
          `arn:aws:rds:us-east-1:${accountId}:db:rampart-${stack}-db-main`,
        ]);
      });

      it("start behind the database's own windows, in which RDS refuses them", () => {
        const { backupWindow, maintenanceWindow } = only(graph, "aws:rds/instance:Instance").inputs;
        const hour = Number(textOf(backupWindow).slice(0, 2));
        assert.deepEqual(quietWindows(hour), {
          backup: backupWindow,
          maintenance: maintenanceWindow,
        });
        for (const rule of rulesOf(planOf(graph, "platform"))) {
          assert.match(textOf(rule["schedule"]), new RegExp(`^cron\\(0 ${(hour + 2) % 24} `));
        }
      });

      it("leave the database's own settings alone", () => {
        for (const rule of ofType(graph, PLAN).flatMap(rulesOf)) {
          assert.equal(rule["enableContinuousBackup"], false);
        }
      });
    });
  }

  it("P-DATA-6, feature 36: are kept as long as each environment's settings say, locked in prod", async () => {
    const kept = (graph: Graph, system: string) => {
      const rules = rulesOf(planOf(graph, system));
      const locks = ofType(graph, "aws:backup/vaultLockConfiguration:VaultLockConfiguration");
      return {
        days: rules.map((rule) => at(rule, "lifecycle", "deleteAfter")),
        weekends: rules.every(({ schedule }) => !textOf(schedule).includes("MON-FRI")),
        locks: locks.map(({ inputs }) => [
          inputs["minRetentionDays"],
          inputs["maxRetentionDays"],
          inputs["changeableForDays"],
        ]),
      };
    };
    const locks = [[35, 365, undefined]];
    for (const [stack, days, weekends, locked] of [
      ["dev", [7], false, []],
      ["staging", [14], true, []],
      ["prod", [35, 365], true, locks],
    ] as const) {
      const graph = await systemGraph(stack, ["ingest"]);
      assert.deepEqual(kept(graph, "platform"), { days, weekends, locks: locked });
      // A table is there at the weekend too.
      assert.deepEqual(kept(graph, "ingest"), { days, weekends: true, locks: locked });
    }
  });

  it("P-DATA-5: forget no type that is protected in prod", async () => {
    const types = managedResources(await systemGraph("prod", ["ingest"]))
      .filter(({ protect }) => protect)
      .map(({ type }) => type);
    assert.deepEqual(
      [...new Set(types)].sort(),
      ["aws:dynamodb/table:Table", "aws:rds/instance:Instance", ...Object.keys(LEFT_OUT)].sort(),
    );
  });

  it("what escapes them is found", async () => {
    const graph = await recorded(() => {
      new aws.dynamodb.Table("loose", { attributes: [{ name: "Id", type: "S" }], hashKey: "Id" });
      const files = new aws.efs.FileSystem("files", {});
      new aws.backup.Selection("all", {
        planId: "plan",
        iamRoleArn: "arn:aws:iam::111122223333:role/backup",
        resources: [files.arn],
      });
    });
    assert.deepEqual(escaped(graph), ["aws:dynamodb/table:Table loose"]);
  });
});
