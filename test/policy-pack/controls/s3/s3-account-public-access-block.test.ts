import assert from "node:assert/strict";

import { s3AccountPublicAccessBlock } from "../../../../policy-pack/controls/s3/s3-account-public-access-block.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };

describe("s3-account-public-access-block", () => {
  itBehaves({
    control: s3AccountPublicAccessBlock,
    compliant: [
      resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    ],
    subject: "rampart-dev",
    settings,
    fails: [
      {
        title: "a flag is off",
        of: "account",
        path: "blockPublicPolicy",
        value: false,
        messages: ["blockPublicPolicy of account is not true"],
      },
      {
        title: "a flag is left out",
        of: "account",
        path: "restrictPublicBuckets",
        messages: ["restrictPublicBuckets of account is not true"],
      },
      {
        title: "it is another account's",
        of: "account",
        path: "accountId",
        value: FOREIGN,
        messages: ["The account has no public access block"],
      },
    ],
    accepts: [{ title: "the account by its id", of: "account", path: "accountId", value: ACCOUNT }],
  });

  it("fails on the stack when there is no block at all", () => {
    assert.deepEqual(said(judged(s3AccountPublicAccessBlock, [], "rampart-dev", settings)), [
      "The account has no public access block",
    ]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(s3AccountPublicAccessBlock, [], "rampart-dev")), "notApplicable");
  });
});
