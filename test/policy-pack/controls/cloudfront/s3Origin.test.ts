import assert from "node:assert/strict";

import { bucketInHost } from "../../../../policy-pack/controls/cloudfront/s3Origin.ts";

const HOSTS: readonly (readonly [host: string, bucket: string | undefined])[] = [
  ["web.s3.amazonaws.com", "web"],
  ["web.s3.us-east-1.amazonaws.com", "web"],
  ["WEB.S3.US-EAST-1.AMAZONAWS.COM.", "web"],
  ["web.s3-us-west-2.amazonaws.com", "web"],
  ["web.s3.dualstack.eu-west-1.amazonaws.com", "web"],
  ["web.s3-fips.us-gov-west-1.amazonaws.com", "web"],
  ["web.s3-accelerate.amazonaws.com", "web"],
  ["web.s3-accelerate.dualstack.amazonaws.com", "web"],
  ["web.s3-website-us-east-1.amazonaws.com", "web"],
  ["web.s3-website.eu-central-1.amazonaws.com", "web"],
  ["web.s3.cn-north-1.amazonaws.com.cn", "web"],
  ["www.example.com.s3.us-east-1.amazonaws.com", "www.example.com"],
  ["s3-web.s3.us-east-1.amazonaws.com", "s3-web"],
  ["a.s3.b.s3.us-east-1.amazonaws.com", "a.s3.b"],
  ["web--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "web--usw2-az1--x-s3"],
  ["s3.us-east-1.amazonaws.com", ""],
  ["api.example.com", undefined],
  ["web.s3.example.com", undefined],
  ["s3-proxy-123456.us-east-1.elb.amazonaws.com", undefined],
  ["abc123.execute-api.us-east-1.amazonaws.com", undefined],
  ["ec2-198-51-100-7.compute-1.amazonaws.com", undefined],
  ["web.s3.us-east-1.amazonaws.com.example.com", undefined],
  ["", undefined],
];

describe("the bucket in an origin's host", () => {
  for (const [host, bucket] of HOSTS) {
    it(`of ${host === "" ? "nothing" : host} is ${bucket ?? "none"}`, () => {
      assert.equal(bucketInHost(host), bucket);
    });
  }
});
