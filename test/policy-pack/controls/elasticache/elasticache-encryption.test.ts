import assert from "node:assert/strict";

import { elasticacheEncryption } from "../../../../policy-pack/controls/elasticache/elasticache-encryption.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache";
const KEY = "alias/rampart-dev";
const REST = "atRestEncryptionEnabled is not true";
const TRANSIT = "transitEncryptionEnabled is not true";
const MODE = "transitEncryptionMode admits clients without TLS";
const NO_KEY = "kmsKeyId names no customer key";

const answer = (type: string, inputs: Properties, settings = {}) =>
  said(judged(elasticacheEncryption, [resource(type, "cache", inputs)], "cache", settings));

describe("elasticache-encryption", () => {
  itBehaves({
    control: elasticacheEncryption,
    compliant: [
      resource(GROUP, "cache", {
        engine: "valkey",
        atRestEncryptionEnabled: true,
        kmsKeyId: KEY,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
      }),
    ],
    subject: "cache",
    fails: [
      {
        title: "what it holds is plain",
        path: "atRestEncryptionEnabled",
        value: false,
        messages: [REST],
      },
      {
        title: "what it says is plain",
        path: "transitEncryptionEnabled",
        value: "false",
        messages: [TRANSIT],
      },
      {
        title: "nothing is stated of what it says",
        path: "transitEncryptionEnabled",
        messages: [TRANSIT],
      },
      {
        title: "clients may leave TLS out",
        path: "transitEncryptionMode",
        value: "preferred",
        messages: [MODE],
      },
      { title: "no key is named", path: "kmsKeyId", messages: [NO_KEY] },
      {
        title: "the key is AWS's",
        path: "kmsKeyId",
        value: "alias/aws/elasticache",
        messages: [NO_KEY],
      },
    ],
    accepts: [
      { title: "ElastiCache's own default, which requires TLS", path: "transitEncryptionMode" },
      { title: "Valkey's default, which encrypts", path: "atRestEncryptionEnabled" },
      { title: "switches in text", path: "transitEncryptionEnabled", value: "true" },
    ],
  });

  it("does not take Valkey's default for that of another engine", () => {
    const rest = { kmsKeyId: KEY, transitEncryptionEnabled: true };
    assert.deepEqual(answer(GROUP, rest), [REST]);
    assert.deepEqual(answer(GROUP, { ...rest, engine: "redis" }), [REST]);
    assert.equal(answer(GROUP, { ...rest, engine: "Valkey" }), "pass");
    assert.equal(answer(GROUP, { ...rest, engine: { $unknown: true } }), "undecided");
  });

  it("asks a serverless cache for its key alone", () => {
    assert.equal(answer(SERVERLESS, { engine: "valkey", kmsKeyId: KEY }), "pass");
    assert.deepEqual(answer(SERVERLESS, { engine: "valkey" }), [NO_KEY]);
    assert.equal(answer(SERVERLESS, { kmsKeyId: { $unknown: true } }), "undecided");
  });

  it("takes the second group of a global store for a copy of the first", () => {
    const second = { globalReplicationGroupId: "world", kmsKeyId: KEY };
    assert.equal(answer(GROUP, second), "pass");
    assert.deepEqual(answer(GROUP, { ...second, kmsKeyId: "" }), [NO_KEY]);
    assert.deepEqual(answer(GROUP, { ...second, globalReplicationGroupId: "" }), [REST, TRANSIT]);
  });

  it("does without a customer key where that is allowed", () => {
    const parameters = { "elasticache-encryption": { requireCustomerKey: false } };
    assert.equal(answer(SERVERLESS, {}, { parameters }), "pass");
    assert.deepEqual(answer(GROUP, {}, { parameters }), [REST, TRANSIT]);
  });
});
