import assert from "node:assert/strict";

import { StackView } from "../../../policy-pack/engine/associations.ts";
import { Undecidable } from "../../../policy-pack/engine/reading.ts";
import {
  type PolicyResource,
  type Properties,
  ResourceSet,
  type Value,
} from "../../../policy-pack/engine/resource.ts";
import { resource } from "../support/resources.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const HIDDEN = { $unknown: true } as const;

const bucket = (name: string, inputs: Properties, type = BUCKET) => resource(type, name, inputs);
const policy = (bucketName: Value, origins: string[] = [], type = POLICY) =>
  resource(type, "policy", { bucket: bucketName }, { propertyDependencies: { bucket: origins } });

/** Names of the policies that are found for the first of the resources. */
function related(target: PolicyResource, ...others: PolicyResource[]): string[] {
  const stack = new StackView(new ResourceSet([target, ...others]));
  const view = stack.byUrn(target.urn);
  assert.ok(view);
  return stack.related(view, POLICY, "bucket").map(({ name }) => name);
}

describe("relations between resources", () => {
  const named = bucket("one", { bucket: "bucket-one" });
  const unnamed = bucket("one", {});
  const other = bucket("two", {});

  it("are found by a known name or ARN", () => {
    assert.deepEqual(related(named, policy("bucket-one")), ["policy"]);
    assert.deepEqual(related(named, policy("arn:aws:s3:::bucket-one")), ["policy"]);
    assert.deepEqual(related(named, policy("bucket-two")), []);
  });

  it("are found by what an ARN says behind its type, or at its end", () => {
    const found = (name: string, arn: string) =>
      related(bucket("one", { name }), policy(arn)).length === 1;
    assert.equal(found("start", "arn:aws:lambda:us-east-1:1:function:start"), true);
    assert.equal(found("team/app", "arn:aws:iam::1:role/team/app"), true);
    assert.equal(found("app", "arn:aws:iam::1:role/team/app"), true);
    assert.equal(found("role/team/app", "arn:aws:iam::1:role/team/app"), true);
    assert.equal(found("team", "arn:aws:iam::1:role/team/app"), false);
    assert.equal(found("/", "arn:aws:iam::1:role/"), false);
    assert.equal(found("app", "role/team/app"), false);
    assert.equal(found("start", "a:b:c:d:e:function:start"), false);
  });

  it("are not found by a name that is empty or no text", () => {
    assert.deepEqual(related(bucket("one", { name: "" }), policy("")), []);
    assert.deepEqual(related(bucket("one", { name: [] }), policy("arn:aws:s3:::")), []);
  });

  it("go by an origin wherever part of the value is hidden", () => {
    for (const value of [[HIDDEN, "bucket-two"], { a: HIDDEN, b: "bucket-two" }, []]) {
      assert.deepEqual(related(named, policy(value, [named.urn])), ["policy"]);
    }
  });

  it("are found by the origin of an unknown value", () => {
    assert.deepEqual(related(unnamed, other, policy(HIDDEN, [unnamed.urn])), ["policy"]);
    assert.deepEqual(related(unnamed, other, policy(HIDDEN, [other.urn])), []);
  });

  it("are undecided where an unknown value may name the target", () => {
    for (const origins of [[], ["urn:pulumi:dev::rampart::random:index/randomId:RandomId::id"]]) {
      assert.throws(
        () => related(unnamed, policy(HIDDEN, origins)),
        (error) => error instanceof Undecidable && error.property === "bucket",
      );
    }
  });

  it("need no certainty about others once one is found", () => {
    const open = { ...policy(HIDDEN), name: "open", urn: "urn:pulumi:dev::p::t::open" };
    assert.deepEqual(related(named, open, policy("bucket-one")), ["policy"]);
  });

  it("are told of beside those that are found, where a control judges all of them", () => {
    const open = (name: string, origins: string[] = []) => ({
      ...policy(HIDDEN, origins),
      name,
      urn: `urn:pulumi:dev::p::t::${name}`,
    });
    const others = [policy("bucket-one"), open("one"), open("two"), open("placed", [other.urn])];
    const stack = new StackView(new ResourceSet([named, other, ...others]));
    const view = stack.byUrn(named.urn);
    assert.ok(view);
    const told = stack.unplaced(view, POLICY, "bucket");
    assert.deepEqual(
      told.map(({ urn, path }) => [urn, path]),
      [
        ["urn:pulumi:dev::p::t::one", "bucket"],
        ["urn:pulumi:dev::p::t::two", "bucket"],
      ],
    );
  });

  it("takes an unknown element of a list for anybody's beside what has an origin", () => {
    const told = (value: Value) => {
      const stack = new StackView(new ResourceSet([named, other, policy(value, [other.urn])]));
      const view = stack.byUrn(named.urn);
      assert.ok(view);
      return stack.unplaced(view, POLICY, "bucket").length;
    };
    assert.equal(told(HIDDEN), 0);
    assert.equal(told([HIDDEN]), 0);
    assert.equal(told(["bucket-x", HIDDEN]), 0);
    assert.equal(told([HIDDEN, HIDDEN]), 1);
  });

  it("do not follow an origin when the known name is another's", () => {
    assert.deepEqual(related(named, policy("bucket-two", [named.urn])), []);
  });

  it("hold for twins of a type", () => {
    const twin = bucket("one", { bucket: "bucket-one" }, "aws:s3/bucketV2:BucketV2");
    assert.deepEqual(related(twin, policy("bucket-one")), ["policy"]);
    assert.deepEqual(related(twin, policy(HIDDEN, [twin.urn])), ["policy"]);
    const placed = policy(HIDDEN, [bucket("two", {}, "aws:s3/bucketV2:BucketV2").urn]);
    assert.deepEqual(related(unnamed, placed), [], "an unknown that is surely another bucket");
  });

  it("are followed the other way, by value and by origin", () => {
    const key = resource(KEY, "key", {});
    const alias = resource(ALIAS, "alias", { name: "alias/main" });
    const secret = (kmsKeyId: Value, origins: string[]) =>
      resource(
        "aws:secretsmanager/secret:Secret",
        "secret",
        { kmsKeyId },
        { propertyDependencies: { kmsKeyId: origins } },
      );
    const found = (source: PolicyResource, type: string) => {
      const stack = new StackView(new ResourceSet([key, alias, source]));
      const view = stack.byUrn(source.urn);
      assert.ok(view);
      return stack.references(view, "kmsKeyId", type).map(({ name }) => name);
    };
    assert.deepEqual(found(secret(HIDDEN, [key.urn]), KEY), ["key"]);
    assert.deepEqual(found(secret("alias/main", []), ALIAS), ["alias"]);
    assert.deepEqual(found(secret("arn:aws:kms:us-east-1:1:alias/main", []), ALIAS), ["alias"]);
    assert.deepEqual(found(secret(HIDDEN, []), KEY), []);
  });

  it("reach below a property", () => {
    const balancer = resource("aws:alb/loadBalancer:LoadBalancer", "balancer", {
      accessLogs: { bucket: "bucket-one", prefix: "bucket-two", enabled: true },
    });
    const two = bucket("two", { bucket: "bucket-two" });
    const stack = new StackView(new ResourceSet([named, two, balancer]));
    const names = [named, two].map(({ urn }) => {
      const view = stack.byUrn(urn);
      assert.ok(view);
      return stack.related(view, "aws:lb/loadBalancer:LoadBalancer", "accessLogs.bucket").length;
    });
    assert.deepEqual(names, [1, 0]);
  });
});
