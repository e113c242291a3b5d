import assert from "node:assert/strict";

import { shortName, wrapped } from "../../../../plan/readers/diagram/text.ts";

describe("names in the diagram", () => {
  const names: readonly (readonly [name: string, short: string])[] = [
    ["rampart-prod-s3-elb-logs-777788889999-us-east-1", "elb-logs"],
    ["rampart-prod-svc-api", "api"],
    ["/prod/database/credentials", "/prod/database/credentials"],
    ["alias/rampart-prod", "alias/rampart-prod"],
    ["backups", "backups"],
  ];
  for (const [name, short] of names) {
    it(`${name} is shown as ${short}`, () => {
      assert.equal(shortName(name), short);
    });
  }

  it("wraps lists between their words", () => {
    assert.deepEqual(wrapped(["kms", "sts", "logs"], 9), ["kms, sts,", "logs"]);
    assert.deepEqual(wrapped(["a-very-long-name", "b"], 4), ["a-very-long-name,", "b"]);
    assert.deepEqual(wrapped([], 9), []);
  });
});
