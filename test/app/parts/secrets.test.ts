import assert from "node:assert/strict";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { Secrets } from "../../../app/parts/secrets.ts";
import { AwsStandIn } from "../../support/awsClient.ts";

describe("A-COMMON: secrets that a process has read", () => {
  const watched = () => {
    const state = { now: 0, text: "one" as string | undefined, reads: 0 };
    const aws = new AwsStandIn().on(GetSecretValueCommand, () => {
      state.reads += 1;
      return { SecretString: state.text };
    });
    const client = aws.answers(new SecretsManagerClient({ region: "us-east-1" }));
    return { state, secrets: new Secrets(client, () => state.now) };
  };

  it("hold for a minute, and for all who ask at the same time", async () => {
    const { state, secrets } = watched();
    assert.deepEqual(await Promise.all([secrets.read("a"), secrets.read("a")]), ["one", "one"]);
    state.text = "two";
    state.now += 59_999;
    assert.equal(await secrets.read("a"), "one");
    assert.equal(state.reads, 1);
    state.now += 1;
    assert.equal(await secrets.read("a"), "two");
    assert.equal(state.reads, 2);
  });

  it("are read again when they prove wrong, once in five seconds", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.text = "two";
    state.now += 4999;
    assert.equal(await secrets.renewed("a"), "one");
    state.now += 1;
    const all = await Promise.all([secrets.renewed("a"), secrets.renewed("a"), secrets.read("a")]);
    assert.deepEqual(all, ["two", "two", "two"]);
    assert.equal(state.reads, 2);
  });

  it("hold on for the rest of their minute when they can't be read again", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.text = undefined;
    state.now += 5000;
    await assert.rejects(secrets.renewed("a"));
    assert.equal(await secrets.read("a"), "one");
    state.now += 55_000;
    await assert.rejects(secrets.read("a"));
  });

  it("are asked for again at once after a failure, which names the secret", async () => {
    const { state, secrets } = watched();
    state.text = undefined;
    await assert.rejects(secrets.read("a"), { message: "Secret a holds no text" });
    state.text = "one";
    assert.equal(await secrets.read("a"), "one");
  });
});
