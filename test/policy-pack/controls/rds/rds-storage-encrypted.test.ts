import assert from "node:assert/strict";

import { rdsStorageEncrypted } from "../../../../policy-pack/controls/rds/rds-storage-encrypted.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const PLAIN = "storageEncrypted is not true";
const NO_KEY = "kmsKeyId names no customer key";

const answer = (type: string, inputs: Properties, settings = {}) =>
  said(judged(rdsStorageEncrypted, [resource(type, "database", inputs)], "database", settings));

describe("rds-storage-encrypted", () => {
  itBehaves({
    control: rdsStorageEncrypted,
    compliant: [resource(INSTANCE, "database", { storageEncrypted: true, kmsKeyId: KEY })],
    subject: "database",
    fails: [
      { title: "nothing is stated", path: "storageEncrypted", messages: [PLAIN] },
      { title: "it is off", path: "storageEncrypted", value: false, messages: [PLAIN] },
      { title: "it is off, in text", path: "storageEncrypted", value: "false", messages: [PLAIN] },
      { title: "it is neither", path: "storageEncrypted", value: "yes", messages: [PLAIN] },
      { title: "no key is named", path: "kmsKeyId", messages: [NO_KEY] },
      { title: "the key is empty", path: "kmsKeyId", value: "", messages: [NO_KEY] },
      {
        title: "the key is AWS's",
        path: "kmsKeyId",
        value: "arn:aws:kms:us-east-1:111122223333:alias/aws/rds",
        messages: [NO_KEY],
      },
    ],
    accepts: [
      { title: "on, in text", path: "storageEncrypted", value: "true" },
      { title: "a key by its alias", path: "kmsKeyId", value: "alias/rampart-dev" },
    ],
  });

  it("judges clusters alike, of which a serverless one always encrypts", () => {
    const engineMode = "serverless";
    assert.equal(answer(CLUSTER, { storageEncrypted: true, kmsKeyId: KEY }), "pass");
    assert.deepEqual(answer(CLUSTER, {}), [PLAIN, NO_KEY]);
    assert.deepEqual(answer(CLUSTER, { engineMode: "provisioned", kmsKeyId: KEY }), [PLAIN]);
    assert.equal(answer(CLUSTER, { engineMode, kmsKeyId: KEY }), "pass");
    assert.deepEqual(answer(CLUSTER, { engineMode, kmsKeyId: KEY, storageEncrypted: false }), [
      PLAIN,
    ]);
  });

  it("takes a replica with a key of its own for a copy of an encrypted source", () => {
    const replicateSourceDb = "arn:aws:rds:eu-west-1:111122223333:db:main";
    assert.equal(answer(INSTANCE, { replicateSourceDb, kmsKeyId: KEY }), "pass");
    assert.deepEqual(answer(INSTANCE, { replicateSourceDb }), [PLAIN, NO_KEY]);
    assert.deepEqual(answer(INSTANCE, { replicateSourceDb: "", kmsKeyId: KEY }), [PLAIN]);
    assert.deepEqual(answer(CLUSTER, { replicateSourceDb, kmsKeyId: KEY }), [PLAIN]);
  });

  it("does without a customer key where that is allowed", () => {
    const parameters = { "rds-storage-encrypted": { requireCustomerKey: false } };
    assert.equal(answer(INSTANCE, { storageEncrypted: true }, { parameters }), "pass");
    assert.deepEqual(answer(INSTANCE, {}, { parameters }), [PLAIN]);
  });

  it("knows a key that is not made yet, and still sees plain storage", () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const database = (inputs: Properties) =>
      resource(
        INSTANCE,
        "database",
        { kmsKeyId: { $unknown: true }, ...inputs },
        { propertyDependencies: { kmsKeyId: [key.urn] } },
      );
    const ask = (inputs: Properties) =>
      said(judged(rdsStorageEncrypted, [key, database(inputs)], "database"));
    assert.equal(ask({ storageEncrypted: true }), "pass");
    assert.deepEqual(answer(INSTANCE, { kmsKeyId: { $unknown: true }, storageEncrypted: false }), [
      PLAIN,
    ]);
  });
});
