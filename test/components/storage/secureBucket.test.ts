import assert from "node:assert/strict";

import { BUCKET_TRAITS, type BucketRole } from "../../../components/storage/bucketRoles.ts";
import {
  bucketArnOf,
  SecureBucket,
  type SecureBucketArgs,
} from "../../../components/storage/secureBucket.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import {
  at,
  namesOf,
  ofType,
  only,
  policyOf,
  recorded,
  refusal,
  statement,
  waitsFor,
} from "../../support/graph.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const part = (name: string) => `aws:s3/${name.replace(/^./, (c) => c.toLowerCase())}:${name}`;
const NAME = "rampart-dev-s3-files-111122223333-us-east-1";
const ARN = `arn:aws:s3:::${NAME}`;

/** A bucket beside the one for access logs that the foundation makes. */
function program(
  overrides: Partial<Omit<SecureBucketArgs, "key">> = {},
  seen: (bucket: SecureBucket) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key, accessLogs } = foundation(environment);
    const bucket = new SecureBucket("files", {
      environment,
      key,
      identifier: "files",
      role: "data",
      accessLogs,
      ...overrides,
    });
    seen(bucket);
  };
}

const rulesOf = async (overrides: Parameters<typeof program>[0]) =>
  only(await recorded(program(overrides)), part("BucketLifecycleConfiguration"), "files").inputs[
    "rules"
  ];

describe("SecureBucket", () => {
  it("P-DATA-3, feature 35: blocks the public, owns its objects, keeps versions, encrypts with the key", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, BUCKET, "files").inputs, {
      bucket: NAME,
      forceDestroy: true,
      objectLockEnabled: false,
      tags: { "bucket-role": "data" },
    });
    assert.deepEqual(only(graph, part("BucketPublicAccessBlock"), "files").inputs, {
      bucket: NAME,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(only(graph, part("BucketOwnershipControls"), "files").inputs, {
      bucket: NAME,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(only(graph, part("BucketVersioning"), "files").inputs, {
      bucket: NAME,
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(only(graph, part("BucketServerSideEncryptionConfiguration"), "files").inputs, {
      bucket: NAME,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN },
          bucketKeyEnabled: true,
        },
      ],
    });
  });

  it("P-DATA-3, feature 35: denies plain HTTP and grants nothing", async () => {
    const graph = await recorded(program());
    assert.deepEqual(policyOf(only(graph, part("BucketPolicy"), "files")).Statement, [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [ARN, `${ARN}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("T18: has one policy, built from all who add to it", async () => {
    const Sid = "Reader";
    const extra = {
      Sid,
      Effect: "Allow",
      Principal: { AWS: "x" },
      Action: "s3:GetObject",
    } as const;
    const graph = await recorded(program({ statements: [extra] }));
    const policy = only(graph, part("BucketPolicy"), "files");
    assert.deepEqual(
      policyOf(policy).Statement.map((entry) => entry.Sid),
      ["TlsOnly", "Reader"],
    );
  });

  it("orders what S3 refuses at once: block before policy, versioning before lifecycle", async () => {
    const graph = await recorded(program());
    const policy = only(graph, part("BucketPolicy"), "files");
    const lifecycle = only(graph, part("BucketLifecycleConfiguration"), "files");
    assert.ok(waitsFor(graph, policy, only(graph, part("BucketPublicAccessBlock"), "files")));
    assert.ok(waitsFor(graph, lifecycle, only(graph, part("BucketVersioning"), "files")));
  });

  it("P-DATA-3: logs its requests once the target may receive them", async () => {
    const graph = await recorded(program());
    const logging = only(graph, part("BucketLogging"));
    assert.deepEqual(logging.inputs, {
      bucket: NAME,
      targetBucket: "rampart-dev-s3-access-logs-111122223333-us-east-1",
      targetPrefix: "files/",
    });
    assert.ok(waitsFor(graph, logging, only(graph, part("BucketPolicy"), "access-logs")));
  });

  it("T6: the target of access logs has SSE-S3, no lock, and admits S3 for this account", async () => {
    const graph = await recorded(() => foundation(testEnvironment()));
    assert.equal(only(graph, BUCKET).inputs["objectLockEnabled"], false);
    assert.deepEqual(only(graph, part("BucketServerSideEncryptionConfiguration")).inputs["rules"], [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    assert.deepEqual(statement(only(graph, part("BucketPolicy")), "S3AccessLogs"), {
      Sid: "S3AccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::rampart-dev-s3-access-logs-111122223333-us-east-1/*",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
    assert.deepEqual(namesOf(graph, part("BucketLogging")), []);
  });

  it("P-DATA-3: an audit bucket locks each object and archives after 90 days", async () => {
    const graph = await recorded(program({ role: "audit" }));
    assert.equal(only(graph, BUCKET, "files").inputs["objectLockEnabled"], true);
    const lock = only(graph, part("BucketObjectLockConfiguration"));
    assert.deepEqual(lock.inputs["rule"], { defaultRetention: { mode: "GOVERNANCE", days: 365 } });
    assert.ok(waitsFor(graph, lock, only(graph, part("BucketVersioning"), "files")));
  });

  it("P-DATA-5: the lock can't be lifted where data must survive", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const graph = await recorded(program({ environment, role: "audit", lockDays: 730 }));
    assert.deepEqual(only(graph, part("BucketObjectLockConfiguration")).inputs["rule"], {
      defaultRetention: { mode: "COMPLIANCE", days: 730 },
    });
  });

  it("T6, T14: only audit buckets are locked", () => {
    const locked = Object.entries(BUCKET_TRAITS).filter(([, { objectLock }]) => objectLock);
    assert.deepEqual(
      locked.map(([role]) => role),
      ["audit"],
    );
  });

  it("T4, T6: the roles without a customer key", () => {
    const plain = Object.entries(BUCKET_TRAITS).filter(([, { encryption }]) => encryption === "s3");
    assert.deepEqual(
      plain.map(([role]) => role),
      ["elb-logs", "access-log-target", "media", "frontend"],
    );
  });

  const end = {
    id: "end-old-versions-and-uploads",
    status: "Enabled",
    filter: { prefix: "" },
    noncurrentVersionExpiration: { noncurrentDays: 90 },
    expiration: { expiredObjectDeleteMarker: true },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
  const rule = { status: "Enabled", filter: { prefix: "" } };
  const archive = (days: number) => ({
    ...rule,
    id: "archive",
    transitions: [{ days, storageClass: "GLACIER" }],
  });

  it("P-DATA-3: always ends old versions and uploads that were left", async () => {
    assert.deepEqual(await rulesOf({}), [end]);
  });

  it("P-EDGE-2: keeps no version of a log beyond its expiry", async () => {
    const rules = await rulesOf({ role: "elb-logs", expireAfterDays: 90 });
    assert.deepEqual(at(rules, 0, "noncurrentVersionExpiration"), { noncurrentDays: 1 });
    assert.deepEqual(at(rules, 1, "expiration"), { days: 90 });
  });

  it("P-DATA-3: expires and archives when asked, or by its role", async () => {
    assert.deepEqual(await rulesOf({ expireAfterDays: 30 }), [
      end,
      { ...rule, id: "expire", expiration: { days: 30 } },
    ]);
    assert.deepEqual(await rulesOf({ archiveAfterDays: 60 }), [end, archive(60)]);
    assert.deepEqual(await rulesOf({ role: "config" }), [end, archive(90)]);
  });

  for (const days of [90, 30]) {
    it(`refuses to expire after ${days} days what is archived after 90`, async () => {
      assert.equal(
        await refusal(program({ role: "audit", expireAfterDays: days })),
        `expireAfterDays of files is ${days}; allowed: more than the 90 days after which its ` +
          "objects are archived.",
      );
    });
  }

  it("refuses days of a lock that the role doesn't have", async () => {
    assert.equal(
      await refusal(program({ lockDays: 30 })),
      "lockDays of files is set; a bucket of role data locks nothing.",
    );
  });

  it("T78: tells EventBridge of its objects only when asked", async () => {
    const type = part("BucketNotification");
    assert.deepEqual(namesOf(await recorded(program()), type), []);
    assert.deepEqual(only(await recorded(program({ events: true })), type).inputs, {
      bucket: NAME,
      eventbridge: true,
    });
  });

  it("P-DATA-3: lets browsers read only from the origins given", async () => {
    const type = part("BucketCorsConfiguration");
    assert.deepEqual(namesOf(await recorded(program()), type), []);
    const graph = await recorded(program({ corsOrigins: ["https://example.com"] }));
    assert.deepEqual(only(graph, type).inputs["corsRules"], [
      { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["https://example.com"] },
    ]);
  });

  it("P-DATA-5: where data must survive, the bucket does, and its safeguards with it", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const graph = await recorded(program({ environment }));
    const bucket = only(graph, BUCKET, "files");
    assert.deepEqual([bucket.protect, bucket.inputs["forceDestroy"]], [true, false]);
    const parts = graph.resources.filter(({ type }) => type.startsWith("aws:s3/"));
    assert.ok(parts.length > 10);
    assert.deepEqual(
      parts.filter(({ retainOnDelete }) => !retainOnDelete).map(({ urn }) => urn),
      [],
    );
  });

  it("P-DATA-5: elsewhere destroy works in one go", async () => {
    const graph = await recorded(program());
    const kept = ofType(graph, BUCKET).filter(
      ({ protect, retainOnDelete, inputs }) =>
        protect || retainOnDelete || inputs["forceDestroy"] !== true,
    );
    assert.deepEqual(kept, []);
  });

  it("S-INGEST-1: is kept with what is in it where that is asked for, and emptied only where data may go", async () => {
    const graph = await recorded(program({ forceDestroy: false }));
    assert.equal(only(graph, BUCKET, "files").inputs["forceDestroy"], false);
    const environment = testEnvironment({ name: "prod", dataProtection: "protected" });
    assert.equal(
      await refusal(program({ environment, forceDestroy: true })),
      "forceDestroy of files is true; allowed: false where data must survive, as in prod.",
    );
  });

  it("its name and ARN are known before it exists", async () => {
    const seen: string[] = [];
    await recorded(
      program({}, ({ bucketName, arn }) => {
        bucketName.apply((name) => arn.apply((value) => seen.push(name, value)));
      }),
    );
    assert.deepEqual(seen, [NAME, ARN]);
    assert.equal(
      bucketArnOf(testEnvironment({ region: "us-gov-west-1" }), "files"),
      "arn:aws-us-gov:s3:::rampart-dev-s3-files-111122223333-us-gov-west-1",
    );
  });

  it("runs as an update, too, where AWS has answered", async () => {
    const graph = await recorded(program(), { mode: "update" });
    const type = part("BucketServerSideEncryptionConfiguration");
    assert.equal(
      at(
        only(graph, type, "files").inputs,
        "rules",
        0,
        "applyServerSideEncryptionByDefault",
        "kmsMasterKeyId",
      ),
      "arn:aws:mock:::aws:kms/key:Key/key",
    );
  });

  it("refuses a bucket that doesn't log its requests, but for the target, which would log to itself", async () => {
    const unlogged = (role: BucketRole) => () => {
      const environment = testEnvironment();
      const { key } = foundation(environment);
      new SecureBucket("files", { environment, key, identifier: "files", role });
    };
    assert.equal(
      await refusal(unlogged("media")),
      "accessLogs of files is missing; a bucket of role media logs its requests.",
    );
    assert.equal(
      await refusal(program({ role: "access-log-target" })),
      "accessLogs of files is set; a bucket of role access-log-target would log to itself.",
    );
  });
});
