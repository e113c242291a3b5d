import assert from "node:assert/strict";

import { Secret, type SecretArgs, secretArnPattern } from "../../../components/keys/secret.ts";
import { SECRET, UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, recorded } from "../../support/graph.ts";

const SECRET_TYPE = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const VALUE = "canary-7f3a";

function program(
  overrides: Partial<SecretArgs> = {},
  seen: (secret: Secret) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key } = foundation(environment);
    const secret = new Secret("jwt", {
      environment,
      key,
      path: "app/jwt-secret",
      description: "Signs sessions",
      owner: "program",
      value: VALUE,
      ...overrides,
    });
    seen(secret);
  };
}

describe("Secret", () => {
  it("P-KEY-3, T77: has its name, the customer key, and no name blocked after destroy", async () => {
    const graph = await recorded(program());
    const secret = only(graph, SECRET_TYPE);
    assert.deepEqual(secret.inputs, {
      name: "/dev/app/jwt-secret",
      description: "Signs sessions",
      kmsKeyId: UNKNOWN,
      recoveryWindowInDays: 0,
      tags: { rotation: "manual" },
    });
    assert.deepEqual(secret.propertyDependencies["kmsKeyId"], [only(graph, "aws:kms/key:Key").urn]);
  });

  it("T77: can be recovered for 30 days where data must survive", async () => {
    const environment = testEnvironment({ dataProtection: "protected" });
    const secret = only(await recorded(program({ environment })), SECRET_TYPE);
    assert.equal(secret.inputs["recoveryWindowInDays"], 30);
  });

  it("P-KEY-3: a plain value becomes a Pulumi secret and stands nowhere in plain text", async () => {
    for (const mode of ["preview", "update"] as const) {
      const graph = await recorded(program(), { mode });
      assert.deepEqual(only(graph, VERSION).inputs["secretString"], SECRET);
      assert.ok(!JSON.stringify(graph).includes(VALUE), mode);
    }
  });

  it("P-KEY-4: leaves alone what people or a function set, and keeps its own version alive", async () => {
    const facts = async (owner: SecretArgs["owner"]) => {
      const graph = await recorded(program({ owner }));
      const { ignoreChanges, inputs } = only(graph, VERSION);
      return [ignoreChanges, inputs["versionStages"], only(graph, SECRET_TYPE).inputs["tags"]];
    };
    const left = ["secretString", "versionStages"];
    const seed = ["AWSCURRENT", "seed"];
    assert.deepEqual(await facts("program"), [[], undefined, { rotation: "manual" }]);
    assert.deepEqual(await facts("people"), [left, seed, { rotation: "manual" }]);
    assert.deepEqual(await facts("rotation"), [left, seed, undefined]);
    assert.deepEqual(await facts("rotation-on-demand"), [left, seed, { rotation: "manual" }]);
  });

  it("P-KEY-3: its name is known before it exists, its ARN is not", async () => {
    const seen: string[] = [];
    await recorded(
      program({}, ({ secretName, arn }) => {
        secretName.apply((name) => seen.push(name));
        arn.apply((value) => seen.push(value));
      }),
    );
    assert.deepEqual(seen, ["/dev/app/jwt-secret"]);
  });

  it("T56: policies name it with six characters that are open", () => {
    assert.equal(
      secretArnPattern(testEnvironment({ name: "prod" }), "app/jwt-secret"),
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:/prod/app/jwt-secret-??????",
    );
  });
});
