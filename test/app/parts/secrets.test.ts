import assert from "node:assert/strict";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { Secrets } from "../../../app/parts/secrets.ts";
import { AwsStandIn } from "../../support/awsClient.ts";

describe("A-COMMON: secrets that a process has read", () => {
  const watched = () => {
    const state = { now: 0, text: "one" as string | undefined, reads: 0, hangs: false };
    const aws = new AwsStandIn().on(GetSecretValueCommand, () => {
      state.reads += 1;
      if (state.hangs) return new Promise<never>(() => undefined);
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
    assert.equal(await secrets.read("a"), "one");
    await secrets.renewed("a");
    assert.equal(await secrets.read("a"), "two");
    assert.equal(state.reads, 2);
  });

  it("are waited for by who asks first after a while: what was changed holds no more", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.text = "two";
    state.now += 120_000;
    assert.equal(await secrets.read("a"), "two");
  });

  it("are read again when they prove wrong, once in five seconds", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.text = "two";
    state.now += 4999;
    assert.equal(await secrets.renewed("a"), "one");
    state.now += 1;
    const all = await Promise.all([secrets.renewed("a"), secrets.renewed("a"), secrets.read("a")]);
    assert.deepEqual(all, ["two", "two", "one"]);
    assert.equal(await secrets.read("a"), "two");
    assert.equal(state.reads, 2);
  });

  it("hold while a new reading of them hangs, the first after a minute among them", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.hangs = true;
    for (const later of [5000, 59_999, 60_000, 119_999]) {
      state.now = later;
      void secrets.renewed("a");
      assert.equal(await secrets.read("a"), "one");
    }
    assert.equal(state.reads, 2);
  });

  it("hold for a quarter of an hour when they can't be read again", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.text = undefined;
    state.now = 5000;
    await assert.rejects(secrets.renewed("a"));
    for (const later of [5000, 60_000, 120_000, 899_999]) {
      state.now = later;
      assert.equal(await secrets.read("a"), "one");
    }
    state.now = 900_000;
    await assert.rejects(secrets.read("a"), { message: "Secret a holds no text" });
  });

  it("hold for who asks first after a while and finds that they can't be read", async () => {
    const { state, secrets } = watched();
    await secrets.read("a");
    state.text = undefined;
    state.now = 899_999;
    assert.equal(await secrets.read("a"), "one");
  });

  it("are read no more often because that fails, and the failure names the secret", async () => {
    const { state, secrets } = watched();
    state.text = undefined;
    for (let turn = 0; turn < 50; turn += 1) {
      const asked = turn % 2 === 0 ? secrets.read("a") : secrets.renewed("a");
      await assert.rejects(asked, { message: "Secret a holds no text" });
    }
    assert.equal(state.reads, 1);
    state.text = "one";
    state.now = 5000;
    assert.equal(await secrets.read("a"), "one");
  });
});
