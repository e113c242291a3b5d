import assert from "node:assert/strict";

import { partitionOf } from "../../components/shared/regions.ts";
import { LOG_RETENTION_DAYS } from "../../components/shared/retention.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { ofType, policyOf } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";
import { alertTraps, KEY, servicesOf } from "./baseAlerts.ts";
import { entriesOf, mutant, replaceText, some, textOf } from "./edgeParts.ts";
import type { MutableGraph, Trap } from "./trap.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const SECRET = "aws:secretsmanager/secret:Secret";
const ROLE = "aws:iam/role:Role";
const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
const DELIVERY_CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";

/** The bucket of this name, if the stack makes it. */
const bucketNamed = (graph: Graph, name: string): Resource | undefined =>
  ofType(graph, BUCKET).find(({ inputs }) => inputs["bucket"] === name);

/** The parts of a type that belong to a bucket. */
const partsOf = (graph: Graph, type: string, bucketName: string): Resource[] =>
  ofType(graph, type).filter(({ inputs }) => inputs["bucket"] === bucketName);

function assertUnlocked(graph: Graph, bucketName: string): void {
  const bucket = bucketNamed(graph, bucketName);
  assert.ok(bucket, `there is no bucket ${bucketName}`);
  assert.notEqual(bucket.inputs["objectLockEnabled"], true, `${bucketName} is locked`);
  assert.deepEqual(partsOf(graph, OBJECT_LOCK, bucketName), [], `${bucketName} retains`);
}

/** Whether a bucket gets access logs of others. */
const isLogTarget = (graph: Graph) => {
  const targets = new Set(ofType(graph, LOGGING).map(({ inputs }) => inputs["targetBucket"]));
  return ({ inputs }: Resource): boolean => targets.has(inputs["bucket"]);
};

/** Changes the parts of a type that belong to buckets of access logs. */
function ofLogTargets(type: string, change: (resource: Resource) => void) {
  return (graph: MutableGraph): void => {
    const victims = ofType(graph, type).filter(isLogTarget(graph));
    if (victims.length === 0) throw new Error(`there is no ${type} to break`);
    victims.forEach(change);
  };
}

/** Puts values into the inputs of a resource of a copied graph. */
function put(resource: Resource, changes: Resource["inputs"]): void {
  Object.assign(resource.inputs, changes);
}

const ARN = /arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):/g;

/** Traps of keys, log groups, buckets, secrets and roles, which every stack has. */
export const baseTraps: readonly Trap[] = [
  {
    id: "T6",
    title: "access logs go to a bucket with SSE-S3 and no lock, of this stack",
    check: (graph) => {
      for (const { inputs } of some(graph, LOGGING)) {
        const target = textOf(inputs["targetBucket"]);
        assertUnlocked(graph, target);
        const [encryption] = partsOf(graph, ENCRYPTION, target);
        assert.deepEqual(
          entriesOf(encryption?.inputs["rules"]),
          [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
          target,
        );
      }
    },
    mutants: [
      {
        title: "a customer key",
        apply: ofLogTargets(ENCRYPTION, (encryption) => {
          const sseAlgorithm = "aws:kms";
          put(encryption, { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }] });
        }),
      },
      {
        title: "object lock",
        apply: ofLogTargets(BUCKET, (bucket) => {
          put(bucket, { objectLockEnabled: true });
        }),
      },
      mutant("another account's bucket", LOGGING, ({ inputs }) => {
        inputs["targetBucket"] = "somebody-elses";
      }),
    ],
  },
  {
    id: "T11",
    title: "each log group has a key that names CloudWatch Logs of the region, and waits for it",
    check: (graph) => {
      for (const group of some(graph, LOG_GROUP)) {
        const [key] = sourcesOf(graph, group, "kmsKeyId");
        assert.equal(key?.type, KEY, `${group.name} has no key of this stack`);
        const grant = policyOf(key).Statement.find((entry) =>
          servicesOf(entry).some((service) => /^logs\.[a-z0-9-]+\.amazonaws\.com$/.test(service)),
        );
        assert.ok(grant, `the key of ${group.name} does not name CloudWatch Logs`);
        const [service = ""] = servicesOf(grant);
        const { ArnLike } = grant["Condition"] as { ArnLike: Record<string, string> };
        const region = service.split(".")[1] ?? "";
        assert.match(
          ArnLike["kms:EncryptionContext:aws:logs:arn"] ?? "",
          new RegExp(`^arn:${partitionOf(region)}:logs:${region}:\\d{12}:log-group:\\*$`),
        );
      }
    },
    mutants: [
      mutant("no key", LOG_GROUP, (group) => {
        Reflect.deleteProperty(group.inputs, "kmsKeyId");
        Reflect.deleteProperty(group.propertyDependencies, "kmsKeyId");
      }),
      mutant(
        "the service without its region",
        KEY,
        replaceText(/logs\.[a-z0-9-]+\.amazonaws\.com/g, "logs.amazonaws.com"),
        (key) => textOf(key.inputs["policy"]).includes("logs."),
      ),
      mutant("another context", KEY, replaceText(":log-group:*", ":log-stream:*"), (key) =>
        textOf(key.inputs["policy"]).includes(":log-group:*"),
      ),
    ],
  },
  ...alertTraps,
  {
    id: "T18",
    title: "a bucket has one policy and at most one notification, and policies fit",
    check: (graph) => {
      for (const { inputs } of some(graph, BUCKET)) {
        const bucketName = textOf(inputs["bucket"]);
        assert.equal(partsOf(graph, BUCKET_POLICY, bucketName).length, 1, bucketName);
        assert.ok(partsOf(graph, NOTIFICATION, bucketName).length <= 1, bucketName);
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
      {
        title: "a second policy",
        apply: (graph) => {
          const policy = graph.resources.find(({ type }) => type === BUCKET_POLICY);
          if (policy === undefined) throw new Error("there is no bucket policy to repeat");
          graph.resources.push({ ...policy, name: "second", urn: `${policy.urn}-second` });
        },
      },
      mutant("a policy too long", BUCKET_POLICY, replaceText("TlsOnly", "x".repeat(21_000))),
      mutant("a key policy too long", KEY, replaceText("DelegateToIam", "x".repeat(33_000))),
    ],
  },
  {
    id: "T19",
    title: "logs are kept for a time that CloudWatch Logs offers, and not for ever",
    check: (graph) => {
      const allowed: readonly number[] = LOG_RETENTION_DAYS;
      for (const { name, inputs } of some(graph, LOG_GROUP)) {
        const days = Number(inputs["retentionInDays"]);
        assert.ok(allowed.includes(days), `${name} keeps logs ${days} days`);
      }
    },
    mutants: [
      mutant("45 days", LOG_GROUP, ({ inputs }) => {
        inputs["retentionInDays"] = 45;
      }),
      mutant("for ever", LOG_GROUP, ({ inputs }) => {
        Reflect.deleteProperty(inputs, "retentionInDays");
      }),
    ],
  },
  {
    id: "T28",
    title: "every ARN is of the partition that the region is in",
    check: (graph) => {
      const arns = graph.resources.flatMap(({ inputs }) => [
        ...JSON.stringify(inputs).matchAll(ARN),
      ]);
      const regions = new Set(arns.map(([, , , region]) => region).filter((region) => region));
      assert.ok(regions.size > 0, "there is no ARN with a region");
      const partitions = new Set([...regions].map((region) => partitionOf(region ?? "")));
      assert.equal(partitions.size, 1, [...regions].join(", "));
      for (const [arn, partition = ""] of arns) {
        assert.ok(partitions.has(partition), `${arn} is of another partition`);
      }
    },
    mutants: [
      mutant(
        "an ARN written by hand",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        replaceText("arn:aws:iam::aws:", "arn:aws-cn:iam::aws:"),
      ),
      mutant("another partition's keys", KEY, replaceText("arn:aws:", "arn:aws-us-gov:")),
    ],
  },
  {
    id: "T77",
    title: "a deleted secret frees its name at once where data may be lost, and only there",
    check: (graph) => {
      const kept = some(graph, KEY).some(({ protect }) => protect);
      for (const { name, inputs } of some(graph, SECRET)) {
        const days = inputs["recoveryWindowInDays"];
        const right = kept ? Number(days) >= 7 && Number(days) <= 30 : days === 0;
        assert.ok(right, `${name} can be recovered for ${Number(days)} days`);
      }
    },
    mutants: [
      mutant("AWS's default", SECRET, ({ inputs }) => {
        Reflect.deleteProperty(inputs, "recoveryWindowInDays");
      }),
      mutant("the other choice", SECRET, ({ inputs }) => {
        inputs["recoveryWindowInDays"] = inputs["recoveryWindowInDays"] === 0 ? 30 : 0;
      }),
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
  {
    id: "T98",
    title: "names and trusts of roles fit",
    check: (graph) => {
      for (const { name, inputs } of some(graph, ROLE)) {
        const roleName = textOf(inputs["name"]);
        assert.ok(roleName.length > 0 && roleName.length <= 64, `${name} is called ${roleName}`);
        const trust = textOf(inputs["assumeRolePolicy"]);
        if (trust === "") continue;
        assert.ok(trust.length <= 2_048, `the trust of ${name} has ${trust.length} characters`);
      }
    },
    mutants: [
      mutant("a long name", ROLE, ({ inputs }) => {
        inputs["name"] = textOf(inputs["name"]).padEnd(65, "x");
      }),
      mutant("a long trust", ROLE, ({ inputs }) => {
        inputs["assumeRolePolicy"] = textOf(inputs["assumeRolePolicy"]).padEnd(2_049);
      }),
    ],
  },
];

/** Names of the buckets whose new objects a rule waits for. */
function watchedBuckets({ inputs }: Resource): string[] {
  const pattern = JSON.parse(textOf(inputs["eventPattern"]) || "{}") as {
    "detail-type"?: string[];
    detail?: { bucket?: { name?: string[] } };
  };
  const created = pattern["detail-type"]?.includes("Object Created") ?? false;
  return created ? (pattern.detail?.bucket?.name ?? []) : [];
}

/** Traps of what only some stacks have: AWS Config, rules on S3's events. */
export const optionalBaseTraps: readonly Trap[] = [
  {
    id: "T14",
    title: "Config delivers to a bucket without object lock",
    check: (graph) => {
      for (const { inputs } of some(graph, DELIVERY_CHANNEL)) {
        assertUnlocked(graph, textOf(inputs["s3BucketName"]));
      }
    },
    mutants: [
      {
        title: "object lock",
        apply: (graph) => {
          const channels = ofType(graph, DELIVERY_CHANNEL);
          const names = new Set(channels.map(({ inputs }) => inputs["s3BucketName"]));
          const victims = ofType(graph, BUCKET).filter(({ inputs }) => names.has(inputs["bucket"]));
          if (victims.length === 0) throw new Error("there is no bucket of Config to break");
          for (const bucket of victims) put(bucket, { objectLockEnabled: true });
        },
      },
    ],
  },
  {
    id: "T78",
    title: "a bucket tells EventBridge of its objects before a rule waits for them",
    check: (graph) => {
      const rules = some(graph, EVENT_RULE, (rule) => watchedBuckets(rule).length > 0);
      for (const bucketName of rules.flatMap(watchedBuckets)) {
        const [notification] = partsOf(graph, NOTIFICATION, bucketName);
        assert.equal(notification?.inputs["eventbridge"], true, `${bucketName} is silent`);
      }
    },
    mutants: [
      mutant("silent", NOTIFICATION, ({ inputs }) => {
        inputs["eventbridge"] = false;
      }),
      mutant("of another bucket", NOTIFICATION, ({ inputs }) => {
        inputs["bucket"] = "another";
      }),
    ],
  },
];
