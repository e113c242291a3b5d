import assert from "node:assert/strict";

import { BackupPlan, type BackupPlanArgs } from "../../../components/data/backupPlan.ts";
import { type BackupLock, BackupVault } from "../../../components/data/backupVault.ts";
import { Table } from "../../../components/data/table.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, only, recorded, refusal, waitsFor } from "../../support/graph.ts";

const PLAN = "aws:backup/plan:Plan";
const SELECTION = "aws:backup/selection:Selection";
const DATABASE = "arn:aws:rds:us-east-1:111122223333:db:rampart-dev-db-main";

type Overrides = Partial<BackupPlanArgs> & { readonly lock?: BackupLock };

function program({ lock, ...overrides }: Overrides = {}) {
  return () => {
    const environment = testEnvironment();
    const { key, boundary } = foundation(environment);
    const vault = new BackupVault("vault", {
      environment,
      key,
      boundary,
      identifier: "main",
      lock,
    });
    const table = new Table("table", {
      environment,
      key,
      identifier: "worker",
      hashKey: { name: "Id", type: "S" },
    });
    new BackupPlan("plan", {
      environment,
      vault,
      identifier: "platform",
      hour: 9,
      dailyDays: 35,
      resourceArns: [DATABASE, table.arn],
      ...overrides,
    });
  };
}

const DAILY = {
  ruleName: "daily",
  targetVaultName: "rampart-dev-vault-main",
  schedule: "cron(0 9 * * ? *)",
  scheduleExpressionTimezone: "Etc/UTC",
  startWindow: 60,
  completionWindow: 720,
  enableContinuousBackup: false,
  lifecycle: { deleteAfter: 35 },
};

describe("BackupPlan", () => {
  it("P-DATA-6: takes a snapshot every day into the vault, and ends it", async () => {
    const graph = await recorded(program());
    const plan = only(graph, PLAN);
    assert.equal(plan.name, "rampart-dev-backup-platform");
    assert.deepEqual(plan.inputs, { rules: [DAILY] });
    assert.deepEqual(plan.propertyDependencies["rules"], [
      only(graph, "aws:backup/vault:Vault").urn,
    ]);
  });

  it("P-DATA-6: keeps that of the first of a month longer, but never in cold storage", async () => {
    const { inputs } = only(await recorded(program({ monthlyDays: 365 })), PLAN);
    assert.deepEqual(inputs["rules"], [
      DAILY,
      {
        ...DAILY,
        ruleName: "monthly",
        schedule: "cron(0 9 1 * ? *)",
        lifecycle: { deleteAfter: 365 },
      },
    ]);
  });

  it("leaves out the weekend, when what is stopped can't be backed up", async () => {
    const { inputs } = only(await recorded(program({ weekdaysOnly: true, hour: 18 })), PLAN);
    assert.equal(at(inputs, "rules", 0, "schedule"), "cron(0 18 ? * MON-FRI *)");
    assert.equal(at(inputs, "rules", 1), undefined);
  });

  it("T82: selects by ARN and nothing else, which needs no opting in and is known at once", async () => {
    const graph = await recorded(program());
    const selection = only(graph, SELECTION);
    assert.equal(selection.name, "rampart-dev-selection-platform");
    assert.deepEqual(selection.inputs, {
      planId: UNKNOWN,
      iamRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-backup-main",
      resources: [
        DATABASE,
        "arn:aws:dynamodb:us-east-1:111122223333:table/rampart-dev-table-worker",
      ],
    });
    assert.deepEqual(selection.propertyDependencies["resources"], [
      only(graph, "aws:dynamodb/table:Table").urn,
    ]);
    assert.deepEqual(selection.propertyDependencies["planId"], [only(graph, PLAN).urn]);
  });

  it("has a role that may back up before AWS tries it", async () => {
    const graph = await recorded(program());
    const attachment = only(graph, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    assert.ok(waitsFor(graph, only(graph, SELECTION), attachment));
  });

  it("keeps within the vault's lock", async () => {
    const lock: BackupLock = { mode: "governance", minimumDays: 35, maximumDays: 365 };
    const { inputs } = only(await recorded(program({ lock, monthlyDays: 365 })), PLAN);
    assert.equal(at(inputs, "rules", 1, "lifecycle", "deleteAfter"), 365);
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const selection = only(await recorded(program(), { mode: "update" }), SELECTION);
    assert.equal(typeof selection.inputs["planId"], "string");
  });

  const lock: BackupLock = { mode: "governance", minimumDays: 35, maximumDays: 365 };
  const refused: readonly [title: string, Overrides, message: string][] = [
    [
      "nothing to back up",
      { resourceArns: [] },
      "resourceArns of plan is empty; allowed: 1 or more.",
    ],
    ["an hour that no day has", { hour: 24 }, "hour of plan is 24; allowed: whole hours 0–23."],
    ["a negative hour", { hour: -1 }, "hour of plan is -1; allowed: whole hours 0–23."],
    ["half an hour", { hour: 7.5 }, "hour of plan is 7.5; allowed: whole hours 0–23."],
    [
      "monthly backups that end with the daily ones",
      { monthlyDays: 35 },
      "monthlyDays of plan is 35; allowed: more than the 35 of dailyDays.",
    ],
    [
      "a monthly backup that may fall on the weekend",
      { weekdaysOnly: true, monthlyDays: 365 },
      "monthlyDays of plan is 365; allowed: none beside weekdaysOnly, since the first of a month may be a Sunday.",
    ],
    [
      "days below the lock's",
      { lock, dailyDays: 34 },
      "plan keeps backups 34 days; the lock of its vault allows 35–365, and AWS would fail each backup.",
    ],
    [
      "days above the lock's",
      { lock, monthlyDays: 366 },
      "plan keeps backups 366 days; the lock of its vault allows 35–365, and AWS would fail each backup.",
    ],
  ];
  for (const [title, overrides, message] of refused) {
    it(`refuses ${title}`, async () => {
      assert.equal(await refusal(program(overrides)), message);
    });
  }
});
