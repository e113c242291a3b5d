import assert from "node:assert/strict";

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import type { Graph } from "../../../plan/graph/resource.ts";
import { SECRET, textOf } from "../../../plan/graph/value.ts";
import { at, only } from "../../support/graph.ts";
import { answer, roleIn } from "../../support/iam.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { STACKS } from "../../support/stacks.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const ROLE = "aws:iam/role:Role";

const ACCOUNT = "111122223333";
const AUDIO = `rampart-dev-s3-music-audio-${ACCOUNT}-us-east-1`;
const PAGE = `rampart-dev-s3-music-page-${ACCOUNT}-us-east-1`;

describe("the page of the music", () => {
  recordStacks();
  let dev: Graph;
  let staging: Graph;
  before(() => {
    [dev, staging] = [graphOf("dev"), graphOf("staging")];
  });

  it("S-MUSIC-4, feature 15: comes from its bucket, and what is below /api from the API, uncached", () => {
    const { inputs } = only(dev, DISTRIBUTION, "music-distribution");
    assert.deepEqual(inputs["aliases"], ["music.dev.example.com"]);
    assert.equal(inputs["priceClass"], "PriceClass_100");
    assert.equal(at(inputs, "viewerCertificate", "minimumProtocolVersion"), "TLSv1.2_2021");
    assert.deepEqual(at(inputs, "origins", 0, "domainName"), `${PAGE}.s3.us-east-1.amazonaws.com`);
    assert.deepEqual(at(inputs, "origins", 1, "domainName"), "music-origin.dev.example.com");
    assert.deepEqual(at(inputs, "origins", 1, "customHeaders"), [
      { name: "X-Origin-Guard", value: SECRET },
    ]);
    assert.deepEqual(at(inputs, "orderedCacheBehaviors", 0, "pathPattern"), "/api/*");
    assert.deepEqual(
      [
        at(inputs, "orderedCacheBehaviors", 0, "cachePolicyId"),
        at(inputs, "orderedCacheBehaviors", 0, "originRequestPolicyId"),
      ],
      // CachingDisabled, AllViewerExceptHostHeader.
      ["4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"],
    );
  });

  it("S-MUSIC-4, P-IAM-1: is put by the release role, which takes nothing away and puts no track", () => {
    for (const stack of STACKS) {
      const graph = graphOf(stack);
      const role = roleIn(graph, only(graph, ROLE, "release"));
      const bucketOf = (name: string) =>
        textOf(only(graph, "aws:s3/bucket:Bucket", name).inputs["bucket"]);
      const may = (action: string, bucket: string) =>
        answer(role, {
          action,
          resource: `arn:aws:s3:::${bucketOf(bucket)}/index.html`,
          context: { "aws:RequestedRegion": "us-east-1" },
        });
      assert.deepEqual(
        [
          may("s3:PutObject", "music-page"),
          may("s3:DeleteObject", "music-page"),
          may("s3:PutObject", "music-audio"),
        ],
        ["allowed", "not allowed", "not allowed"],
        stack,
      );
    }
  });

  it("S-MUSIC-4: on Fargate asks the balancer by the name of its certificate", () => {
    const { inputs } = only(staging, DISTRIBUTION, "music-distribution");
    assert.equal(at(inputs, "origins", 1, "domainName"), "origin.staging.example.com");
    const certificate = only(staging, "aws:acm/certificate:Certificate", "certificate");
    assert.equal(certificate.inputs["domainName"], "origin.staging.example.com");
  });

  it("S-MUSIC-4, S-MUSIC-6: may load its own files, images too, tokens of the login, and tracks by the address that S3's client signs", async () => {
    const headers = only(
      dev,
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
      "rampart-dev-headers-music",
    );
    const policy = textOf(
      at(headers.inputs, "securityHeadersConfig", "contentSecurityPolicy", "contentSecurityPolicy"),
    );
    assert.equal(
      policy,
      "default-src 'self'; " +
        `connect-src 'self' https://rampart-dev-music-${ACCOUNT}.auth.us-east-1.amazoncognito.com; ` +
        `media-src 'self' https://${AUDIO}.s3.us-east-1.amazonaws.com; ` +
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    );
    const client = new S3Client({
      region: "us-east-1",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
    });
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: AUDIO, Key: "a.ogg" }));
    assert.ok(policy.includes(`media-src 'self' ${new URL(url).origin};`), url);
  });
});
