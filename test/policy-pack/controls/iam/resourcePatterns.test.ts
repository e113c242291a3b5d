import assert from "node:assert/strict";

import {
  areEverything,
  meets,
  namesResources,
  reaches,
} from "../../../../policy-pack/controls/iam/resourcePatterns.ts";

describe("patterns of resources", () => {
  const arn = (service: string, resource: string) =>
    `arn:aws:${service}:us-east-1:111122223333:${resource}`;

  it("tells which patterns name resources", () => {
    const named = [
      "arn:aws:s3:::app",
      "arn:aws:s3:::app/*",
      "arn:aws:s3:::app-*",
      "arn:*:s3:::app/*",
      "arn:aws:iam::111122223333:role/app",
      "arn:aws:iam::*:role/app-*",
      "arn:aws:iam::111122223333:root",
      "arn:aws:iam::111122223333:user/${aws:username}",
      arn("sqs", "app"),
      arn("sns", "app-*"),
      arn("execute-api", "a1b2c3/*/GET/items"),
      arn("ec2", "instance/i-0abc"),
      arn("ec2", "instance/i-0*"),
      arn("logs", "log-group:/app:*"),
      arn("elasticloadbalancing", "loadbalancer/app/web/*"),
      "arn:aws:iam::111122223333:role/app/*",
      arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/app-*"),
    ];
    const open = [
      "*",
      "**",
      "",
      "app",
      "arn:*",
      "arn:aws:*",
      "arn:aws:s3",
      "arn:aws:s3:::*",
      "arn:aws:s3:::?*",
      "arn:aws:s3:::a*",
      "arn:aws:iam::111122223333:role/a*",
      "arn:aws:s*:::app",
      "arn:aws:iam::*:*",
      "arn:aws:iam::111122223333:role*",
      "arn:aws:iam::111122223333:role/*",
      "arn:aws:iam::111122223333:role/?pp",
      "arn:aws:iam::111122223333:*/*",
      arn("sqs", "*"),
      arn("ec2", "instance/i-*"),
      arn("kms", "key/mrk-*"),
      arn("logs", "log-group:*"),
      arn("elasticloadbalancing", "loadbalancer/app/*"),
      arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*"),
    ];
    assert.deepEqual(
      named.filter((one) => !namesResources(one)),
      [],
    );
    assert.deepEqual(open.filter(namesResources), []);
  });

  it("compares ARNs field by field", () => {
    const role = "arn:*:iam::*:role/*";
    assert.deepEqual(
      ["*", "arn:aws:iam", "arn:aws:iam::1:*", "arn:aws:iam::1:role/app"].map((one) =>
        meets(one, role),
      ),
      [true, true, true, true],
    );
    assert.deepEqual(
      ["arn:aws:s3:::app/*", "arn:aws:iam::1:user/*", "arn:aws:iam:us-east-1:1:role/app"].map(
        (one) => meets(one, role),
      ),
      [false, false, false],
    );
  });

  it("knows what an action works on", () => {
    assert.ok(reaches("*", "iam:PassRole"));
    assert.ok(!reaches("arn:aws:iam::1:user/*", "iam:PassRole"));
    assert.ok(!reaches("arn:aws:ssm:*:*:document/*", "ssm:SendCommand"));
    assert.ok(reaches("arn:aws:ec2:*:*:instance/*", "SSM:SendCommand"));
    assert.ok(reaches("arn:aws:ssm:*:*:document/*", "ssm:CreateAssociation"));
    assert.ok(!reaches("arn:aws:s3:::app", "lambda:CreateFunction"));
  });

  it("tells what stands for everything", () => {
    const everything = [
      ["*"],
      ["***"],
      ["arn:*"],
      ["arn:aws:*"],
      ["arn:aws:*:*:*:*"],
      [arn("*", "*").replace("us-east-1", "*")],
    ];
    assert.deepEqual(
      everything.filter((patterns) => !areEverything(patterns)),
      [],
    );
    const less = [[], ["arn:aws:s3:::*"], ["arn:aws:*:eu-west-1:*:*"], ["arn:aws-cn:*"]];
    assert.deepEqual(
      less.filter((patterns) => areEverything(patterns)),
      [],
    );
  });
});
