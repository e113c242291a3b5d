import assert from "node:assert/strict";

import { parseIpv4Block } from "../../components/shared/cidr.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { at, policyOf, waitsFor } from "../support/graph.ts";
import { mutant, replaceText, set, waitForNothing } from "./breaking.ts";
import {
  aboutBucket,
  assertTwoZones,
  BALANCER,
  BUCKET_POLICY,
  ENCRYPTION,
  some,
  sources,
  SUBNET,
  TARGET_GROUP,
  textOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

/** Seconds for which the applications keep an idle connection (T36). */
const KEEP_ALIVE_SECONDS = 65;

/** 32 characters less the hyphen and seven digits that Pulumi appends (T37). */
const LONGEST_NAME = 24;

/** Row T5: accounts that deliver a load balancer's logs, in the regions that have one. */
export const LOG_ACCOUNTS: Readonly<Record<string, string>> = {
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
  "eu-west-1": "156460612806",
  "eu-central-1": "054676820928",
  "eu-west-2": "652711504416",
  "eu-west-3": "009996457667",
  "eu-north-1": "897822967062",
  "eu-south-1": "635631232127",
  "ap-northeast-1": "582318560864",
  "ap-northeast-2": "600734575887",
  "ap-northeast-3": "383597477331",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "ap-southeast-3": "589379963580",
  "ap-south-1": "718504428378",
  "ap-east-1": "754344448648",
  "ca-central-1": "985666609251",
  "sa-east-1": "507241528517",
  "me-south-1": "076674570225",
  "af-south-1": "098369216593",
};

/** The bucket that a load balancer logs to. */
function logBucketOf({ name, inputs }: Resource): string {
  assert.equal(at(inputs, "accessLogs", "enabled"), true, `${name} has no access logs`);
  return textOf(at(inputs, "accessLogs", "bucket"));
}

/** What the one resource of a type says of a bucket. */
function onlyAbout(graph: Graph, type: string, bucketName: string): Resource {
  const [found, ...others] = aboutBucket(graph, type, bucketName);
  assert.ok(found && others.length === 0, `${bucketName} has not one ${type}`);
  return found;
}

const isLogBucket = ({ inputs }: Resource): boolean =>
  textOf(inputs["bucket"]).includes("-elb-logs");

/** Traps of every load balancer and its target groups. */
export const loadBalancerTraps: readonly Trap[] = [
  {
    id: "T4",
    title: "load balancers log to SSE-S3 buckets, under a prefix that AWS accepts",
    check: (graph) => {
      for (const balancer of some(graph, BALANCER)) {
        const { inputs } = onlyAbout(graph, ENCRYPTION, logBucketOf(balancer));
        const byDefault = at(inputs, "rules", 0, "applyServerSideEncryptionByDefault");
        assert.deepEqual(byDefault, { sseAlgorithm: "AES256" }, balancer.name);
        const prefix = textOf(at(balancer.inputs, "accessLogs", "prefix"));
        assert.doesNotMatch(prefix, /AWSLogs/, balancer.name);
      }
    },
    mutants: [
      mutant("a customer key", ENCRYPTION, replaceText("AES256", "aws:kms"), isLogBucket),
      mutant("AWS's own prefix", BALANCER, (balancer) => {
        const bucket = logBucketOf(balancer);
        balancer.inputs["accessLogs"] = { bucket, enabled: true, prefix: "AWSLogs" };
      }),
    ],
  },
  {
    id: "T5",
    title: "the region's own principal delivers a balancer's logs, and may before it is made",
    check: (graph) => {
      for (const balancer of some(graph, BALANCER)) {
        const bucket = logBucketOf(balancer);
        const policy = onlyAbout(graph, BUCKET_POLICY, bucket);
        const account = LOG_ACCOUNTS[/-\d{12}-([a-z0-9-]+)$/.exec(bucket)?.[1] ?? ""];
        const allowed = policyOf(policy).Statement.filter(({ Effect }) => Effect === "Allow");
        assert.deepEqual(
          allowed.map((entry) => [entry["Principal"], entry["Action"]]),
          [
            [
              account === undefined
                ? { Service: "logdelivery.elasticloadbalancing.amazonaws.com" }
                : { AWS: `arn:aws:iam::${account}:root` },
              "s3:PutObject",
            ],
          ],
        );
        assert.ok(waitsFor(graph, balancer, policy), `${balancer.name} doesn't wait`);
      }
    },
    mutants: [
      mutant(
        "the principal of flow logs",
        BUCKET_POLICY,
        (policy) => {
          const [statement, ...others] = policyOf(policy).Statement.toReversed();
          const flowLogs = { Service: "delivery.logs.amazonaws.com" };
          policy.inputs["policy"] = JSON.stringify({
            Statement: [...others, { ...statement, Principal: flowLogs }],
          });
        },
        isLogBucket,
      ),
      mutant("a balancer that doesn't wait", BALANCER, waitForNothing),
    ],
  },
  {
    id: "T36",
    title: "a balancer drops an idle connection before the application does",
    check: (graph) => {
      for (const { name, inputs } of some(graph, BALANCER)) {
        const { idleTimeout } = inputs;
        assert.ok(typeof idleTimeout === "number" && idleTimeout < KEEP_ALIVE_SECONDS, name);
      }
    },
    mutants: [
      set("a timeout as long as the application's", BALANCER, { idleTimeout: KEEP_ALIVE_SECONDS }),
      set("a timeout that nobody states", BALANCER, { idleTimeout: null }),
    ],
  },
  {
    id: "T37",
    title: "names of balancers and target groups fit, with what Pulumi appends",
    check: (graph) => {
      for (const { name } of [...some(graph, BALANCER), ...some(graph, TARGET_GROUP)]) {
        assert.match(name, /^[a-zA-Z0-9](-?[a-zA-Z0-9])*$/);
        assert.ok(name.length <= LONGEST_NAME, `${name} has ${name.length} characters`);
      }
    },
    mutants: [
      mutant("a longer name", BALANCER, (balancer) => {
        balancer.name = balancer.name.padEnd(LONGEST_NAME + 1, "x");
      }),
      mutant("a hyphen at the end", TARGET_GROUP, (group) => {
        group.name = `${group.name.slice(0, 8)}-`;
      }),
    ],
  },
  {
    id: "T38",
    title: "balancers and target groups can stand beside their successors",
    check: (graph) => {
      for (const resource of [...some(graph, BALANCER), ...some(graph, TARGET_GROUP)]) {
        assert.ok(!("name" in resource.inputs), `${resource.name} has a fixed name`);
        assert.equal(resource.deleteBeforeReplace, false, resource.name);
      }
    },
    mutants: [
      set("a fixed name", TARGET_GROUP, { name: "api" }),
      mutant("deletion first", TARGET_GROUP, (group) => {
        group.deleteBeforeReplace = true;
      }),
    ],
  },
  {
    id: "T39",
    title: "a balancer has subnets of /27 or larger in two zones or more",
    check: (graph) => {
      for (const balancer of some(graph, BALANCER)) {
        const subnets = sources(graph, balancer, "subnets", SUBNET);
        assertTwoZones(balancer, subnets);
        for (const { name, inputs } of subnets) {
          const block = parseIpv4Block(textOf(inputs["cidrBlock"]));
          assert.ok(block && block.prefix <= 27, `${name} is too small for a balancer`);
        }
      }
    },
    mutants: [
      set("one zone", SUBNET, { availabilityZoneId: "use1-az9" }),
      mutant("subnets of 16 addresses", SUBNET, replaceText(/\/\d\d"/g, '/28"')),
    ],
  },
];
