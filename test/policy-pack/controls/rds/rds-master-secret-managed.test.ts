import assert from "node:assert/strict";

import { rdsMasterSecretManaged } from "../../../../policy-pack/controls/rds/rds-master-secret-managed.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const UNMANAGED = "manageMasterUserPassword is not true";
const KEPT = "password is written into the state";

const answer = (type: string, inputs: Properties) =>
  said(judged(rdsMasterSecretManaged, [resource(type, "database", inputs)], "database"));

describe("rds-master-secret-managed", () => {
  itBehaves({
    control: rdsMasterSecretManaged,
    compliant: [
      resource(INSTANCE, "database", { username: "owner", manageMasterUserPassword: true }),
    ],
    subject: "database",
    fails: [
      { title: "nobody manages it", path: "manageMasterUserPassword", messages: [UNMANAGED] },
      {
        title: "management is off",
        path: "manageMasterUserPassword",
        value: false,
        messages: [UNMANAGED],
      },
      { title: "there is a password too", path: "password", value: "hunter2", messages: [KEPT] },
      {
        title: "there is a password that is hidden",
        path: "password",
        value: { $secret: true },
        messages: [KEPT],
      },
      {
        title: "there is a password that is not made yet",
        path: "password",
        value: { $unknown: true },
        messages: [KEPT],
      },
    ],
    accepts: [
      { title: "management in text", path: "manageMasterUserPassword", value: "true" },
      { title: "a password that is no password, as null", path: "password", value: null },
    ],
  });

  it("accepts a password that is written and not kept", () => {
    assert.equal(answer(INSTANCE, { passwordWo: { $secret: true } }), "pass");
    assert.equal(answer(CLUSTER, { masterPasswordWo: { $secret: true } }), "pass");
    assert.equal(answer(INSTANCE, { passwordWo: { $unknown: true } }), "undecided");
  });

  it("judges clusters alike, by their own spelling", () => {
    const masterUsername = "owner";
    assert.equal(answer(CLUSTER, { masterUsername, manageMasterUserPassword: true }), "pass");
    assert.deepEqual(answer(CLUSTER, { masterUsername }), [UNMANAGED]);
    assert.deepEqual(answer(CLUSTER, { masterUsername, masterPassword: { $secret: true } }), [
      "masterPassword is written into the state",
      UNMANAGED,
    ]);
  });

  it("leaves those alone that have the users of another", () => {
    const source = "arn:aws:rds:eu-west-1:111122223333:db:main";
    assert.equal(answer(INSTANCE, { replicateSourceDb: source }), "notApplicable");
    assert.equal(answer(CLUSTER, { replicationSourceIdentifier: source }), "notApplicable");
    assert.equal(answer(CLUSTER, { globalClusterIdentifier: "world" }), "notApplicable");
    assert.deepEqual(answer(INSTANCE, { replicateSourceDb: source, password: "x" }), [
      KEPT,
      UNMANAGED,
    ]);
    // The first cluster of a global database has its own.
    const first = { globalClusterIdentifier: "world", masterUsername: "owner" };
    assert.deepEqual(answer(CLUSTER, first), [UNMANAGED]);
    assert.equal(answer(CLUSTER, { globalClusterIdentifier: { $unknown: true } }), "undecided");
  });

  it("judges what comes from a snapshot, which brings a password that people know", () => {
    assert.deepEqual(answer(INSTANCE, { snapshotIdentifier: "old" }), [UNMANAGED]);
    const world = { globalClusterIdentifier: "world", snapshotIdentifier: "old" };
    assert.deepEqual(answer(CLUSTER, world), [UNMANAGED]);
  });
});
