import assert from "node:assert/strict";

import { cloudtrailEncryptedValidated } from "../../../../policy-pack/controls/cloudtrail/cloudtrail-encrypted-validated.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";
import { trail } from "./trails.ts";

const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const NO_KEY = "kmsKeyId names no customer key";
const UNSIGNED = "Log files are not validated";

describe("cloudtrail-encrypted-validated", () => {
  itBehaves({
    control: cloudtrailEncryptedValidated,
    compliant: [trail({ kmsKeyId: KEY_ARN, enableLogFileValidation: true })],
    subject: "trail",
    fails: [
      { title: "there is no key", path: "kmsKeyId", messages: [NO_KEY] },
      { title: "the key is empty", path: "kmsKeyId", value: "", messages: [NO_KEY] },
      {
        title: "the key is AWS's",
        path: "kmsKeyId",
        value: "alias/aws/s3",
        messages: [NO_KEY],
      },
      {
        title: "validation is off",
        path: "enableLogFileValidation",
        value: false,
        messages: [UNSIGNED],
      },
      {
        title: "validation is not mentioned",
        path: "enableLogFileValidation",
        messages: [UNSIGNED],
      },
    ],
    accepts: [
      { title: "an alias of one's own", path: "kmsKeyId", value: "alias/rampart-dev" },
      { title: "a flag in text", path: "enableLogFileValidation", value: "true" },
    ],
  });

  it("knows a key of the stack before it has an id", () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const made = trail({ kmsKeyId: UNKNOWN, enableLogFileValidation: true });
    const fromKey = { ...made, propertyDependencies: { kmsKeyId: [key.urn] } };
    const ask = (subject: typeof made) =>
      said(judged(cloudtrailEncryptedValidated, [key, subject], "trail"));
    assert.equal(ask(fromKey), "pass");
    assert.equal(ask(made), "undecided");
  });

  it("says both when both are wrong, and does not let an unknown key hide the other", () => {
    assert.deepEqual(said(judged(cloudtrailEncryptedValidated, [trail()], "trail")), [
      NO_KEY,
      UNSIGNED,
    ]);
    const open = trail({ kmsKeyId: UNKNOWN });
    assert.deepEqual(said(judged(cloudtrailEncryptedValidated, [open], "trail")), [UNSIGNED]);
  });
});
