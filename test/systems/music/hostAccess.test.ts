import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { at, only, waitsFor } from "../../support/graph.ts";
import { answer, roleIn } from "../../support/iam.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { decideAs } from "../../support/bucketPolicies.ts";
import { scriptOf } from "../../support/hosts.ts";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const ROLE = "aws:iam/role:Role";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** What the first boot of the host reads, and goes out by. */
const FIRST_BOOT = [
  ["aws:s3/bucket:Bucket", "music-certificates"],
  ["aws:s3/bucketObjectv2:BucketObjectv2", "music-artefact"],
  ["aws:secretsmanager/secretVersion:SecretVersion", "music-host"],
  ["aws:ec2/route:Route", "music-network-public"],
] as const;

const ACCOUNT = "111122223333";
const AUDIO = `rampart-dev-s3-music-audio-${ACCOUNT}-us-east-1`;
const CERTIFICATES = `rampart-dev-s3-music-certificates-${ACCOUNT}-us-east-1`;

describe("the music's host", () => {
  recordStacks();
  let dev: Graph;
  before(() => {
    dev = graphOf("dev");
  });

  it("does what its boot and its API need, and nothing else", () => {
    const role = roleIn(dev, only(dev, ROLE, "music"));
    const allowed = (
      action: string,
      resource: string,
      context: Readonly<Record<string, string | string[]>> = {},
    ) =>
      answer(role, {
        action,
        resource,
        context: { "aws:RequestedRegion": "us-east-1", ...context },
      }) === "allowed";
    const zone = "arn:aws:route53:::hostedzone/Z1";
    const names = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
    const types = "route53:ChangeResourceRecordSetsRecordTypes";
    const own = {
      [names]: ["_acme-challenge.music-origin.dev.example.com"],
      [types]: ["TXT"],
    };
    const change = "route53:ChangeResourceRecordSets";
    assert.ok(allowed(change, zone, own));
    assert.ok(!allowed(change, zone, { ...own, [names]: ["api.dev.example.com"] }));
    assert.ok(!allowed(change, zone, { ...own, [types]: ["A"] }));
    assert.ok(!allowed(change, zone));
    const secret = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev`;
    assert.ok(allowed("secretsmanager:GetSecretValue", `${secret}/music/host-AbCdEf`));
    assert.ok(!allowed("secretsmanager:GetSecretValue", `${secret}/database/credentials-AbCdEf`));
    assert.ok(allowed("s3:GetObject", `arn:aws:s3:::${AUDIO}/seed/1.ogg`));
    assert.ok(!allowed("s3:PutObject", `arn:aws:s3:::${AUDIO}/seed/1.ogg`));
    assert.ok(!allowed("s3:ListBucket", `arn:aws:s3:::${AUDIO}`));
    const certificate = `arn:aws:s3:::${CERTIFICATES}/letsencrypt.tar`;
    for (const action of ["s3:GetObject", "s3:PutObject"]) {
      assert.ok(allowed(action, certificate), action);
      assert.ok(!allowed(action, `arn:aws:s3:::${CERTIFICATES}/other`), action);
    }
    assert.ok(!allowed("s3:DeleteObject", certificate));
    // Whether one is kept: S3 refuses to say so of an object that is not there.
    const bucket = `arn:aws:s3:::${CERTIFICATES}`;
    assert.ok(allowed("s3:ListBucket", bucket, { "s3:prefix": "letsencrypt.tar" }));
    assert.ok(!allowed("s3:ListBucket", bucket, { "s3:prefix": "" }));
    assert.ok(!allowed("s3:ListBucket", bucket));
  });

  it("S-MUSIC-1: its certificate outlives it, for a name gets five a week, and is nobody else's", () => {
    const bucket = only(dev, "aws:s3/bucket:Bucket", "music-certificates");
    assert.equal(bucket.inputs["bucket"], CERTIFICATES);
    assert.equal(
      at(
        only(
          dev,
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
          "music-certificates",
        ).inputs,
        "rules",
        0,
        "applyServerSideEncryptionByDefault",
        "sseAlgorithm",
      ),
      "aws:kms",
    );
    const policy = only(dev, BUCKET_POLICY, "music-certificates");
    for (const [role, answers] of [
      ["music", "not allowed"],
      ["deploy", "denied"],
      ["documents", "denied"],
    ] as const) {
      const as = { "aws:principalarn": `arn:aws:iam::${ACCOUNT}:role/rampart-dev-role-${role}` };
      for (const action of ["s3:GetObject", "s3:PutObject"]) {
        assert.equal(decideAs(policy, action, as), answers, `${role} ${action}`);
      }
    }
    const host = only(dev, "aws:ec2/instance:Instance", "music");
    for (const [type, name] of FIRST_BOOT) {
      assert.ok(waitsFor(dev, host, only(dev, type, name)), name);
    }
    const script = scriptOf(only(dev, TEMPLATE, "rampart-dev-lt-music"));
    assert.ok(script.includes(`s3://${CERTIFICATES}/letsencrypt.tar`));
    // By the very key that the role may list.
    assert.ok(script.includes(`--bucket '${CERTIFICATES}' --prefix 'letsencrypt.tar'`));
  });
});
