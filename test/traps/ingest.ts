import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { covers } from "../../policy-pack/engine/wildcard.ts";
import { at, policyOf, type Statement } from "../support/graph.ts";
import { mutant, replaceIn, set } from "./breaking.ts";
import { putTraps } from "./objectPuts.ts";
import {
  aboutBucket,
  BUCKET_POLICY,
  listOf,
  ROLE,
  ROLE_POLICY,
  some,
  sources,
  textOf,
  usersOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const FUNCTION = "aws:lambda/function:Function";
const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

const takesObjects = ({ inputs }: Resource): boolean =>
  textOf(inputs["eventPattern"]).includes("Object Created");
const isOfIngest = ({ urn }: Resource): boolean => urn.includes("systems:Ingest$");
const isAccess = (policy: Resource): boolean =>
  isOfIngest(policy) && policy.name === "ingest-access";
const closesObjects = ({ inputs }: Resource): boolean =>
  textOf(inputs["policy"]).includes("ObjectsOnlyForRoles");

/** Buckets whose new objects a rule takes. */
function bucketsOf({ inputs }: Resource): string[] {
  const pattern = JSON.parse(textOf(inputs["eventPattern"])) as {
    detail?: { bucket?: { name?: unknown } };
  };
  return listOf(pattern.detail?.bucket?.name);
}

/** Functions that a rule calls. */
function calledBy(graph: Graph, rule: Resource): Resource[] {
  return usersOf(graph, TARGET, "rule", rule).flatMap((target) =>
    sources(graph, target, "arn", FUNCTION),
  );
}

/** What a function's role allows. */
function grantsOf(graph: Graph, lambda: Resource): Statement[] {
  return sources(graph, lambda, "role", ROLE)
    .flatMap((role) => usersOf(graph, ROLE_POLICY, "role", role))
    .flatMap((policy) => policyOf(policy).Statement)
    .filter(({ Effect }) => Effect === "Allow");
}

/** Whether statements speak of an action on something. */
const speakOf = (statements: readonly Statement[], action: string, resource: string): boolean =>
  statements.some(
    ({ Action, Resource }) =>
      listOf(Action).some((pattern) => covers(pattern, action)) &&
      listOf(Resource).some((pattern) => covers(pattern, resource)),
  );

const within = (value: unknown, least: number, most: number): boolean =>
  typeof value === "number" && value >= least && value <= most;

/** Traps of objects that come in, and of what becomes of them. */
export const ingestTraps: readonly Trap[] = [
  {
    id: "T78",
    title: "a rule for new objects names a bucket of the stack, which tells EventBridge of them",
    check: (graph) => {
      for (const rule of some(graph, RULE, takesObjects)) {
        const names = bucketsOf(rule);
        assert.ok(names.length > 0, `${rule.name} takes objects of every bucket of the account`);
        for (const name of names) {
          const told = aboutBucket(graph, NOTIFICATION, name).map(
            ({ inputs }) => inputs["eventbridge"],
          );
          assert.deepEqual(told, [true], name);
        }
      }
    },
    mutants: [
      set("a silent bucket", NOTIFICATION, { eventbridge: false }),
      set("another bucket that tells", NOTIFICATION, { bucket: "somebody-elses" }),
      mutant(
        "a rule for another bucket",
        RULE,
        replaceIn("eventPattern", "-processing-", "-x-"),
        takesObjects,
      ),
      mutant("every bucket", RULE, replaceIn("eventPattern", '"bucket"', '"x"'), takesObjects),
    ],
  },
  {
    id: "s3-event-loop",
    title: "a function puts nothing into a bucket whose new objects call it",
    check: (graph) => {
      for (const rule of some(graph, RULE, takesObjects)) {
        const called = calledBy(graph, rule);
        assert.ok(called.length > 0, `${rule.name} calls nothing`);
        for (const lambda of called) {
          for (const bucket of bucketsOf(rule)) {
            const puts = speakOf(
              grantsOf(graph, lambda),
              "s3:PutObject",
              `arn:aws:s3:::${bucket}/x`,
            );
            assert.ok(!puts, `${lambda.name} would call itself for ever`);
          }
        }
      }
    },
    mutants: [
      mutant(
        "rejects beside new objects",
        ROLE_POLICY,
        replaceIn("policy", "-quarantine-", "-processing-"),
        isAccess,
      ),
      mutant(
        "new rejects too",
        RULE,
        replaceIn("eventPattern", "-processing-", "-quarantine-"),
        takesObjects,
      ),
    ],
  },
  {
    id: "s3-missing-403",
    title:
      "a function that is called for objects may list their bucket: else a missing one answers 403",
    check: (graph) => {
      for (const rule of some(graph, RULE, takesObjects)) {
        for (const lambda of calledBy(graph, rule)) {
          const variables = at(lambda.inputs, "environment", "variables");
          const grants = grantsOf(graph, lambda);
          for (const name of ["PROCESSING_BUCKET", "QUARANTINE_BUCKET"]) {
            const bucket = `arn:aws:s3:::${textOf(at(variables, name))}`;
            assert.ok(speakOf(grants, "s3:ListBucket", bucket), `${lambda.name}: ${name}`);
          }
        }
      }
    },
    mutants: [
      mutant(
        "no list",
        ROLE_POLICY,
        replaceIn("policy", "s3:ListBucket", "s3:GetBucketLocation"),
        isAccess,
      ),
      mutant("objects alone", ROLE_POLICY, replaceIn("policy", /(us-east-1)"/g, '$1/*"'), isAccess),
    ],
  },
  {
    id: "bucket-lockout",
    title:
      "a policy that closes a bucket's objects leaves the bucket itself to those who manage it",
    check: (graph) => {
      for (const policy of some(graph, BUCKET_POLICY, closesObjects)) {
        const bucket = `arn:aws:s3:::${textOf(policy.inputs["bucket"])}`;
        const closing = policyOf(policy).Statement.filter(({ Sid }) => Sid !== "TlsOnly");
        for (const action of ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:ListBucket"]) {
          assert.ok(!speakOf(closing, action, bucket), `${policy.name} locks everyone out`);
        }
      }
    },
    mutants: [
      mutant(
        "the bucket as well",
        BUCKET_POLICY,
        replaceIn("policy", '/*","Condition":{"ArnNot', '*","Condition":{"ArnNot'),
        closesObjects,
      ),
    ],
  },
  {
    id: "delivery-bounds",
    title: "events are tried for no longer than EventBridge and Lambda do",
    check: (graph) => {
      for (const { name, inputs } of some(graph, TARGET)) {
        const { retryPolicy } = inputs;
        const age = at(retryPolicy, "maximumEventAgeInSeconds");
        assert.ok(within(age, 60, 86_400), `${name}: ${textOf(age)}`);
        assert.ok(within(at(retryPolicy, "maximumRetryAttempts"), 0, 185), name);
      }
      for (const { name, inputs } of some(graph, INVOKE_CONFIG)) {
        assert.ok(within(inputs["maximumEventAgeInSeconds"], 60, 21_600), name);
        assert.ok(within(inputs["maximumRetryAttempts"], 0, 2), name);
      }
    },
    mutants: [
      set("two days", TARGET, {
        retryPolicy: { maximumEventAgeInSeconds: 172_800, maximumRetryAttempts: 185 },
      }),
      set("too many tries", TARGET, {
        retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 186 },
      }),
      set("a day in Lambda", INVOKE_CONFIG, { maximumEventAgeInSeconds: 86_400 }),
      set("three tries in Lambda", INVOKE_CONFIG, { maximumRetryAttempts: 3 }),
    ],
  },
  ...putTraps,
];
