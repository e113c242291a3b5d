import assert from "node:assert/strict";

import { snsKms } from "../../../../policy-pack/controls/sns/sns-kms.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NO_KEY = ["kmsMasterKeyId names no customer key"];
const topic = resource("aws:sns/topic:Topic", "topic", { kmsMasterKeyId: KEY_ARN });

describe("sns-kms", () => {
  itBehaves({
    control: snsKms,
    compliant: [topic],
    subject: "topic",
    fails: [
      { title: "there is no key", path: "kmsMasterKeyId", messages: NO_KEY },
      { title: "the key is empty", path: "kmsMasterKeyId", value: "", messages: NO_KEY },
      {
        title: "the key is AWS's",
        path: "kmsMasterKeyId",
        value: "alias/aws/sns",
        messages: NO_KEY,
      },
      {
        title: "the key is AWS's by its ARN",
        path: "kmsMasterKeyId",
        value: "arn:aws:kms:us-east-1:111122223333:alias/aws/sns",
        messages: NO_KEY,
      },
    ],
    accepts: [
      { title: "a key id", path: "kmsMasterKeyId", value: KEY_ARN.slice(-36) },
      { title: "an alias", path: "kmsMasterKeyId", value: "alias/rampart-dev-alerts" },
    ],
  });

  for (const type of ["aws:kms/key:Key", "aws:kms/alias:Alias", "aws:kms/replicaKey:ReplicaKey"]) {
    it(`knows ${type} of the stack before it has an id`, () => {
      const key = resource(type, "key", {});
      const made = {
        ...topic,
        inputs: { kmsMasterKeyId: UNKNOWN },
        propertyDependencies: { kmsMasterKeyId: [key.urn] },
      };
      assert.equal(said(judged(snsKms, [key, made], "topic")), "pass");
    });
  }

  it("is undecided where the key comes from something else", () => {
    const other = resource("aws:ssm/parameter:Parameter", "other", {});
    const made = {
      ...topic,
      inputs: { kmsMasterKeyId: UNKNOWN },
      propertyDependencies: { kmsMasterKeyId: [other.urn] },
    };
    assert.equal(said(judged(snsKms, [other, made], "topic")), "undecided");
  });
});
