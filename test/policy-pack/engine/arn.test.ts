import assert from "node:assert/strict";

import { accountInArn, isAccountId, resourceInArn } from "../../../policy-pack/engine/arn.ts";

describe("ARNs", () => {
  it("hold an account of twelve digits", () => {
    assert.equal(isAccountId("111122223333"), true);
    for (const text of ["", "11112222333", "1111222233334", "a111122223333", "11112222333a"]) {
      assert.equal(isAccountId(text), false, text);
    }
  });

  it("tell the account, where there is one", () => {
    assert.equal(accountInArn("arn:aws:sns:us-east-1:111122223333:alarms"), "111122223333");
    assert.equal(accountInArn("arn:aws:s3:::bucket"), undefined);
    assert.equal(accountInArn("arn:aws:iam"), undefined);
    assert.equal(accountInArn("urn:aws:sns:us-east-1:111122223333:alarms"), undefined);
  });

  it("tell the resource, with the colons in it", () => {
    assert.equal(resourceInArn("arn:aws:logs:us-east-1:1:log-group:/a:*"), "log-group:/a:*");
    assert.equal(resourceInArn("arn:aws:s3:::bucket/key"), "bucket/key");
    assert.equal(resourceInArn("bucket"), "");
  });
});
