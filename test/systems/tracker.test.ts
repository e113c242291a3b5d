import assert from "node:assert/strict";

import { textOf } from "../../plan/graph/value.ts";
import { namesOf, ofType, only, policyOf } from "../support/graph.ts";
import { systemGraph } from "../support/stacks.ts";
import { containerOf, isTracker, recordTrackers } from "../support/tracker.ts";

const KEY = "aws:kms/key:Key";

/** A key, by whatever name a type has for it. */
const NAMES_KEY = /"(kms(Master)?Key(Id|Arn)?|targetKeyId|kmsKeyArns?|encryptionKey)":/;

describe("the tracker", () => {
  const of = recordTrackers();

  it("S-TRACKER: is in eu-west-2 with all that it has, by a provider of its own", () => {
    for (const stack of ["dev", "staging", "prod"]) {
      const graph = of(stack);
      const [provider] = ofType(graph, "pulumi:providers:aws").filter(
        ({ inputs }) => inputs["region"] === "eu-west-2",
      );
      assert.ok(provider);
      assert.equal(provider.name, "aws-tracker");
      const others = graph.resources.filter(
        ({ type, provider: by }) => type.startsWith("aws:") && !(by ?? "").startsWith(provider.urn),
      );
      assert.deepEqual(
        others.map(({ urn }) => urn),
        [],
        stack,
      );
      const crossing = graph.resources.filter(
        (resource) => isTracker(resource) && JSON.stringify(resource.inputs).includes("us-east-1"),
      );
      // Alerts go to the one function that writes for Slack.
      assert.deepEqual(
        crossing.map(({ name }) => name),
        ["critical-slack", "warning-slack", "info-slack"],
        stack,
      );
    }
  });

  it("S-TRACKER-1: has its own key, which turns each year and waits 7 days to be gone", () => {
    const key = only(of("staging"), KEY, "tracker-key");
    assert.equal(key.inputs["enableKeyRotation"], true);
    assert.equal(key.inputs["deletionWindowInDays"], 7);
    const alias = only(of("staging"), "aws:kms/alias:Alias", "tracker-key");
    assert.equal(alias.inputs["name"], "alias/rampart-staging-tracker");
  });

  it("S-TRACKER-1: encrypts everything by it, but what is told of, and images that others pull", () => {
    for (const stack of ["dev", "staging", "prod"]) {
      const graph = of(stack);
      const key = only(graph, KEY, "tracker-key").urn;
      const keyed = graph.resources.flatMap((resource) =>
        Object.entries(resource.inputs)
          .filter(([property, value]) => NAMES_KEY.test(JSON.stringify({ [property]: value })))
          .map(([property]) => ({ resource, property })),
      );
      assert.ok(keyed.length > 20, `${stack}: ${keyed.length}`);
      const others = keyed
        .filter(({ resource: { propertyDependencies }, property }) => {
          return !propertyDependencies[property]?.includes(key);
        })
        .map(({ resource: { type } }) => type);
      // Topics and queues have the key of alerts, repositories one that outlives the stack.
      assert.deepEqual([...new Set(others)].sort(), [
        ...(stack === "dev" ? ["aws:ecr/repository:Repository"] : []),
        "aws:kms/alias:Alias",
        "aws:sns/topic:Topic",
        "aws:sqs/queue:Queue",
      ]);
    }
  });

  it("S-TRACKER-4: has five repositories, unmoving, scanned, keeping 30", () => {
    const graph = of("dev");
    const names = ofType(graph, "aws:ecr/repository:Repository").map(
      ({ inputs }) => inputs["name"],
    );
    assert.deepEqual(
      names.sort(),
      ["admin", "anisette", "api", "frontend", "services"].map(
        (image) => `rampart-dev-ecr-tracker-${image}`,
      ),
    );
    for (const { inputs } of ofType(graph, "aws:ecr/repository:Repository")) {
      assert.equal(inputs["imageTagMutability"], "IMMUTABLE");
      assert.deepEqual(inputs["imageScanningConfiguration"], { scanOnPush: true });
    }
    for (const { inputs } of ofType(graph, "aws:ecr/lifecyclePolicy:LifecyclePolicy")) {
      assert.match(textOf(inputs["policy"]), /Keep the last 30 images/);
    }
  });

  it("S-TRACKER-4: keeps what other accounts pull, with their leave to, when it goes", () => {
    const graph = of("dev");
    for (const type of [
      "aws:ecr/repository:Repository",
      "aws:ecr/repositoryPolicy:RepositoryPolicy",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    ]) {
      const found = ofType(graph, type);
      assert.equal(found.length, 5, type);
      for (const { name, retainOnDelete } of found) assert.ok(retainOnDelete, `${type} ${name}`);
    }
    assert.ok(only(graph, KEY, "tracker-registry-key").retainOnDelete);
  });

  it("S-TRACKER-4: runs in staging and prod what dev built, by repository of eu-west-2", () => {
    for (const stack of ["staging", "prod"]) {
      assert.deepEqual(namesOf(of(stack), "aws:ecr/repository:Repository"), []);
      const image = textOf(containerOf(of(stack), "tracker-fetcher-2")["image"] as string);
      const registry = "111122223333.dkr.ecr.eu-west-2.amazonaws.com";
      assert.ok(image.startsWith(`${registry}/rampart-dev-ecr-tracker-services@sha256:`), image);
    }
  });

  it("P-IAM-3: lets its roles work in its region too, and in no third one", async () => {
    const graph = await systemGraph("staging", ["tracker"]);
    const boundary = policyOf(only(graph, "aws:iam/policy:Policy", "boundary"));
    const lock = boundary.Statement.find(({ Sid }) => Sid === "StayInRegion");
    assert.deepEqual(lock?.["Condition"], {
      StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-2"] },
    });
  });

  it("P-DATA-5: protects files and key in prod, and lets both go elsewhere", () => {
    for (const [type, name] of [
      ["aws:efs/fileSystem:FileSystem", "tracker-files"],
      [KEY, "tracker-key"],
    ] as const) {
      assert.equal(only(of("prod"), type, name).protect, true);
      assert.equal(only(of("staging"), type, name).protect, false);
    }
  });
});
