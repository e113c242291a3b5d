import assert from "node:assert/strict";

import { ProviderTypes } from "./provider.ts";

const provider = new ProviderTypes();

describe("M14: what the provider's typings say", () => {
  const there: readonly (readonly [type: string, path: string])[] = [
    ["aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status"],
    ["aws:alb/listener:Listener", "defaultActions[0].redirect.statusCode"],
    ["aws:lb/listener:Listener", "defaultActions.redirect"],
    ["aws:iam/role:Role", "assumeRolePolicy.Statement[0].Principal.AWS"],
    // A deprecated twin has it.
    ["aws:s3/bucket:Bucket", "versionings"],
  ];
  for (const [type, path] of there) {
    it(`${type} has ${path}`, () => {
      assert.ok(provider.hasProperty(type, path));
    });
  }

  const missing: readonly (readonly [type: string, path: string])[] = [
    ["aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.state"],
    ["aws:lb/listener:Listener", "defaultActions[0].redirects"],
    ["aws:s3/nothing:Nothing", "name"],
  ];
  for (const [type, path] of missing) {
    it(`${type} has no ${path}`, () => {
      assert.ok(!provider.hasProperty(type, path));
    });
  }

  it("knows which types there are", () => {
    assert.ok(provider.hasType("aws:rds/instance:Instance"));
    assert.ok(!provider.hasType("aws:rds/instances:Instance"));
  });
});
