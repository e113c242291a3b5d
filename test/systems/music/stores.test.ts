import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { only, policyOf, statement } from "../../support/graph.ts";
import { graphOf, recordStacks } from "../../support/identities.ts";
import { decideAs } from "../../support/bucketPolicies.ts";
import { changed } from "../../support/settings.ts";
import { programGraph } from "../../support/stacks.ts";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const ACCOUNT = "111122223333";
const AUDIO = `rampart-dev-s3-music-audio-${ACCOUNT}-us-east-1`;
const PAGE = `rampart-dev-s3-music-page-${ACCOUNT}-us-east-1`;

describe("files of the music", () => {
  recordStacks();
  let dev: Graph;
  before(() => {
    dev = graphOf("dev");
  });

  it("S-MUSIC-3: tracks are private, versioned, read by the page's origin, and encrypted by S3", () => {
    const target = { bucket: AUDIO };
    assert.deepEqual(
      only(dev, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "music-audio").inputs,
      {
        ...target,
        corsRules: [
          { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["https://music.dev.example.com"] },
        ],
      },
    );
    const policy = only(dev, BUCKET_POLICY, "music-audio");
    assert.deepEqual(
      policyOf(policy).Statement.map(({ Sid, Effect }) => `${Effect} ${Sid}`),
      [
        "Deny TlsOnly",
        "Deny EncryptedByS3Alone",
        "Deny NoKeyOfTheSender",
        "Deny ObjectsOnlyForRoles",
      ],
    );
  });

  it("S-MUSIC-3: an ordinary upload of a track is taken, and none with a key of KMS or of the sender's", () => {
    const encryption = "s3:x-amz-server-side-encryption";
    const answers = (stated: Readonly<Record<string, string>>) =>
      decideAs(only(dev, BUCKET_POLICY, "music-audio"), "s3:PutObject", stated);
    // What a policy does not deny, IAM decides.
    assert.equal(answers({}), "not allowed");
    assert.equal(answers({ [encryption]: "AES256" }), "not allowed");
    assert.equal(answers({ [encryption]: "aws:kms" }), "denied");
    assert.equal(answers({ [`${encryption}-customer-algorithm`]: "AES256" }), "denied");
    assert.equal(answers({ "aws:securetransport": "false" }), "denied");
  });

  it("S-MUSIC-6: nobody reads a track but who signs its address", () => {
    for (const [stack, signer] of [
      ["dev", `arn:aws:iam::${ACCOUNT}:role/rampart-dev-role-music`],
      ["staging", "arn:aws:iam::444455556666:role/rampart-staging-role-music-task"],
    ] as const) {
      const { Action, Condition } = statement(
        only(graphOf(stack), BUCKET_POLICY, "music-audio"),
        "ObjectsOnlyForRoles",
      );
      assert.deepEqual(Action, ["s3:GetObject", "s3:GetObjectVersion"]);
      const stackName = stack === "dev" ? "rampart-dev" : "rampart-staging";
      const glass = signer.replace(/role\/.*$/, `role/${stackName}-role-break-glass`);
      assert.deepEqual(Condition, { ArnNotEquals: { "aws:PrincipalArn": [signer, glass] } });
    }
  });

  it("S-MUSIC-4: one distribution reads the page, and none while a stack knows none", async () => {
    const { Statement } = policyOf(only(dev, BUCKET_POLICY, "music-page"));
    assert.deepEqual(
      Statement.filter(({ Effect }) => Effect === "Allow"),
      [
        {
          Sid: "OneDistributionReads",
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${PAGE}/*`,
          Condition: {
            StringEquals: {
              "aws:SourceArn": `arn:aws:cloudfront::${ACCOUNT}:distribution/E1EXAMPLEDEV01`,
            },
          },
        },
      ],
    );
    const first = await programGraph(changed("dev", ["music.distributionId", undefined]));
    const { Statement: others } = policyOf(only(first, BUCKET_POLICY, "music-page"));
    assert.ok(others.every(({ Effect }) => Effect === "Deny"));
  });
});
