import assert from "node:assert/strict";

import { anyStatefulProtected } from "../../../../policy-pack/controls/any/any-stateful-protected.ts";
import { controls } from "../../../../policy-pack/controls/index.ts";
import type { Settings } from "../../../../policy-pack/engine/judge.ts";
import { run } from "../../../../policy-pack/engine/run.ts";
import { judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const PROD: Settings = { environment: { name: "prod" } };
const OPEN = ["The resource option protect is not true"];

describe("any-stateful-protected", () => {
  const ask = (type: string, protect: boolean, settings: Settings) =>
    said(judged(anyStatefulProtected, [resource(type, "data", {}, { protect })], "data", settings));

  it("is in the pack", () => {
    assert.ok(controls.includes(anyStatefulProtected));
  });

  const types = [
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketV2:BucketV2",
    "aws:efs/fileSystem:FileSystem",
    "aws:kms/key:Key",
  ];
  for (const type of types) {
    it(`wants ${type} protected in prod`, () => {
      assert.deepEqual(ask(type, false, PROD), OPEN);
      assert.equal(ask(type, true, PROD), "pass");
    });
  }

  it("does not concern other environments, whatever the stack is called", () => {
    for (const name of ["dev", "staging"]) {
      assert.equal(ask("aws:s3/bucket:Bucket", false, { environment: { name } }), "notApplicable");
    }
    // Hand-made resources are of the stack dev.
    assert.equal(ask("aws:s3/bucket:Bucket", false, {}), "notApplicable");
  });

  it("lets a profile name the environments", () => {
    const parameters = { [anyStatefulProtected.id]: { environments: ["staging"] } };
    const at = (name: string) =>
      ask("aws:s3/bucket:Bucket", false, { environment: { name }, parameters });
    assert.deepEqual([at("staging"), at("prod")], [OPEN, "notApplicable"]);
  });

  it("judges a stack of another name as prod once a profile says so", () => {
    const parameters = { [anyStatefulProtected.id]: { environments: ["prod", "live"] } };
    assert.deepEqual(
      ask("aws:rds/instance:Instance", false, { environment: { name: "live" }, parameters }),
      OPEN,
    );
  });

  it("does not concern what keeps no data", () => {
    const others = [
      resource("aws:lb/loadBalancer:LoadBalancer", "balancer", {}),
      resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {}),
    ];
    assert.deepEqual(run([anyStatefulProtected], others, PROD).judgements, []);
  });
});
