import assert from "node:assert/strict";

import { isRootOf } from "../../../../policy-pack/controls/kms/keyPolicy.ts";
import { ACCOUNT, FOREIGN } from "../../support/resources.ts";

describe("the account itself as a principal of a key", () => {
  const root = `arn:aws:iam::${ACCOUNT}:root`;
  for (const principal of [ACCOUNT, root, root.replace(":aws:", ":aws-cn:")]) {
    it(`is ${principal}`, () => {
      assert.equal(isRootOf(principal, [FOREIGN, ACCOUNT]), true);
      assert.equal(isRootOf(principal, [FOREIGN]), false);
    });
  }

  for (const principal of [
    "*",
    `${root}s`,
    `my-${root}`,
    `my-${ACCOUNT}`,
    `${ACCOUNT}0`,
    `arn:aws:iam::${ACCOUNT}:role/root`,
  ]) {
    it(`is not ${principal}`, () => {
      assert.equal(isRootOf(principal, [ACCOUNT]), false);
    });
  }
});
