import assert from "node:assert/strict";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { cacheAccessIn, cacheAccessInUrl } from "../../../app/parts/cacheAccess.ts";
import { Secrets } from "../../../app/parts/secrets.ts";
import { AwsStandIn } from "../../support/awsClient.ts";

describe("A-COMMON: access to the cache", () => {
  const read = (text: string) => {
    const aws = new AwsStandIn().on(GetSecretValueCommand, () => ({ SecretString: text }));
    const client = aws.answers(new SecretsManagerClient({ region: "us-east-1" }));
    return cacheAccessIn(new Secrets(client), "dev/redis");
  };
  const place = { host: "cache.example.com", port: 6379, token: "s3cret" };

  it("is what the secret of ElastiCache says", async () => {
    const text = JSON.stringify({ ...place, username: "default", clusterMode: false });
    assert.deepEqual(await read(text), {
      host: "cache.example.com",
      port: 6379,
      username: "default",
      password: "s3cret",
      tls: true,
      cluster: false,
    });
  });

  it("is a cluster where the secret of MemoryDB says so, with its own user", async () => {
    const text = JSON.stringify({ ...place, username: "dev-app", clusterMode: true });
    const { username, cluster } = await read(text);
    assert.deepEqual([username, cluster], ["dev-app", true]);
  });

  for (const [why, text] of [
    ["no JSON", "s3cret"],
    ["no host", JSON.stringify({ ...place, host: "" })],
    ["another form of its mode", JSON.stringify({ ...place, clusterMode: "yes" })],
  ] as const) {
    it(`is refused with the secret's name and no value when there is ${why}`, async () => {
      await assert.rejects(read(text), (error: Error) => {
        assert.match(error.message, /^Secret dev\/redis has not the form of a cache's access: /);
        assert.doesNotMatch(error.message, /s3cret/);
        return true;
      });
    });
  }

  it("is what a URL says, for local runs", () => {
    const open = { username: undefined, password: undefined, tls: false, cluster: false };
    assert.deepEqual(cacheAccessInUrl("redis://127.0.0.1"), {
      host: "127.0.0.1",
      port: 6379,
      ...open,
    });
    assert.deepEqual(cacheAccessInUrl("rediss://ada:p%40ss@cache.example.com:6380"), {
      host: "cache.example.com",
      port: 6380,
      username: "ada",
      password: "p@ss",
      tls: true,
      cluster: false,
    });
  });
});
