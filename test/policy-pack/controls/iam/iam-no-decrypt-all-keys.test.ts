import { iamNoDecryptAllKeys } from "../../../../policy-pack/controls/iam/iam-no-decrypt-all-keys.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { ACCOUNT } from "../../support/resources.ts";
import { allBut, allow, deny, itJudgesDocuments } from "./documents.ts";

const key = (id: string) => `arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}`;
const ID = "1a2b3c4d-0000-1111-2222-333344445555";
const when = (name: string, value: Value, operator = "StringEquals") => ({
  Condition: { [operator]: { [name]: value } },
});
const ALIAS = when("kms:ResourceAliases", "alias/app", "ForAnyValue:StringEquals");

describe("iam-no-decrypt-all-keys", () => {
  itJudgesDocuments({
    control: iamNoDecryptAllKeys,
    good: allow("kms:Decrypt", key(ID)),
    bad: allow("kms:Decrypt", "*"),
    message: () => "Statement Some allows to decrypt with every key",
    fails: [
      ["all keys of account and region are meant", allow("kms:Decrypt", key("*"))],
      ["all keys anywhere are meant", allow("kms:Decrypt", "arn:aws:kms:*:*:key/*")],
      ["all of KMS is meant", allow("kms:Decrypt", "arn:aws:kms:*")],
      ["all keys of several regions are meant", allow("kms:Decrypt", key("mrk-*"))],
      ["one of the keys is any", allow("kms:Decrypt", [key(ID), key("*")])],
      ["it is called re-encryption", allow("kms:ReEncryptFrom", key("*"))],
      ["it is a pattern", allow("kms:ReEncrypt*", key("*"))],
      ["it is written otherwise", allow("KMS:decrypt", "*")],
      ["it is part of all", allow("*", "*")],
      ["it is not left out", allBut("kms:Encrypt", "*")],
      ["all but one key are meant", allow("kms:Decrypt", [], { NotResource: key(ID) })],
      [
        "only the service is fixed",
        allow("kms:Decrypt", key("*"), when("kms:ViaService", "s3.us-east-1.amazonaws.com")),
      ],
      [
        "the alias is any",
        allow(
          "kms:Decrypt",
          key("*"),
          when("kms:ResourceAliases", "alias/*", "ForAnyValue:StringLike"),
        ),
      ],
      [
        "a key may have no alias",
        allow(
          "kms:Decrypt",
          key("*"),
          when("kms:ResourceAliases", "alias/app", "ForAllValues:StringEquals"),
        ),
      ],
      [
        "an alias is excluded",
        allow(
          "kms:Decrypt",
          key("*"),
          when("kms:ResourceAliases", "alias/app", "ForAnyValue:StringNotEquals"),
        ),
      ],
      ["a denial is for one key", allow("kms:Decrypt", "*"), deny("kms:Decrypt", key(ID))],
    ],
    accepts: [
      ["an alias", allow("kms:Decrypt", key("*"), ALIAS)],
      [
        "aliases that begin so",
        allow(
          "kms:Decrypt",
          key("*"),
          when("kms:ResourceAliases", "alias/rampart-*", "ForAnyValue:StringLike"),
        ),
      ],
      [
        "the alias of the request",
        allow("kms:Decrypt", "*", when("kms:RequestAlias", "alias/app")),
      ],
      ["a tag", allow("kms:Decrypt", key("*"), when("aws:ResourceTag/app", "x"))],
      ["encryption alone", allow(["kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncryptTo"], "*")],
      ["all of a bucket", allow("*", "arn:aws:s3:::app/*")],
      ["a denial of it", allow("kms:*", "*"), deny(["kms:Decrypt", "kms:ReEncrypt*"], "*")],
      [
        "a denial of all keys but one",
        allow("kms:*", "*"),
        deny("kms:*", [], { NotResource: key(ID) }),
      ],
      [
        "an alias that a denial demands",
        allow("kms:Decrypt", "*"),
        deny(
          "kms:*",
          "*",
          when("kms:ResourceAliases", "alias/app", "ForAllValues:StringNotEquals"),
        ),
      ],
      ["a denial", deny("kms:Decrypt", "*")],
    ],
  });
});
