import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { policyOf, type Statement, waitsFor } from "../support/graph.ts";
import {
  literal,
  mutant,
  replaceIn,
  replaceText,
  set,
  waitForNo,
  waitForNothing,
} from "./breaking.ts";
import { aboutBucket, BUCKET_POLICY, KEY, listOf, servicesOf, some, textOf } from "./reading.ts";
import type { Mutant, Trap } from "./trap.ts";

const CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";
const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const BUCKET = "aws:s3/bucket:Bucket";
const TRAIL = "aws:cloudtrail/trail:Trail";
const CLOUDTRAIL = "cloudtrail.amazonaws.com";
const CONFIG = "config.amazonaws.com";
const CONTEXT = "kms:EncryptionContext:aws:cloudtrail:arn";

/** What a policy lets a service do, by action: the conditions of each statement. */
function leave(policy: Resource, service: string): Map<string, object[]> {
  const found = new Map<string, object[]>();
  for (const entry of policyOf(policy).Statement) {
    if (entry.Effect !== "Allow" || !servicesOf(entry).includes(service)) continue;
    for (const action of listOf(entry["Action"])) {
      const condition = entry["Condition"] ?? {};
      found.set(action, [...(found.get(action) ?? []), condition]);
    }
  }
  return found;
}

const values = (condition: object, key: string): string[] =>
  Object.values(condition).flatMap((keys: object) =>
    Object.entries(keys).flatMap(([name, value]) => (name === key ? listOf(value) : [])),
  );

/** The trail's ARN, from its name: what is put together from its output is a cycle. */
const arnOf = (trail: Resource): RegExp =>
  new RegExp(
    `^arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\\d{12}:trail/${textOf(trail.inputs["name"])}$`,
  );

/** Asserts that each of these calls is allowed on behalf of the trail alone. */
function assertForTrail(trail: Resource, granted: Map<string, object[]>, actions: string[]): void {
  for (const action of actions) {
    const conditions = granted.get(action) ?? [];
    assert.ok(conditions.length > 0, `${action} is refused`);
    for (const condition of conditions) {
      const sources = values(condition, "aws:SourceArn");
      assert.equal(sources.length, 1, `${action} is allowed to anyone's trail`);
      assert.match(sources[0] ?? "", arnOf(trail), action);
    }
  }
}

/** The policies of the bucket that a property names. */
function policiesOf(graph: Graph, { name, inputs }: Resource, property: string): Resource[] {
  const found = aboutBucket(graph, BUCKET_POLICY, textOf(inputs[property]));
  assert.ok(found.length > 0, `the bucket of ${name} has no policy`);
  return found;
}

const speaksOf =
  (service: string) =>
  ({ inputs }: Resource): boolean =>
    textOf(inputs["policy"]).includes(`"${service}"`);

/** A mutant that changes what keys allow a service. */
const granting = (title: string, service: string, change: (grant: Statement) => object): Mutant =>
  mutant(
    title,
    KEY,
    (key) => {
      const Statement = policyOf(key).Statement.map((entry) =>
        servicesOf(entry).includes(service) ? change(entry) : entry,
      );
      key.inputs["policy"] = JSON.stringify({ Statement });
    },
    speaksOf(service),
  );

const isTrailPolicy = speaksOf(CLOUDTRAIL);

/** Traps of the account's trail and of what AWS Config delivers. */
export const accountLogTraps: readonly Trap[] = [
  {
    id: "T8",
    title: "a trail's bucket lets that trail in, by its name, before it is made",
    check: (graph) => {
      for (const trail of some(graph, TRAIL)) {
        for (const policy of policiesOf(graph, trail, "s3BucketName")) {
          const granted = leave(policy, CLOUDTRAIL);
          assertForTrail(trail, granted, ["s3:GetBucketAcl", "s3:PutObject"]);
          for (const condition of granted.get("s3:PutObject") ?? []) {
            assert.deepEqual(values(condition, "s3:x-amz-acl"), ["bucket-owner-full-control"]);
          }
          assert.ok(waitsFor(graph, trail, policy), `${trail.name} does not wait`);
          assert.ok(!waitsFor(graph, policy, trail), `${policy.name} waits for ${trail.name}`);
        }
      }
    },
    mutants: [
      mutant(
        "anyone's trail",
        BUCKET_POLICY,
        replaceText("aws:SourceArn", "aws:UserAgent"),
        isTrailPolicy,
      ),
      mutant(
        "another trail",
        BUCKET_POLICY,
        replaceText(/-trail-account/g, "-trail-other"),
        isTrailPolicy,
      ),
      mutant(
        "an object that CloudTrail owns",
        BUCKET_POLICY,
        replaceText("bucket-owner-full-control", "private"),
        isTrailPolicy,
      ),
      mutant("the trail first", TRAIL, waitForNothing),
    ],
  },
  {
    id: "T9",
    title: "a trail's key lets that trail encrypt, find the key, and use bucket keys",
    check: (graph) => {
      for (const trail of some(graph, TRAIL)) {
        const keys = some(graph, KEY, speaksOf(CLOUDTRAIL));
        for (const key of keys) {
          const granted = leave(key, CLOUDTRAIL);
          assertForTrail(trail, granted, [
            "kms:GenerateDataKey*",
            "kms:DescribeKey",
            "kms:Decrypt",
          ]);
          for (const condition of granted.get("kms:GenerateDataKey*") ?? []) {
            assert.equal(values(condition, CONTEXT).length, 1, "encrypts anything");
          }
          // Neither has the trail's encryption context.
          for (const action of ["kms:DescribeKey", "kms:Decrypt"]) {
            const [condition = {}] = granted.get(action) ?? [];
            assert.deepEqual(values(condition, CONTEXT), [], `${action} is never allowed`);
          }
          assert.ok(waitsFor(graph, trail, key), `${trail.name} does not wait for ${key.name}`);
        }
      }
    },
    mutants: [
      granting("no look at the key", CLOUDTRAIL, (grant) => ({
        ...grant,
        Action: "kms:GenerateDataKey*",
      })),
      granting("a context that a look has not", CLOUDTRAIL, (grant) => ({
        ...grant,
        Condition: { ...(grant["Condition"] as object), StringLike: { [CONTEXT]: "arn:*" } },
      })),
      granting("anyone's trail", CLOUDTRAIL, (grant) => ({ ...grant, Condition: {} })),
    ],
  },
  {
    id: "T10",
    title: "a trail writes to the streams of its group, from its home region to all others",
    check: (graph) => {
      for (const { name, inputs } of some(graph, TRAIL)) {
        assert.match(textOf(inputs["cloudWatchLogsGroupArn"]), /:log-group:[^:]+:\*$/, name);
        assert.equal(inputs["isMultiRegionTrail"], true, name);
        assert.equal(inputs["region"], undefined, `${name} is not at home`);
      }
    },
    mutants: [
      mutant("the group's own ARN", TRAIL, replaceIn("cloudWatchLogsGroupArn", /:\*$/g, "")),
      set("one region", TRAIL, { isMultiRegionTrail: false }),
      set("abroad", TRAIL, { region: "us-west-2" }),
    ],
  },
  {
    id: "T13",
    title: "AWS Config may use the key of what it delivers, for this account",
    check: (graph) => {
      for (const channel of some(graph, CHANNEL)) {
        const keys = some(graph, KEY, speaksOf(CONFIG));
        for (const key of keys) {
          assert.ok(channel.propertyDependencies["s3KmsKeyArn"]?.includes(key.urn), channel.name);
          const granted = leave(key, CONFIG);
          for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
            const [condition = {}] = granted.get(action) ?? [];
            assert.equal(values(condition, "aws:SourceAccount").length, 1, action);
          }
        }
      }
    },
    mutants: [
      granting("shut out", CONFIG, (grant) => ({ ...grant, Action: "kms:DescribeKey" })),
      granting("any account", CONFIG, (grant) => ({ ...grant, Condition: {} })),
      mutant(
        "another key",
        CHANNEL,
        literal("s3KmsKeyArn", "arn:aws:kms:us-east-1:111122223333:key/x"),
      ),
    ],
  },
  {
    id: "T14",
    title: "AWS Config delivers to a bucket that retains nothing, and that lets it in first",
    check: (graph) => {
      for (const channel of some(graph, CHANNEL)) {
        const bucket = textOf(channel.inputs["s3BucketName"]);
        assert.deepEqual(aboutBucket(graph, OBJECT_LOCK, bucket), [], `${bucket} retains`);
        for (const { inputs } of aboutBucket(graph, BUCKET, bucket)) {
          assert.notEqual(inputs["objectLockEnabled"], true, `${bucket} is locked`);
        }
        for (const trail of some(graph, TRAIL)) {
          assert.notEqual(trail.inputs["s3BucketName"], bucket, "the trail's bucket is locked");
        }
        for (const policy of policiesOf(graph, channel, "s3BucketName")) {
          const granted = leave(policy, CONFIG);
          for (const action of ["s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"]) {
            const [condition = {}] = granted.get(action) ?? [];
            assert.equal(values(condition, "aws:SourceAccount").length, 1, action);
          }
          assert.ok(waitsFor(graph, channel, policy), `${channel.name} does not wait`);
        }
      }
    },
    mutants: [
      set("object lock", BUCKET, { objectLockEnabled: true }),
      mutant("the trail's bucket", CHANNEL, ({ inputs }, graph) => {
        inputs["s3BucketName"] = textOf(some(graph, TRAIL)[0]?.inputs["s3BucketName"]);
      }),
      mutant(
        "any account",
        BUCKET_POLICY,
        replaceText("aws:SourceAccount", "aws:UserAgent"),
        speaksOf(CONFIG),
      ),
      mutant("the channel first", CHANNEL, waitForNo(BUCKET_POLICY)),
    ],
  },
];
