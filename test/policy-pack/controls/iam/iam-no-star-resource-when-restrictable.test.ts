import assert from "node:assert/strict";

import { iamNoStarResourceWhenRestrictable } from "../../../../policy-pack/controls/iam/iam-no-star-resource-when-restrictable.ts";
import { judged, said } from "../../support/cases.ts";
import { ACCOUNT } from "../../support/resources.ts";
import { allBut, allow, deny, itJudgesDocuments, policy } from "./documents.ts";

const unnamed = (actions: string) => [`Statement Some names no resource for ${actions}`];
const KEYS = `arn:aws:kms:us-east-1:${ACCOUNT}:key/*`;
const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});

describe("iam-no-star-resource-when-restrictable", () => {
  itJudgesDocuments({
    control: iamNoStarResourceWhenRestrictable,
    good: allow("s3:GetObject", "arn:aws:s3:::app/*"),
    bad: allow("s3:GetObject", "*"),
    message: () => unnamed("s3:GetObject")[0] ?? "",
    fails: [
      ["the star is doubled", allow("s3:GetObject", "**")],
      ["all ARNs are meant", allow("s3:GetObject", "arn:*")],
      ["all buckets are meant", allow("s3:GetObject", "arn:aws:s3:::*")],
      ["a star stands beside a name", allow("s3:GetObject", ["arn:aws:s3:::app/*", "*"])],
      ["all but one bucket is meant", allow("s3:GetObject", [], { NotResource: "arn:aws:s3:::a" })],
      [
        "the condition is of the way",
        allow("s3:GetObject", "*", when("Bool", "aws:SecureTransport", "true")),
      ],
      [
        "the condition is of the region",
        allow("s3:GetObject", "*", when("StringEquals", "aws:RequestedRegion", "us-east-1")),
      ],
      [
        "the condition excludes",
        allow("s3:GetObject", "*", when("StringNotEquals", "aws:ResourceTag/a", "b")),
      ],
      [
        "the condition may be missed",
        allow("s3:GetObject", "*", when("StringEqualsIfExists", "aws:ResourceTag/a", "b")),
      ],
      [
        "the condition takes anything",
        allow("s3:GetObject", "*", when("StringLike", "aws:ResourceTag/a", "*")),
      ],
      { row: ["all keys are meant", allow("kms:Decrypt", KEYS)], messages: unnamed("kms:Decrypt") },
      {
        row: ["types are guessed", allow("iam:GetRole", "arn:aws:iam::*:r*")],
        messages: unnamed("iam:GetRole"),
      },
      {
        row: ["ids begin alike", allow("ec2:StopInstances", "arn:aws:ec2:*:*:instance/i-*")],
        messages: unnamed("ec2:StopInstances"),
      },
      {
        row: [
          "some of several could be named",
          allow(["ecr:GetAuthorizationToken", "ecr:PutImage", "s3:*"], "*"),
        ],
        messages: unnamed("ecr:PutImage, s3:*"),
      },
      {
        row: [
          "many could be named",
          allow(["sns:Publish", "sqs:*", "s3:*", "kms:*", "ecs:RunTask", "ecr:PutImage"], "*"),
        ],
        messages: unnamed("sns:Publish, sqs:*, s3:*, kms:* and 2 more"),
      },
      { row: ["all but some actions", allBut("s3:*", "*")], messages: unnamed("*") },
      {
        row: ["a pattern covers more than the list", allow("ecr:Get*", "*")],
        messages: unnamed("ecr:Get*"),
      },
    ],
    accepts: [
      ["an action without resources", allow("ecr:GetAuthorizationToken", "*")],
      ["it in other letters", allow("ECR:getauthorizationtoken", "*")],
      ["descriptions of EC2", allow(["ec2:Describe*", "ec2:DescribeV*"], "*")],
      ["a service without resources", allow("ssmmessages:*", "*")],
      [
        "the beginning of a name",
        allow(
          "secretsmanager:GetSecretValue",
          `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev/*`,
        ),
      ],
      [
        "groups by the names behind their ids",
        allow(
          "autoscaling:SetDesiredCapacity",
          `arn:aws:autoscaling:*:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/app`,
        ),
      ],
      [
        "an alias",
        allow(
          "kms:Decrypt",
          KEYS,
          when("ForAnyValue:StringEquals", "kms:ResourceAliases", "alias/app"),
        ),
      ],
      ["a tag", allow("ec2:StopInstances", "*", when("StringEquals", "aws:ResourceTag/app", "x"))],
      [
        "a cluster",
        allow(
          "ecs:StopTask",
          "*",
          when("ArnEquals", "ecs:cluster", `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/a`),
        ),
      ],
      [
        "a grant for AWS",
        allow("kms:CreateGrant", KEYS, when("Bool", "kms:GrantIsForAWSResource", "true")),
      ],
      [
        "a tag that a denial demands",
        allow("ec2:StopInstances", "*"),
        deny("ec2:*", "*", when("StringNotEquals", "aws:ResourceTag/app", "x")),
      ],
      [
        "a name that a denial demands",
        allow("s3:GetObject", "*"),
        deny("s3:*", [], { NotResource: "arn:aws:s3:::app/*" }),
      ],
      ["a denial", deny("s3:*", "*")],
    ],
  });

  it("lets a profile accept actions, and readers without the data", () => {
    const reading = policy(allow(["s3:GetBucket*", "rds:Describe*", "*:List*"], "*"));
    const id = iamNoStarResourceWhenRestrictable.id;
    const ask = (parameters: Record<string, readonly string[]>, subject = reading) =>
      said(
        judged(iamNoStarResourceWhenRestrictable, [subject], "policy", {
          parameters: { [id]: parameters },
        }),
      );
    assert.deepEqual(ask({}), unnamed("s3:GetBucket*, rds:Describe*, *:List*"));
    assert.deepEqual(
      ask({ accepted: ["policy RDS:*", "policy *:List*"] }),
      unnamed("s3:GetBucket*"),
    );
    assert.deepEqual(
      ask({ accepted: ["other RDS:*", "policy *:List*"] }),
      unnamed("s3:GetBucket*, rds:Describe*"),
    );
    assert.equal(ask({ readers: ["policy"] }), "pass");
    assert.deepEqual(ask({ readers: ["other"] }), unnamed("s3:GetBucket*, rds:Describe*, *:List*"));
    const data = policy(allow(["s3:Get*", "secretsmanager:GetSecretValue", "iam:PassRole"], "*"));
    assert.deepEqual(
      ask({ readers: ["policy"] }, data),
      unnamed("s3:Get*, secretsmanager:GetSecretValue, iam:PassRole"),
    );
    const hosts = allow("ec2:Get*", "*");
    assert.deepEqual(ask({ readers: ["policy"] }, policy(hosts)), unnamed("ec2:Get*"));
    const withoutData = policy(hosts, deny("ec2:GetPasswordData", "*"));
    assert.equal(ask({ readers: ["policy"] }, withoutData), "pass");
  });
});
