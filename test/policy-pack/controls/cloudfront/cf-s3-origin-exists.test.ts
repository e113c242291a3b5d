import assert from "node:assert/strict";

import { cfS3OriginExists } from "../../../../policy-pack/controls/cloudfront/cf-s3-origin-exists.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";
import {
  accessControl,
  bucket,
  BUCKET_NAME,
  COMPLIANT,
  compliantDistribution,
  distribution,
  multitenant,
  ORIGINS,
} from "./compliantDistribution.ts";

const DANGLING = "origins[0] reads a bucket that this stack does not have";
const HOST = "origins[0].domainName";
const [PAGES, API] = COMPLIANT.origins;

/** The verdict on origins whose values come from some resources, beside a bucket. */
function origins(value: Value, from: readonly string[], inputs: Properties = bucket.inputs) {
  const site = distribution({ ...COMPLIANT, origins: value }, { ...ORIGINS, origins: from });
  return said(judged(cfS3OriginExists, [{ ...bucket, inputs }, site], "site"));
}

describe("cf-s3-origin-exists", () => {
  itBehaves({
    control: cfS3OriginExists,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      {
        title: "the bucket is another",
        path: HOST,
        value: "other.s3.us-east-1.amazonaws.com",
        messages: [DANGLING],
      },
      {
        title: "the bucket's name only begins alike",
        path: HOST,
        value: `${BUCKET_NAME}-2.s3.us-east-1.amazonaws.com`,
        messages: [DANGLING],
      },
      {
        title: "the stack's bucket has another name",
        of: "web",
        path: "bucket",
        value: "other",
        messages: [DANGLING],
      },
      {
        title: "the bucket has a name of Pulumi's, and the host does not come from it",
        of: "web",
        path: "bucket",
        messages: [DANGLING],
      },
      { title: "no host is named", path: HOST, messages: [DANGLING] },
      {
        title: "the host is none of S3's, and no custom origin",
        path: HOST,
        value: "files.example.com",
        messages: [DANGLING],
      },
      {
        title: "a website's host is a free name's",
        path: "origins[0]",
        value: {
          domainName: "other.s3-website-us-east-1.amazonaws.com",
          customOriginConfig: API.customOriginConfig,
        },
        messages: [DANGLING],
      },
      {
        title: "the path names a bucket that is not there",
        path: "origins[0]",
        value: {
          domainName: "s3.us-east-1.amazonaws.com",
          originPath: "/other/pages",
          customOriginConfig: API.customOriginConfig,
        },
        messages: [DANGLING],
      },
      {
        title: "neither host nor path names a bucket",
        path: "origins[0]",
        value: {
          domainName: "s3.us-east-1.amazonaws.com",
          customOriginConfig: API.customOriginConfig,
        },
        messages: [DANGLING],
      },
    ],
    accepts: [
      ...[
        `${BUCKET_NAME}.s3.amazonaws.com`,
        `${BUCKET_NAME.toUpperCase()}.s3.us-east-1.amazonaws.com`,
        `${BUCKET_NAME}.s3.dualstack.us-east-1.amazonaws.com`,
      ].map((value) => ({ title: value, path: HOST, value })),
      {
        title: "the bucket in the path",
        path: "origins[0]",
        value: {
          domainName: "s3.us-east-1.amazonaws.com",
          originPath: `/${BUCKET_NAME}/pages`,
          customOriginConfig: API.customOriginConfig,
        },
      },
    ],
  });

  it("knows an unknown host by where it comes from", () => {
    const unknown = [{ ...PAGES, domainName: { $unknown: true } }];
    const reference = "urn:pulumi:dev::rampart::pulumi:pulumi:StackReference::other";
    assert.equal(origins(unknown, [bucket.urn]), "pass");
    assert.equal(origins(unknown, [bucket.urn, accessControl.urn]), "pass");
    assert.equal(origins(unknown, [bucket.urn, reference]), "undecided");
    assert.equal(origins(unknown, [accessControl.urn]), "undecided");
    assert.equal(origins(unknown, []), "undecided");
  });

  it("knows a bucket whose name Pulumi chose by the same way", () => {
    const named = [{ ...PAGES, domainName: "web-0a1b2c3.s3.us-east-1.amazonaws.com" }];
    assert.equal(origins(named, [bucket.urn], {}), "pass");
    assert.deepEqual(origins(named, [bucket.urn]), [DANGLING]);
  });

  it("takes the deprecated type for the same", () => {
    const old = resource("aws:s3/bucketV2:BucketV2", "old", { bucket: BUCKET_NAME });
    assert.equal(said(judged(cfS3OriginExists, [old, distribution()], "site")), "pass");
  });

  it("does not concern hosts that are no bucket's", () => {
    assert.equal(origins([API], []), "notApplicable");
  });

  it("accepts a bucket that is listed", () => {
    const settings = {
      parameters: { "cf-s3-origin-exists": { allowedBuckets: [BUCKET_NAME] } },
    };
    assert.deepEqual(said(judged(cfS3OriginExists, [distribution()], "site")), [DANGLING]);
    assert.equal(said(judged(cfS3OriginExists, [distribution()], "site", settings)), "pass");
  });

  it("judges distributions for many tenants alike", () => {
    const stack = [bucket, multitenant()];
    assert.equal(said(judged(cfS3OriginExists, stack, "site")), "pass");
    const dangling = changed(stack, "web", "bucket", "other");
    assert.deepEqual(said(judged(cfS3OriginExists, dangling, "site")), [DANGLING]);
  });
});
