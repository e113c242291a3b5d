import assert from "node:assert/strict";

import { endpointPolicy } from "../../../components/network/endpointPolicies.ts";
import { type Answer, answer, type Request } from "../../support/iam.ts";
import { testEnvironment } from "../../support/fixtures.ts";

const ACCOUNT = "111122223333";
const OWN = { "aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT };
const FOREIGN = "999988887777";

/** What the endpoint lets through; everyone is its principal. */
function through(service: string, request: Request, region = "us-east-1"): Answer {
  const policy = endpointPolicy(testEnvironment({ region }), service);
  return answer({ documents: [JSON.parse(policy) as never] }, request);
}

describe("endpointPolicy", () => {
  const own = "arn:aws:dynamodb:us-east-1:111122223333:table/rampart-dev-table-documents";
  for (const [what, service, request, expected] of [
    [
      "own tables",
      "dynamodb",
      { action: "dynamodb:PutItem", resource: own, context: OWN },
      "allowed",
    ],
    [
      "own indexes",
      "dynamodb",
      { action: "dynamodb:Query", resource: `${own}/index/newest`, context: OWN },
      "allowed",
    ],
    [
      "tables of another environment",
      "dynamodb",
      { action: "dynamodb:PutItem", resource: own.replace("dev", "prod"), context: OWN },
      "not allowed",
    ],
    [
      "tables of another account",
      "dynamodb",
      { action: "dynamodb:PutItem", resource: own.replace(ACCOUNT, FOREIGN), context: OWN },
      "not allowed",
    ],
    [
      "own tables with somebody else's credentials",
      "dynamodb",
      {
        action: "dynamodb:PutItem",
        resource: own,
        context: { ...OWN, "aws:PrincipalAccount": FOREIGN },
      },
      "not allowed",
    ],
    [
      "own buckets",
      "s3",
      { action: "s3:PutObject", resource: "arn:aws:s3:::rampart-dev-s3-x/y", context: OWN },
      "allowed",
    ],
    [
      "somebody else's bucket with own credentials",
      "s3",
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::theirs/y",
        context: { ...OWN, "aws:ResourceAccount": FOREIGN },
      },
      "not allowed",
    ],
    [
      "own buckets with somebody else's credentials",
      "s3",
      {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::rampart-dev-s3-x/y",
        context: { ...OWN, "aws:PrincipalAccount": FOREIGN },
      },
      "not allowed",
    ],
    [
      "layers of images, without an account (T58)",
      "s3",
      {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/x",
        context: {},
      },
      "allowed",
    ],
    [
      "packages of Amazon Linux, without credentials",
      "s3",
      {
        action: "s3:GetObject",
        resource: "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/core/x.rpm",
        context: {},
      },
      "allowed",
    ],
    [
      "writing to AWS's buckets",
      "s3",
      {
        action: "s3:PutObject",
        resource: "arn:aws:s3:::aws-ssm-us-east-1/x",
        context: { ...OWN, "aws:ResourceAccount": FOREIGN },
      },
      "not allowed",
    ],
    [
      "sessions of own hosts",
      "ssmmessages",
      { action: "ssmmessages:OpenDataChannel", resource: "*", context: OWN },
      "allowed",
    ],
    [
      "AWS's own parameters",
      "ssm",
      {
        action: "ssm:GetParameter",
        resource: "arn:aws:ssm:us-east-1::parameter/aws/service/x",
        context: { "aws:PrincipalAccount": ACCOUNT },
      },
      "allowed",
    ],
    [
      "sessions of another account",
      "ssmmessages",
      {
        action: "ssmmessages:OpenDataChannel",
        resource: "*",
        context: { "aws:PrincipalAccount": FOREIGN },
      },
      "not allowed",
    ],
    [
      "another account's secrets",
      "secretsmanager",
      {
        action: "secretsmanager:GetSecretValue",
        resource: "arn:aws:secretsmanager:us-east-1:999988887777:secret:x",
        context: { ...OWN, "aws:ResourceAccount": FOREIGN },
      },
      "not allowed",
    ],
  ] as const satisfies readonly (readonly [string, string, Request, Answer])[]) {
    it(`feature 4, S-DOCS-4: ${service}: ${what}: ${expected}`, () => {
      assert.equal(through(service, request), expected);
    });
  }

  it("feature 4: no service has the policy that AWS gives, which admits everyone", () => {
    const services = ["s3", "dynamodb", "ecr.api", "ecr.dkr", "logs", "secretsmanager"];
    for (const service of [...services, "ssm", "ssmmessages", "ec2messages", "kms", "sts"]) {
      const { Statement } = JSON.parse(endpointPolicy(testEnvironment(), service)) as {
        Statement: { Resource: unknown; Condition?: unknown }[];
      };
      for (const one of Statement) {
        assert.ok(one.Condition !== undefined || one.Resource !== "*", service);
      }
    }
  });

  it("T28, feature 4: speaks of its own partition and region", () => {
    const policy = endpointPolicy(testEnvironment({ region: "us-gov-west-1" }), "s3");
    assert.match(policy, /arn:aws-us-gov:s3:::prod-us-gov-west-1-starport-layer-bucket\/\*/);
    assert.doesNotMatch(policy, /arn:aws:|us-east-1/);
  });
});
