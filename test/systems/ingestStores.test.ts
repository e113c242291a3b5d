import assert from "node:assert/strict";

import type { Graph } from "../../plan/graph/resource.ts";
import { UNKNOWN } from "../../plan/graph/value.ts";
import { at, namesOf, only, policyOf, waitsFor } from "../support/graph.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { everythingOn, programGraph } from "../support/stacks.ts";

const PLACE = "us-east-1:111122223333";
const ARN = {
  processing: "arn:aws:s3:::rampart-dev-s3-processing-111122223333-us-east-1",
  quarantine: "arn:aws:s3:::rampart-dev-s3-quarantine-111122223333-us-east-1",
};
const role = (name: string) => `arn:aws:iam::111122223333:role/rampart-dev-role-${name}`;
const TOPIC_ARN = `arn:aws:sns:${PLACE}:rampart-dev-topic-ingest`;

const BUCKET = "aws:s3/bucket:Bucket";
const FUNCTION = "aws:lambda/function:Function";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const TABLE = "aws:dynamodb/table:Table";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

describe("what the ingest of events stores and tells", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });

  describe("buckets", () => {
    for (const name of ["processing", "quarantine"] as const) {
      const part = (type: string) => only(graph, `aws:s3/${type}`, name);

      it(`S-INGEST-1: ${name} is private, versioned, encrypted by the key, and tells of its objects`, () => {
        const bucket = `rampart-dev-s3-${name}-111122223333-us-east-1`;
        assert.deepEqual(part("bucket:Bucket").inputs, {
          bucket,
          forceDestroy: true,
          objectLockEnabled: false,
          tags: { "bucket-role": "data" },
        });
        assert.deepEqual(part("bucketVersioning:BucketVersioning").inputs, {
          bucket,
          versioningConfiguration: { status: "Enabled" },
        });
        const encryption = part(
          "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        );
        assert.deepEqual(encryption.inputs["rules"], [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: UNKNOWN,
            },
            bucketKeyEnabled: true,
          },
        ]);
        assert.ok(waitsFor(graph, encryption, only(graph, "aws:kms/key:Key", "main-key")));
        assert.deepEqual(only(graph, NOTIFICATION, name).inputs, { bucket, eventbridge: true });
        const block = part("bucketPublicAccessBlock:BucketPublicAccessBlock").inputs;
        assert.deepEqual(block, {
          bucket,
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        });
      });
    }

    it("S-INGEST-1: their policies want TLS, and admit the roles that need the objects", () => {
      const statements = (name: "processing" | "quarantine", ...roles: string[]) => [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [ARN[name], `${ARN[name]}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "ObjectsOnlyForRoles",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `${ARN[name]}/*`,
          Condition: {
            ArnNotEquals: { "aws:PrincipalArn": [...roles, "break-glass"].map(role) },
          },
        },
      ];
      const policy = (name: string) =>
        policyOf(only(graph, "aws:s3/bucketPolicy:BucketPolicy", name)).Statement;
      const denied = (Sid: string, Condition: object) => ({
        Sid,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${ARN.processing}/*`,
        Condition,
      });
      const header = "s3:x-amz-server-side-encryption";
      assert.deepEqual(policy("processing"), [
        ...statements("processing", "ingest-uploader", "ingest"),
        denied("NoOtherEncryption", { Null: { [header]: "false" } }),
        denied("NoKeyOfTheCaller", { Null: { [`${header}-customer-algorithm`]: "false" } }),
        denied("NoOtherStorageClass", {
          Null: { "s3:x-amz-storage-class": "false" },
          StringNotEquals: { "s3:x-amz-storage-class": "STANDARD" },
        }),
      ]);
      assert.deepEqual(policy("quarantine"), statements("quarantine", "ingest", "ingest-operator"));
    });

    it("S-INGEST-1: forceDestroy is as set, and elsewhere as data is", async () => {
      const set = withSetting(rawSettings("dev"), "ingest.forceDestroy", false);
      const expected: readonly (readonly [Graph, boolean])[] = [
        [graph, true],
        [await programGraph(set), false],
        [graphOf("prod"), false],
      ];
      for (const [stack, wanted] of expected) {
        for (const name of ["processing", "quarantine"]) {
          assert.equal(only(stack, BUCKET, name).inputs["forceDestroy"], wanted);
        }
      }
    });
  });

  describe("table", () => {
    it("S-INGEST-3: by ArtistID and ItemID, on demand, recoverable, encrypted by the key", () => {
      assert.deepEqual(only(graph, TABLE, "ingest-table").inputs, {
        name: "rampart-dev-table-ingest",
        billingMode: "PAY_PER_REQUEST",
        hashKey: "ArtistID",
        rangeKey: "ItemID",
        attributes: [
          { name: "ArtistID", type: "S" },
          { name: "ItemID", type: "S" },
        ],
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: UNKNOWN },
        deletionProtectionEnabled: false,
      });
    });

    it("S-INGEST-3: by ArtistID alone where that is set, and the function knows it", async () => {
      const set = withSetting(rawSettings("dev"), "ingest.rangeKey", false);
      const without = await programGraph(set);
      const { inputs } = only(without, TABLE, "ingest-table");
      assert.deepEqual(
        [inputs["hashKey"], inputs["rangeKey"], inputs["attributes"]],
        ["ArtistID", undefined, [{ name: "ArtistID", type: "S" }]],
      );
      const lambda = only(without, FUNCTION, "ingest");
      assert.equal(at(lambda.inputs, "environment", "variables", "TABLE_KEY"), "ArtistID");
    });

    it("S-INGEST-3: has replicas where they are set, each under a key of its region", async () => {
      const full = await programGraph(everythingOn(), { stack: "prod" });
      const { inputs, protect, retainOnDelete } = only(full, TABLE, "ingest-table");
      assert.deepEqual(inputs["replicas"], [
        {
          regionName: "us-east-2",
          kmsKeyArn: "arn:aws:kms:us-east-2:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          pointInTimeRecovery: true,
          deletionProtectionEnabled: true,
          propagateTags: true,
        },
      ]);
      assert.deepEqual([protect, retainOnDelete], [true, true]);
    });

    it("P-DATA-6: is in a backup plan of its own, by its ARN", () => {
      const selection = only(
        graph,
        "aws:backup/selection:Selection",
        "rampart-dev-selection-ingest",
      );
      assert.deepEqual(selection.inputs["resources"], [
        `arn:aws:dynamodb:${PLACE}:table/rampart-dev-table-ingest`,
      ]);
    });
  });

  describe("announcements", () => {
    it("S-INGEST-5: come from a topic that is encrypted by the key, and that no service writes to", () => {
      const topic = only(graph, TOPIC, "ingest-topic");
      assert.deepEqual(topic.inputs, {
        name: "rampart-dev-topic-ingest",
        displayName: "rampart dev ingest",
        kmsMasterKeyId: UNKNOWN,
        signatureVersion: 2,
      });
      assert.ok(waitsFor(graph, topic, only(graph, "aws:kms/key:Key", "main-key")));
      assert.deepEqual(policyOf(only(graph, TOPIC_POLICY, "ingest-topic")).Statement, [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: TOPIC_ARN,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]);
    });

    it("S-INGEST-5, T20: go to each address, which the outputs name since it must confirm", async () => {
      const full = await programGraph(everythingOn(), { stack: "prod" });
      const addresses = ["catalogue@example.com", "editors@example.com"];
      for (const address of addresses) {
        assert.deepEqual(only(full, SUBSCRIPTION, `ingest-${address}`).inputs, {
          topic: "arn:aws:sns:us-east-1:777788889999:rampart-prod-topic-ingest",
          protocol: "email",
          endpoint: address,
        });
      }
      const told = full.outputs["alertAddresses"];
      assert.ok(Array.isArray(told) && addresses.every((address) => told.includes(address)));
      assert.deepEqual(
        namesOf(graph, SUBSCRIPTION).filter((name) => name.startsWith("ingest-")),
        ["ingest-catalogue@example.com"],
      );
    });
  });
});
