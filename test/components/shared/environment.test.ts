import assert from "node:assert/strict";

import {
  arnOf,
  bucketNameOf,
  environmentOf,
  keepsData,
  nameOf,
} from "../../../components/shared/environment.ts";
import { REGIONS } from "../../../components/shared/regions.ts";
import { testEnvironment } from "../../support/fixtures.ts";

const environment = testEnvironment();

describe("environmentOf", () => {
  it("T28: adds the partition of the region and can't be changed afterwards", () => {
    const made = environmentOf({
      project: "rampart",
      name: "dev",
      accountId: "111122223333",
      region: "us-gov-west-1",
      zoneIds: ["usgw1-az1"],
      dataProtection: "disposable",
      tags: {},
    });
    assert.equal(made.partition, "aws-us-gov");
    assert.ok(Object.isFrozen(made));
  });
});

describe("keepsData", () => {
  it("P-DATA-5: is what the settings say, whatever the environment is called", () => {
    assert.equal(keepsData(testEnvironment({ name: "prod" })), false);
    assert.equal(keepsData(testEnvironment({ name: "dev", dataProtection: "protected" })), true);
  });
});

describe("arnOf", () => {
  const table = [
    [
      "logs",
      "log-group:/ecs/dev/api:*",
      "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/dev/api:*",
    ],
    ["cloudwatch", "dashboard/x", "arn:aws:cloudwatch::111122223333:dashboard/x"],
    ["cloudwatch", "alarm:x", "arn:aws:cloudwatch:us-east-1:111122223333:alarm:x"],
    ["rds", "db:main", "arn:aws:rds:us-east-1:111122223333:db:main"],
    ["iam", "role/x", "arn:aws:iam::111122223333:role/x"],
    ["cloudfront", "distribution/x", "arn:aws:cloudfront::111122223333:distribution/x"],
    ["budgets", "budget/x", "arn:aws:budgets::111122223333:budget/x"],
    ["ce", "anomalymonitor/x", "arn:aws:ce::111122223333:anomalymonitor/x"],
    ["sts", "assumed-role/x/y", "arn:aws:sts::111122223333:assumed-role/x/y"],
    ["s3", "bucket/key", "arn:aws:s3:::bucket/key"],
    ["route53", "hostedzone/Z", "arn:aws:route53:::hostedzone/Z"],
  ] as const;
  for (const [service, resource, arn] of table) {
    it(`names ${service} with the parts that its ARNs have`, () => {
      assert.equal(arnOf(environment, service, resource), arn);
    });
  }

  it("T28: opens with the partition of the region", () => {
    assert.equal(
      arnOf(testEnvironment({ region: "us-gov-east-1" }), "kms", "key/*"),
      "arn:aws-us-gov:kms:us-gov-east-1:111122223333:key/*",
    );
  });
});

describe("names", () => {
  it("P-NAME: carry project, environment, type and identifier", () => {
    assert.equal(nameOf(environment, "security-group", "alb"), "rampart-dev-sg-alb");
  });

  it("P-NAME: a bucket's is global, so it ends in account and region", () => {
    assert.equal(
      bucketNameOf(environment, "access-logs"),
      "rampart-dev-s3-access-logs-111122223333-us-east-1",
    );
  });

  it("P-NAME: the longest bucket name of the longest environment fits in every region", () => {
    for (const region of Object.keys(REGIONS)) {
      bucketNameOf(testEnvironment({ name: "staging", region }), "access-logs");
    }
  });
});
