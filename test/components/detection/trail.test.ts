import assert from "node:assert/strict";

import { Trail, trailArnOf } from "../../../components/detection/trail.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, ofType, only, policyOf, recorded, refusal, statement } from "../../support/graph.ts";

const TRAIL = "aws:cloudtrail/trail:Trail";
const BUCKET = "aws:s3/bucket:Bucket";
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const DAYS = { lockDays: 365, keepDays: 2557, logRetentionDays: 365 };
const ARN = "arn:aws:cloudtrail:us-east-1:111122223333:trail/rampart-dev-trail-account";
const BUCKET_ARN = "arn:aws:s3:::rampart-dev-s3-trail-111122223333-us-east-1";

describe("Trail", () => {
  const environment = testEnvironment();
  const make = (overrides = {}, place = environment) => {
    const base = foundation(place);
    const args = { environment: place, ...base, ...DAYS, logBuckets: ["access-logs", "config"] };
    return new Trail("trail", { ...args, ...overrides });
  };

  it("P-DET-1, feature 43: records all calls of all regions, signed and encrypted, in a bucket and a log group", async () => {
    const graph = await recorded(() => make(), { mode: "update" });
    const { inputs } = only(graph, TRAIL);
    assert.deepEqual(
      [
        inputs["name"],
        inputs["s3BucketName"],
        inputs["enableLogging"],
        inputs["enableLogFileValidation"],
        inputs["isMultiRegionTrail"],
        inputs["includeGlobalServiceEvents"],
        inputs["cloudWatchLogsGroupArn"],
        inputs["cloudWatchLogsRoleArn"],
      ],
      [
        "rampart-dev-trail-account",
        "rampart-dev-s3-trail-111122223333-us-east-1",
        true,
        true,
        true,
        true,
        "arn:aws:logs:us-east-1:111122223333:log-group:/aws/cloudtrail/rampart-dev-trail-account:*",
        "arn:aws:iam::111122223333:role/rampart-dev-role-trail",
      ],
    );
    const key = only(graph, "aws:kms/key:Key", "key");
    assert.deepEqual(only(graph, TRAIL).propertyDependencies["kmsKeyId"], [key.urn]);
    const group = only(graph, "aws:cloudwatch/logGroup:LogGroup").inputs;
    assert.equal(group["retentionInDays"], 365);
  });

  it("P-DET-1: records objects of all buckets but those that hold logs, its own among them", async () => {
    const { inputs } = only(await recorded(() => make()), TRAIL);
    assert.deepEqual(inputs["advancedEventSelectors"], [
      {
        name: "All management events",
        fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
      },
      {
        name: "Reads and writes of objects",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          {
            field: "resources.ARN",
            notStartsWiths: ["access-logs", "config", "trail"].map(
              (bucket) => `arn:aws:s3:::rampart-dev-s3-${bucket}-111122223333-us-east-1/`,
            ),
          },
        ],
      },
    ]);
    assert.equal(inputs["eventSelectors"], undefined);
  });

  it("T8: its bucket admits this trail alone, known before it exists", async () => {
    assert.equal(trailArnOf(environment), ARN);
    const graph = await recorded(() => make());
    const policy = only(graph, "aws:s3/bucketPolicy:BucketPolicy", "trail-bucket");
    const service = { Service: "cloudtrail.amazonaws.com" };
    assert.deepEqual(policyOf(policy).Statement.slice(1), [
      {
        Effect: "Allow",
        Principal: service,
        Sid: "TrailChecksAcl",
        Action: "s3:GetBucketAcl",
        Resource: BUCKET_ARN,
        Condition: { StringEquals: { "aws:SourceArn": ARN } },
      },
      {
        Effect: "Allow",
        Principal: service,
        Sid: "TrailDelivers",
        Action: "s3:PutObject",
        Resource: `${BUCKET_ARN}/AWSLogs/111122223333/*`,
        Condition: {
          StringEquals: {
            "aws:SourceArn": ARN,
            "s3:x-amz-acl": "bucket-owner-full-control",
          },
        },
      },
    ]);
  });

  it("P-DET-1: its bucket is locked, archives, and ends what is old", async () => {
    const graph = await recorded(() => make({ lockDays: 400 }));
    const bucket = only(graph, BUCKET, "trail-bucket").inputs;
    assert.deepEqual(
      [bucket["objectLockEnabled"], bucket["tags"]],
      [true, { "bucket-role": "audit" }],
    );
    assert.deepEqual(at(only(graph, LOCK).inputs, "rule", "defaultRetention"), {
      mode: "GOVERNANCE",
      days: 400,
    });
    const rules = only(graph, LIFECYCLE, "trail-bucket").inputs["rules"];
    assert.equal(at(rules, 1, "expiration", "days"), 2557);
    assert.equal(at(rules, 2, "transitions", 0, "days"), 90);
  });

  it("P-RUN-5: its role writes to its own streams and no others", async () => {
    const graph = await recorded(() => make());
    assert.deepEqual(statement(only(graph, ROLE_POLICY), "WriteEvents"), {
      Sid: "WriteEvents",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource:
        "arn:aws:logs:us-east-1:111122223333:log-group:/aws/cloudtrail/rampart-dev-trail-account" +
        ":log-stream:111122223333_CloudTrail_us-east-1*",
    });
    const trust = only(graph, "aws:iam/role:Role");
    assert.deepEqual(statement(trust, "TrustService", "assumeRolePolicy")["Principal"], {
      Service: "cloudtrail.amazonaws.com",
    });
  });

  it("P-DATA-5: stays with its bucket where data must survive, and goes with it elsewhere", async () => {
    for (const [dataProtection, stays] of [
      ["protected", true],
      ["disposable", false],
    ] as const) {
      const graph = await recorded(() => make({}, testEnvironment({ dataProtection })));
      const found = [...ofType(graph, TRAIL), only(graph, BUCKET, "trail-bucket")];
      assert.deepEqual(
        found.map(({ retainOnDelete }) => retainOnDelete),
        [stays, stays],
      );
    }
  });

  it("refuses files that end while they are locked, or before they are archived", async () => {
    assert.equal(
      await refusal(() => make({ lockDays: 365, keepDays: 364 })),
      "keepDays of trail is 364; allowed: lockDays (365) or more.",
    );
    assert.equal(
      await refusal(() => make({ lockDays: 30, keepDays: 90 })),
      "expireAfterDays of trail-bucket is 90; allowed: more than the 90 days after which its objects are archived.",
    );
  });
});
