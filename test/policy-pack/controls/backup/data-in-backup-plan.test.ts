import assert from "node:assert/strict";

import { dataInBackupPlan } from "../../../../policy-pack/controls/backup/data-in-backup-plan.ts";
import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, changed, FOREIGN, PROVIDER, resource } from "../../support/resources.ts";

const UNKNOWN = { $unknown: true } as const;
const LOST = ["No backup plan of the stack takes it in"];
const arn = (rest: string) => `arn:aws:${rest}`;
const DATABASE_ARN = arn(`rds:us-east-1:${ACCOUNT}:db:main`);

const DATABASE = resource("aws:rds/instance:Instance", "database", {
  identifier: "main",
  tags: { Backup: "daily" },
});
const TABLE = resource("aws:dynamodb/table:Table", "table", { name: "items" });
const FILES = resource("aws:efs/fileSystem:FileSystem", "files", {});
const selection = (inputs: Properties, more: Partial<PolicyResource> = {}) =>
  resource("aws:backup/selection:Selection", "selection", inputs, more);
const ask = (subject: PolicyResource, ...others: readonly PolicyResource[]) =>
  said(judged(dataInBackupPlan, [subject, ...others], subject.name));

const condition = (property: string, key: string, value: string): Value => ({
  [property]: [{ key: `aws:ResourceTag/${key}`, value }],
});

describe("data-in-backup-plan of a database", () => {
  itBehaves({
    control: dataInBackupPlan,
    compliant: [DATABASE, selection({ resources: [DATABASE_ARN] })],
    subject: "database",
    fails: [
      { title: "nothing is selected", of: "selection", path: "resources", messages: LOST },
      ...(
        [
          ["another name", arn(`rds:us-east-1:${ACCOUNT}:db:other`)],
          ["another kind", arn(`rds:us-east-1:${ACCOUNT}:cluster:main`)],
          ["another region", arn(`rds:eu-west-1:${ACCOUNT}:db:main`)],
          ["another account", arn(`rds:us-east-1:${FOREIGN}:db:main`)],
          ["another service", arn("dynamodb:*:*:*")],
          ["a longer name", `${DATABASE_ARN}*x`],
        ] as const
      ).map(([title, value]) => ({
        title: `the selection has ${title}`,
        of: "selection",
        path: "resources[0]",
        value,
        messages: LOST,
      })),
      {
        title: "it is excluded again",
        of: "selection",
        path: "notResources",
        value: [arn("rds:*:*:db:ma*")],
        messages: LOST,
      },
      ...(
        [
          ["stringEquals", "Backup", "weekly"],
          ["stringEquals", "Missing", "daily"],
          ["stringLikes", "Backup", "week*"],
          ["stringLikes", "Missing", "*"],
          ["stringNotEquals", "Backup", "daily"],
          ["stringNotLikes", "Backup", "d*"],
        ] as const
      ).map(([property, key, value]) => ({
        title: `a condition is not met: ${property} ${key} ${value}`,
        of: "selection",
        path: "conditions",
        value: condition(property, key, value),
        messages: LOST,
      })),
      {
        title: "one condition of two is not met",
        of: "selection",
        path: "conditions",
        value: [
          condition("stringEquals", "Backup", "daily"),
          condition("stringEquals", "Stage", "prod"),
        ],
        messages: LOST,
      },
    ],
    accepts: [
      { title: "everything", of: "selection", path: "resources", value: ["*"] },
      { title: "a lone ARN", of: "selection", path: "resources", value: DATABASE_ARN },
      {
        title: "all databases",
        of: "selection",
        path: "resources",
        value: ["arn:aws:dynamodb:*:*:table/*", "arn:aws:rds:*:*:db:*"],
      },
      {
        title: "an exclusion of others",
        of: "selection",
        path: "notResources",
        value: [arn("ec2:*:*:volume/*")],
      },
      ...(
        [
          ["stringEquals", "Backup", "daily"],
          ["stringLikes", "Backup", "d*y"],
          ["stringNotEquals", "Missing", "daily"],
          ["stringNotLikes", "Missing", "*"],
        ] as const
      ).map(([property, key, value]) => ({
        title: `a condition that is met: ${property} ${key} ${value}`,
        of: "selection",
        path: "conditions",
        value: condition(property, key, value),
      })),
    ],
  });

  it("counts a tag, in either spelling, beside ARNs that name something else", () => {
    const tag = (key: string, value: string) =>
      selection({
        resources: [arn("dynamodb:*:*:table/*")],
        selectionTags: [{ type: "STRINGEQUALS", key, value }],
      });
    assert.equal(ask(DATABASE, tag("Backup", "daily")), "pass");
    assert.equal(ask(DATABASE, tag("aws:ResourceTag/Backup", "daily")), "pass");
    assert.deepEqual(ask(DATABASE, tag("Backup", "weekly")), LOST);
    assert.deepEqual(ask(DATABASE, tag("backup", "daily")), LOST);
    const [hidden] = changed([DATABASE], "database", "tags", UNKNOWN);
    assert.ok(hidden);
    assert.equal(ask(hidden, tag("Backup", "daily")), "undecided");
  });

  it("knows the tags that the provider gives, which a resource's own outweigh", () => {
    const provider = {
      ...PROVIDER,
      urn: `${PROVIDER.urn}-tagging`,
      inputs: { ...PROVIDER.inputs, defaultTags: '{"tags":{"Backup":"weekly"}}' },
    };
    const weekly = selection({
      selectionTags: [{ type: "STRINGEQUALS", key: "Backup", value: "weekly" }],
    });
    const [untagged] = changed([DATABASE], "database", "tags");
    assert.ok(untagged);
    assert.equal(ask({ ...untagged, provider: provider.urn }, provider, weekly), "pass");
    assert.deepEqual(ask({ ...DATABASE, provider: provider.urn }, provider, weekly), LOST);
  });

  it("takes one selection of several, also beside an unknown one", () => {
    const unknown = { ...selection({ resources: [UNKNOWN] }), urn: "urn:other", name: "other" };
    assert.equal(ask(DATABASE, unknown, selection({ resources: ["*"] })), "pass");
    assert.equal(ask(DATABASE, unknown), "undecided");
    assert.deepEqual(ask(DATABASE), LOST);
  });

  it("knows unknown ARNs for those of others where each has data of its own to come from", () => {
    const of = (resources: readonly Value[], origins: readonly string[], path = "resources") =>
      selection({ [path]: resources }, { propertyDependencies: { [path]: origins } });
    const host = resource("aws:ec2/instance:Instance", "host", {});
    const key = resource("aws:kms/key:Key", "key", {});
    assert.deepEqual(ask(DATABASE, of([UNKNOWN], [FILES.urn])), LOST);
    assert.deepEqual(ask(DATABASE, of([UNKNOWN, UNKNOWN], [FILES.urn, host.urn])), LOST);
    assert.equal(ask(DATABASE, of([UNKNOWN, UNKNOWN], [FILES.urn])), "undecided");
    assert.equal(ask(DATABASE, of([UNKNOWN, "arn:x"], [TABLE.urn])), "undecided");
    assert.equal(ask(DATABASE, of([UNKNOWN], [key.urn])), "undecided");
    const all = selection({ resources: ["*"] });
    const excluding = (origins: readonly string[]) => ({
      ...of([UNKNOWN], origins, "notResources"),
      inputs: { ...all.inputs, notResources: [UNKNOWN] },
    });
    assert.equal(ask(DATABASE, excluding([FILES.urn])), "pass");
    assert.equal(ask(DATABASE, excluding([])), "undecided");
  });

  it("goes by where an unknown ARN comes from, and by what a known one says", () => {
    const own = { propertyDependencies: { resources: [DATABASE.urn] } };
    assert.equal(ask(DATABASE, selection({ resources: [UNKNOWN] }, own)), "pass");
    const other = arn(`rds:us-east-1:${ACCOUNT}:db:other`);
    assert.deepEqual(ask(DATABASE, selection({ resources: [other] }, own)), LOST);
  });

  it("needs the region only where a selection does", () => {
    const homeless = { ...DATABASE, provider: "" };
    assert.equal(ask(homeless, selection({ resources: [DATABASE_ARN] })), "undecided");
    assert.equal(ask(homeless, selection({ resources: ["*"] })), "pass");
  });

  it("leaves a replica alone, whose source has the backups", () => {
    const [replica] = changed([DATABASE], "database", "replicateSourceDb", "source");
    assert.ok(replica);
    assert.equal(ask(replica), "notApplicable");
  });

  it("judges clusters and tables by their own ARNs, in their own region", () => {
    const cluster = resource("aws:rds/cluster:Cluster", "cluster", { clusterIdentifier: "main" });
    const clusters = selection({ resources: [arn(`rds:us-east-1:${ACCOUNT}:cluster:main`)] });
    assert.equal(ask(cluster, clusters), "pass");
    assert.deepEqual(ask(cluster, selection({ resources: [DATABASE_ARN] })), LOST);
    const tables = selection({ resources: [arn(`dynamodb:us-east-1:${ACCOUNT}:table/items`)] });
    assert.equal(ask(TABLE, tables), "pass");
    const [elsewhere] = changed([TABLE], "table", "region", "eu-west-1");
    assert.ok(elsewhere);
    assert.deepEqual(ask(elsewhere, tables), LOST);
  });
});

describe("data-in-backup-plan of a file system", () => {
  const policy = (status: string) =>
    resource(
      "aws:efs/backupPolicy:BackupPolicy",
      "switch",
      { fileSystemId: UNKNOWN, backupPolicy: { status } },
      { propertyDependencies: { fileSystemId: [FILES.urn] } },
    );
  const byOrigin = (resources: Value, property = "resources") =>
    selection(
      { resources: ["*"], [property]: resources },
      { propertyDependencies: { [property]: [FILES.urn] } },
    );

  itBehaves({
    control: dataInBackupPlan,
    compliant: [FILES, policy("ENABLED")],
    subject: "files",
    fails: [
      {
        title: "its switch is off",
        of: "switch",
        path: "backupPolicy.status",
        value: "DISABLED",
        messages: LOST,
      },
      { title: "its switch is nowhere", of: "switch", path: "backupPolicy", messages: LOST },
    ],
    accepts: [
      {
        title: "a lone block",
        of: "switch",
        path: "backupPolicy",
        value: [{ status: "ENABLED" }],
      },
    ],
  });

  it("does not trust a switch beside which another one is, or may be, off", () => {
    const on = policy("ENABLED");
    const off = { ...policy("DISABLED"), urn: `${on.urn}2`, name: "off" };
    assert.deepEqual(ask(FILES, on, off), LOST);
    assert.equal(ask(FILES, on, { ...off, propertyDependencies: {} }), "undecided");
  });

  it("knows it by where an ARN comes from, before and after the ARN is known", () => {
    const known = arn(`elasticfilesystem:us-east-1:${ACCOUNT}:file-system/fs-0123`);
    assert.equal(ask(FILES, byOrigin([UNKNOWN])), "pass");
    assert.equal(ask(FILES, byOrigin([known])), "pass");
    assert.deepEqual(ask(FILES, byOrigin([UNKNOWN], "notResources")), LOST);
    assert.deepEqual(ask(FILES, selection({ resources: [known] })), LOST);
    const all = arn("elasticfilesystem:*:*:file-system/*");
    assert.equal(ask(FILES, selection({ resources: [all] })), "pass");
    assert.equal(ask(FILES, policy("DISABLED"), selection({ resources: [all] })), "pass");
    assert.equal(ask(FILES, selection({ resources: [UNKNOWN] })), "undecided");
  });
});

describe("data-in-backup-plan of a vault and a plan", () => {
  const VAULT = resource("aws:backup/vault:Vault", "vault", {
    name: "main",
    kmsKeyArn: "alias/rampart-prod",
  });
  const PROD = { environment: { name: "prod" } };

  itBehaves({
    control: dataInBackupPlan,
    settings: PROD,
    compliant: [
      VAULT,
      resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", {
        backupVaultName: "main",
        minRetentionDays: 7,
      }),
    ],
    subject: "vault",
    fails: [
      {
        title: "it has no key",
        path: "kmsKeyArn",
        messages: ["kmsKeyArn names no customer key"],
      },
      {
        title: "its key is AWS's",
        path: "kmsKeyArn",
        value: "alias/aws/backup",
        messages: ["kmsKeyArn names no customer key"],
      },
      {
        title: "the lock is another vault's",
        of: "lock",
        path: "backupVaultName",
        value: "other",
        messages: ["The vault has no lock"],
      },
    ],
  });

  it("asks no lock where nothing must survive", () => {
    assert.equal(said(judged(dataInBackupPlan, [VAULT], "vault")), "pass");
    assert.deepEqual(said(judged(dataInBackupPlan, [VAULT], "vault", PROD)), [
      "The vault has no lock",
    ]);
    const parameters = { "data-in-backup-plan": { unlockedEnvironments: [] } };
    assert.deepEqual(said(judged(dataInBackupPlan, [VAULT], "vault", { parameters })), [
      "The vault has no lock",
    ]);
  });

  itBehaves({
    control: dataInBackupPlan,
    compliant: [
      VAULT,
      resource("aws:backup/plan:Plan", "plan", {
        rules: [
          { ruleName: "daily", targetVaultName: "main" },
          { ruleName: "weekly", targetVaultName: "main" },
        ],
      }),
    ],
    subject: "plan",
    fails: [
      { title: "it has no rules", path: "rules", messages: ["The plan has no rule"] },
      {
        title: "a rule stores in AWS's own vault",
        path: "rules[1].targetVaultName",
        value: "Default",
        messages: ["rules[1] stores in a vault that is not of this stack"],
      },
      {
        title: "a rule names no vault",
        path: "rules[0].targetVaultName",
        messages: ["rules[0] stores in a vault that is not of this stack"],
      },
    ],
    accepts: [
      { title: "a lone rule", path: "rules", value: { ruleName: "all", targetVaultName: "main" } },
    ],
  });

  it("knows a vault that has no name yet by where the value comes from", () => {
    const plan = resource(
      "aws:backup/plan:Plan",
      "plan",
      { rules: [{ ruleName: "daily", targetVaultName: UNKNOWN }] },
      { propertyDependencies: { rules: [VAULT.urn] } },
    );
    assert.equal(ask(plan, VAULT), "pass");
    assert.equal(ask({ ...plan, propertyDependencies: {} }, VAULT), "undecided");
    const [away] = changed([plan], "plan", "rules[0].targetVaultName", "Default");
    assert.ok(away);
    assert.deepEqual(ask(away, VAULT), ["rules[0] stores in a vault that is not of this stack"]);
  });

  it("takes a rule and a vault without names for no pair", () => {
    const plan = resource("aws:backup/plan:Plan", "plan", { rules: [{ ruleName: "daily" }] });
    const [nameless] = changed([VAULT], "vault", "name");
    assert.ok(nameless);
    assert.deepEqual(ask(plan, nameless), ["rules[0] stores in a vault that is not of this stack"]);
  });
});
