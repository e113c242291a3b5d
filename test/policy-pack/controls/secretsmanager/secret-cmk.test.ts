import assert from "node:assert/strict";

import { secretCmk } from "../../../../policy-pack/controls/secretsmanager/secret-cmk.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const SECRET = "aws:secretsmanager/secret:Secret";
const MESSAGES = ["kmsKeyId names no customer key"];

describe("secret-cmk", () => {
  itBehaves({
    control: secretCmk,
    compliant: [resource(SECRET, "secret", { kmsKeyId: "alias/rampart-dev" })],
    subject: "secret",
    fails: [
      { title: "no key is named", path: "kmsKeyId", messages: MESSAGES },
      {
        title: "the key is AWS's",
        path: "kmsKeyId",
        value: "alias/aws/secretsmanager",
        messages: MESSAGES,
      },
      {
        title: "a replica names no key",
        path: "replicas",
        value: [{ region: "eu-west-1" }],
        messages: ["replicas[0].kmsKeyId names no customer key"],
      },
    ],
    accepts: [
      {
        title: "a key's ARN",
        path: "kmsKeyId",
        value: "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000",
      },
      {
        title: "replicas with keys of their own",
        path: "replicas",
        value: [{ region: "eu-west-1", kmsKeyId: "alias/rampart-dev" }],
      },
    ],
  });

  it("knows a key that is not made yet by where the value comes from", () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const secret = (origin: string) =>
      resource(
        SECRET,
        "secret",
        { kmsKeyId: { $unknown: true } },
        { propertyDependencies: { kmsKeyId: [origin] } },
      );
    assert.equal(said(judged(secretCmk, [key, secret(key.urn)], "secret")), "pass");
    const other = key.urn.replace("aws:kms/key:Key", "aws:ssm/parameter:Parameter");
    assert.equal(said(judged(secretCmk, [key, secret(other)], "secret")), "undecided");
  });
});
