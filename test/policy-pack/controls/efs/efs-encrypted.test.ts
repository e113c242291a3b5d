import assert from "node:assert/strict";

import { efsEncrypted } from "../../../../policy-pack/controls/efs/efs-encrypted.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const FILES = "aws:efs/fileSystem:FileSystem";
const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const PLAIN = "encrypted is not true";
const NO_KEY = "kmsKeyId names no customer key";

describe("efs-encrypted", () => {
  itBehaves({
    control: efsEncrypted,
    compliant: [resource(FILES, "files", { encrypted: true, kmsKeyId: KEY })],
    subject: "files",
    fails: [
      { title: "nothing is stated", path: "encrypted", messages: [PLAIN] },
      { title: "it is off", path: "encrypted", value: false, messages: [PLAIN] },
      { title: "it is off, in text", path: "encrypted", value: "false", messages: [PLAIN] },
      { title: "it is neither", path: "encrypted", value: "yes", messages: [PLAIN] },
      { title: "no key is named", path: "kmsKeyId", messages: [NO_KEY] },
      { title: "the key is empty", path: "kmsKeyId", value: "", messages: [NO_KEY] },
      {
        title: "the key is AWS's",
        path: "kmsKeyId",
        value: "arn:aws:kms:us-east-1:111122223333:alias/aws/elasticfilesystem",
        messages: [NO_KEY],
      },
    ],
    accepts: [
      { title: "on, in text", path: "encrypted", value: "true" },
      { title: "a key by its alias", path: "kmsKeyId", value: "alias/rampart-dev" },
    ],
  });

  it("says all that is wrong", () => {
    assert.deepEqual(said(judged(efsEncrypted, [resource(FILES, "files", {})], "files")), [
      PLAIN,
      NO_KEY,
    ]);
  });

  it("knows a key that is not made yet, and an unknown one hides no plain files", () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const files = (encrypted: boolean, origins: readonly string[]) =>
      resource(
        FILES,
        "files",
        { encrypted, kmsKeyId: { $unknown: true } },
        { propertyDependencies: { kmsKeyId: origins } },
      );
    const ask = (encrypted: boolean, origins: readonly string[]) =>
      said(judged(efsEncrypted, [key, files(encrypted, origins)], "files"));
    assert.equal(ask(true, [key.urn]), "pass");
    assert.equal(ask(true, []), "undecided");
    assert.deepEqual(ask(false, []), [PLAIN]);
  });
});
