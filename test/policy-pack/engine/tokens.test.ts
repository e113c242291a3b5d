import assert from "node:assert/strict";

import { canonicalType, twinsOf } from "../../../policy-pack/engine/tokens.ts";

describe("twins of a type", () => {
  it("are known for load balancing and for the deprecated types of S3", () => {
    assert.deepEqual(twinsOf("aws:lb/listener:Listener"), [
      "aws:lb/listener:Listener",
      "aws:alb/listener:Listener",
      "aws:applicationloadbalancing/listener:Listener",
      "aws:elasticloadbalancingv2/listener:Listener",
    ]);
    assert.deepEqual(twinsOf("aws:s3/bucketVersioning:BucketVersioning"), [
      "aws:s3/bucketVersioning:BucketVersioning",
      "aws:s3/bucketVersioningV2:BucketVersioningV2",
    ]);
  });

  it("have one canonical type, and other types have themselves", () => {
    for (const type of [
      "aws:lb/listener:Listener",
      "aws:s3/bucket:Bucket",
      "aws:sns/topic:Topic",
    ]) {
      for (const twin of twinsOf(type)) assert.equal(canonicalType(twin), type);
    }
  });
});
