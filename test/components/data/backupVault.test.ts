import assert from "node:assert/strict";

import {
  type BackupLock,
  BackupVault,
  type BackupVaultArgs,
} from "../../../components/data/backupVault.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, ofType, recorded, refusal, statement, waitsFor } from "../../support/graph.ts";

const VAULT = "aws:backup/vault:Vault";
const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

const disposable = testEnvironment();
const kept = testEnvironment({ dataProtection: "protected" });
const days = { minimumDays: 35, maximumDays: 365 };

function program(
  overrides: Partial<BackupVaultArgs> = {},
  seen: (vault: BackupVault) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? disposable;
    const { key, boundary } = foundation(environment);
    const vault = new BackupVault("vault", {
      environment,
      key,
      boundary,
      identifier: "main",
      ...overrides,
    });
    seen(vault);
  };
}

describe("BackupVault", () => {
  it("P-DATA-6, P-KEY-2: has the environment's key", async () => {
    const graph = await recorded(program());
    const vault = only(graph, VAULT);
    assert.deepEqual(vault.inputs, {
      name: "rampart-dev-vault-main",
      kmsKeyArn: UNKNOWN,
      forceDestroy: true,
    });
    assert.deepEqual(vault.propertyDependencies["kmsKeyArn"], [only(graph, "aws:kms/key:Key").urn]);
  });

  it("P-DATA-5: where data survives, it stays with all that is in it", async () => {
    const vault = only(await recorded(program({ environment: kept })), VAULT);
    assert.deepEqual([vault.protect, vault.retainOnDelete], [true, true]);
    assert.equal(vault.inputs["forceDestroy"], false);
  });

  it("P-DATA-5: elsewhere destroy works in one go", async () => {
    const vault = only(await recorded(program()), VAULT);
    assert.deepEqual([vault.protect, vault.retainOnDelete], [false, false]);
  });

  it("P-IAM-3: has a role of AWS Backup's under the boundary, for backups and not for restores", async () => {
    const graph = await recorded(program());
    const role = only(graph, "aws:iam/role:Role");
    assert.deepEqual(statement(role, "TrustService", "assumeRolePolicy"), {
      Sid: "TrustService",
      Effect: "Allow",
      Principal: { Service: "backup.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    assert.equal(role.inputs["name"], "rampart-dev-role-backup-main");
    assert.equal(
      role.inputs["permissionsBoundary"],
      "arn:aws:iam::111122223333:policy/rampart-dev-policy-boundary",
    );
    assert.equal(
      only(graph, ATTACHMENT).inputs["policyArn"],
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    );
    assert.deepEqual(ofType(graph, "aws:iam/rolePolicy:RolePolicy"), []);
  });

  it("P-KEY-1: the key's policy lets IAM decide, so that the role's own policy is enough", async () => {
    const key = only(await recorded(program()), "aws:kms/key:Key");
    assert.deepEqual(statement(key, "DelegateToIam")["Principal"], {
      AWS: "arn:aws:iam::111122223333:root",
    });
  });

  it("goes before its role, as which AWS Backup deletes what is in it", async () => {
    const graph = await recorded(program());
    const vault = only(graph, VAULT);
    assert.ok(waitsFor(graph, vault, only(graph, "aws:iam/role:Role")));
    assert.ok(waitsFor(graph, vault, only(graph, ATTACHMENT)));
  });

  it("has no lock unless asked", async () => {
    assert.deepEqual(ofType(await recorded(program()), LOCK), []);
  });

  const locks: readonly [BackupLock, Record<string, number>][] = [
    [{ mode: "governance", ...days }, {}],
    [{ mode: "compliance", ...days, changeableForDays: 3 }, { changeableForDays: 3 }],
  ];
  for (const [lock, more] of locks) {
    it(`P-DATA-6, T82, feature 36: is locked in ${lock.mode} mode, by days that say so to AWS`, async () => {
      const graph = await recorded(program({ environment: kept, lock }));
      const found = only(graph, LOCK);
      assert.deepEqual(found.inputs, {
        backupVaultName: "rampart-dev-vault-main",
        minRetentionDays: 35,
        maxRetentionDays: 365,
        ...more,
      });
      assert.ok(waitsFor(graph, found, only(graph, VAULT)));
    });
  }

  it("never lifts a lock by changing it: the old one goes first, or stays at AWS", async () => {
    const lock: BackupLock = { mode: "governance", ...days };
    for (const environment of [kept, disposable]) {
      const found = only(await recorded(program({ environment, lock })), LOCK);
      assert.equal(found.deleteBeforeReplace, true);
      assert.deepEqual(
        [found.protect, found.retainOnDelete],
        [false, environment.dataProtection === "protected"],
      );
    }
  });

  it("P-NAME: tells its name before it exists, and its lock to plans", async () => {
    const lock: BackupLock = { mode: "governance", ...days };
    const seen: unknown[] = [];
    const note = (vault: BackupVault) => {
      seen.push(vault.lock);
      vault.vaultName.apply((name) => seen.push(name));
    };
    await recorded(program({ lock }, note));
    assert.deepEqual(seen, [lock, "rampart-dev-vault-main"]);
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const vault = only(await recorded(program(), { mode: "update" }), VAULT);
    assert.equal(vault.inputs["kmsKeyArn"], "arn:aws:mock:::aws:kms/key:Key/key");
  });

  const contradictions = [
    [0, 35],
    [35, 34],
  ] as const;
  for (const [minimumDays, maximumDays] of contradictions) {
    it(`refuses a lock of ${minimumDays} to ${maximumDays} days`, async () => {
      assert.equal(
        await refusal(program({ lock: { mode: "governance", minimumDays, maximumDays } })),
        `lock of vault keeps backups ${minimumDays} to ${maximumDays} days; allowed: 1 or more, ` +
          "and a maximum that is not below the minimum.",
      );
    });
  }

  it("T82: refuses less time to think than AWS gives", async () => {
    const lock: BackupLock = { mode: "compliance", ...days, changeableForDays: 2 };
    assert.equal(
      await refusal(program({ environment: kept, lock })),
      "changeableForDays of vault is 2; allowed: 3 or more.",
    );
  });

  it("T82: refuses a lock for ever where a destroy must work", async () => {
    const lock: BackupLock = { mode: "compliance", ...days, changeableForDays: 3 };
    assert.equal(
      await refusal(program({ lock })),
      "lock of vault is in compliance mode, which can never be undone; allowed: governance, " +
        "where data may be lost.",
    );
  });
});
