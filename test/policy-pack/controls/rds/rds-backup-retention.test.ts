import assert from "node:assert/strict";

import { rdsBackupRetention } from "../../../../policy-pack/controls/rds/rds-backup-retention.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const path = "backupRetentionPeriod";
const SHORT = ["backupRetentionPeriod is less than 7 days"];

const answer = (type: string, inputs: Properties, settings = {}) =>
  said(judged(rdsBackupRetention, [resource(type, "database", inputs)], "database", settings));

describe("rds-backup-retention", () => {
  itBehaves({
    control: rdsBackupRetention,
    compliant: [resource(INSTANCE, "database", { backupRetentionPeriod: 7 })],
    subject: "database",
    fails: [
      { title: "nothing is stated: the provider keeps none", path, messages: SHORT },
      { title: "none are kept", path, value: 0, messages: SHORT },
      { title: "six days are kept", path, value: 6, messages: SHORT },
      { title: "six days are kept, in text", path, value: "6", messages: SHORT },
      { title: "it is no number", path, value: "a week", messages: SHORT },
    ],
    accepts: [
      { title: "the longest that RDS keeps", path, value: 35 },
      { title: "seven days, in text", path, value: "7" },
    ],
  });

  it("judges clusters alike: their default is a day", () => {
    assert.deepEqual(answer(CLUSTER, {}), SHORT);
    assert.deepEqual(answer(CLUSTER, { backupRetentionPeriod: 1 }), SHORT);
    assert.equal(answer(CLUSTER, { backupRetentionPeriod: 14 }), "pass");
  });

  it("leaves a replica alone, whose source has the backups", () => {
    assert.equal(answer(INSTANCE, { replicateSourceDb: "main" }), "notApplicable");
    assert.deepEqual(answer(INSTANCE, { replicateSourceDb: "" }), SHORT);
    assert.equal(answer(INSTANCE, { replicateSourceDb: { $unknown: true } }), "undecided");
    assert.deepEqual(answer(CLUSTER, { replicationSourceIdentifier: "main" }), SHORT);
    const source = resource(INSTANCE, "source", {});
    const replica = resource(
      INSTANCE,
      "database",
      { replicateSourceDb: { $unknown: true } },
      { propertyDependencies: { replicateSourceDb: [source.urn] } },
    );
    const judgement = judged(rdsBackupRetention, [source, replica], "database");
    assert.equal(said(judgement), "notApplicable");
  });

  it("takes the fewest days from its parameter", () => {
    const parameters = { "rds-backup-retention": { minimumDays: 30 } };
    assert.deepEqual(answer(INSTANCE, { backupRetentionPeriod: 29 }, { parameters }), [
      "backupRetentionPeriod is less than 30 days",
    ]);
    assert.equal(answer(INSTANCE, { backupRetentionPeriod: 30 }, { parameters }), "pass");
  });
});
