import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { ofType } from "../support/graph.ts";
import { more, mutant, replaceText, set } from "./breaking.ts";
import { aboutBucket, BUCKET_POLICY, ENCRYPTION, entriesOf, KEY, some, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

/** Whether a bucket, or a part of one, gets access logs of others. */
const isLogTarget = ({ inputs }: Resource, graph: Graph): boolean =>
  ofType(graph, LOGGING).some((logging) => logging.inputs["targetBucket"] === inputs["bucket"]);

/** Traps of buckets. */
export const bucketTraps: readonly Trap[] = [
  {
    id: "T6",
    title: "access logs go to a bucket with SSE-S3 and no lock, of this stack",
    check: (graph) => {
      for (const { inputs } of some(graph, LOGGING)) {
        const target = textOf(inputs["targetBucket"]);
        const [bucket] = aboutBucket(graph, BUCKET, target);
        assert.ok(bucket, `there is no bucket ${target}`);
        assert.notEqual(bucket.inputs["objectLockEnabled"], true, `${target} is locked`);
        assert.deepEqual(aboutBucket(graph, OBJECT_LOCK, target), [], `${target} retains`);
        const [encryption] = aboutBucket(graph, ENCRYPTION, target);
        assert.deepEqual(
          entriesOf(encryption?.inputs["rules"]),
          [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
          target,
        );
      }
    },
    mutants: [
      mutant("a customer key", ENCRYPTION, replaceText("AES256", "aws:kms"), isLogTarget),
      set("object lock", BUCKET, { objectLockEnabled: true }, isLogTarget),
      set("another account's bucket", LOGGING, { targetBucket: "somebody-elses" }),
    ],
  },
  {
    id: "T18",
    title: "a bucket has one policy and at most one notification, and policies fit",
    check: (graph) => {
      for (const { inputs } of some(graph, BUCKET)) {
        const bucketName = textOf(inputs["bucket"]);
        assert.equal(aboutBucket(graph, BUCKET_POLICY, bucketName).length, 1, bucketName);
        assert.ok(aboutBucket(graph, NOTIFICATION, bucketName).length <= 1, bucketName);
      }
      const documents = [
        ...ofType(graph, BUCKET_POLICY).map((policy) => [policy, 20 * 1024] as const),
        ...some(graph, KEY).map((key) => [key, 32 * 1024] as const),
      ];
      for (const [{ name, inputs }, limit] of documents) {
        // One for a distribution is unknown until that exists.
        const bytes = Buffer.byteLength(textOf(inputs["policy"]));
        assert.ok(bytes <= limit, `the policy of ${name} has ${bytes} bytes`);
      }
    },
    mutants: [
      more("a second policy", BUCKET_POLICY, 1),
      mutant("a policy too long", BUCKET_POLICY, replaceText("TlsOnly", "x".repeat(21_000))),
      mutant("a key policy too long", KEY, replaceText("DelegateToIam", "x".repeat(33_000))),
    ],
  },
  {
    id: "T79",
    title: "no object moves to infrequent access in its first 30 days",
    check: (graph) => {
      for (const { name, inputs } of some(graph, LIFECYCLE)) {
        for (const rule of entriesOf(inputs["rules"])) {
          const moves = [
            ...entriesOf(rule["transitions"]).map((move) => [move, move["days"]] as const),
            ...entriesOf(rule["noncurrentVersionTransitions"]).map(
              (move) => [move, move["noncurrentDays"]] as const,
            ),
          ];
          for (const [{ storageClass }, days] of moves) {
            if (!textOf(storageClass).endsWith("_IA")) continue;
            assert.ok(Number(days) >= 30, `${name} moves objects after ${Number(days)} days`);
          }
        }
      }
    },
    mutants: [
      mutant("after a week", LIFECYCLE, ({ inputs }) => {
        const transitions = [{ days: 7, storageClass: "STANDARD_IA" }];
        inputs["rules"] = entriesOf(inputs["rules"]).map((rule) => ({ ...rule, transitions }));
      }),
    ],
  },
];
