import assert from "node:assert/strict";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";

import { sharedKeyVerifier } from "../../../app/auth/verifier.ts";
import { Problem } from "../../../app/http/problem.ts";
import { Secrets } from "../../../app/parts/secrets.ts";
import { AwsStandIn } from "../../support/awsClient.ts";

const NOW = Math.floor(Date.now() / 1000);
const CLAIMS = { sub: "ada", name: "Ada", iss: "session", aud: "api", exp: NOW + 300 };

const without = (claim: keyof typeof CLAIMS): JWTPayload =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));

const signed = (claims: JWTPayload, key = "k".repeat(32), alg = "HS256") =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));

describe("A-COMMON: tokens that are signed with a shared key", () => {
  const state = { key: "k".repeat(32), now: 0, reads: 0 };
  const aws = new AwsStandIn().on(GetSecretValueCommand, () => {
    state.reads += 1;
    return { SecretString: state.key };
  });
  const client = aws.answers(new SecretsManagerClient({ region: "us-east-1" }));
  const secrets = new Secrets(client, () => state.now);
  const verifier = sharedKeyVerifier({
    read: () => secrets.read("session"),
    renewed: () => secrets.renewed("session"),
    issuer: "session",
    audience: "api",
  });

  it("tell whose they are", async () => {
    assert.deepEqual(await verifier.verify(await signed(CLAIMS)), { id: "ada", name: "Ada" });
    assert.deepEqual(await verifier.verify(await signed(without("name"))), {
      id: "ada",
      name: undefined,
    });
  });

  const wrong: Readonly<Record<string, JWTPayload>> = {
    "is over": { ...CLAIMS, exp: NOW - 1 },
    "has not begun": { ...CLAIMS, nbf: NOW + 300 },
    "never ends": without("exp"),
    "is of another issuer": { ...CLAIMS, iss: "other" },
    "is for another audience": { ...CLAIMS, aud: "web" },
    "is nobody's": without("sub"),
  };
  for (const [why, claims] of Object.entries(wrong)) {
    it(`don't hold when one ${why}`, async () => {
      await assert.rejects(verifier.verify(await signed(claims)));
    });
  }

  it("don't hold with another key, another algorithm, or none", async () => {
    const pair = await generateKeyPair("RS256");
    const others = [
      await signed(CLAIMS, "x".repeat(32)),
      await signed(CLAIMS, "k".repeat(64), "HS512"),
      await new SignJWT(CLAIMS).setProtectedHeader({ alg: "RS256" }).sign(pair.privateKey),
      new UnsecuredJWT(CLAIMS).encode(),
    ];
    for (const token of others) await assert.rejects(verifier.verify(token));
  });

  it("are checked by a new key as soon as one of it is shown, and no more by the old one", async () => {
    const [old, other] = [await signed(CLAIMS), await signed(CLAIMS, "n".repeat(32))];
    assert.equal((await verifier.verify(old)).id, "ada");
    state.now += 5000;
    state.key = "n".repeat(32);
    assert.equal((await verifier.verify(other)).id, "ada");
    await assert.rejects(verifier.verify(old));
  });

  it("are checked by no key that was taken back two minutes ago", async () => {
    const old = await signed(CLAIMS, state.key);
    assert.equal((await verifier.verify(old)).id, "ada");
    state.now += 120_000;
    state.key = "m".repeat(32);
    await assert.rejects(verifier.verify(old));
  });

  it("make no read of the key each when they are forged, nor any when they are over", async () => {
    state.now += 5000;
    const { reads } = state;
    const ended = await signed({ ...CLAIMS, exp: NOW - 1 }, state.key);
    await assert.rejects(verifier.verify(ended));
    assert.equal(state.reads, reads);
    const forged = await Promise.all(
      Array.from({ length: 20 }, (_, n) => signed(CLAIMS, String(n).repeat(32))),
    );
    for (const token of forged) await assert.rejects(verifier.verify(token));
    assert.equal(state.reads, reads + 1);
  });

  describe("hold while the key can't be read again:", () => {
    const away = { now: 0, reads: 0, answer: "the key" as "the key" | "nothing" | "a refusal" };
    const front = new AwsStandIn().on(GetSecretValueCommand, () => {
      away.reads += 1;
      if (away.answer === "nothing") return new Promise<never>(() => undefined);
      if (away.answer === "a refusal") throw new Error("slow down");
      return { SecretString: "k".repeat(32) };
    });

    const known = async () => {
      Object.assign(away, { now: 0, answer: "the key" });
      const secrets = new Secrets(
        front.answers(new SecretsManagerClient({ region: "us-east-1", maxAttempts: 1 })),
        () => away.now,
      );
      const checks = sharedKeyVerifier({
        read: () => secrets.read("session"),
        renewed: () => secrets.renewed("session"),
        issuer: "session",
        audience: "api",
      });
      await checks.verify(await signed(CLAIMS));
      return checks;
    };

    it("while a forged one makes a reading that hangs", async () => {
      const checks = await known();
      Object.assign(away, { now: 6000, answer: "nothing" });
      void checks.verify(await signed(CLAIMS, "x".repeat(32)));
      assert.equal((await checks.verify(await signed(CLAIMS))).id, "ada");
    });

    it("when its minute is over and it is refused", async () => {
      const checks = await known();
      Object.assign(away, { now: 60_000, answer: "a refusal" });
      for (let turn = 0; turn < 3; turn += 1) {
        assert.equal((await checks.verify(await signed(CLAIMS))).id, "ada");
      }
    });

    it("when 50 forged ones came, for which it is asked for once", async () => {
      const checks = await known();
      Object.assign(away, { now: 6000, answer: "a refusal", reads: 0 });
      for (let turn = 0; turn < 50; turn += 1) {
        const forged = await signed(CLAIMS, String(turn).padStart(32, "x"));
        await assert.rejects(checks.verify(forged), { status: 503 });
      }
      assert.equal(away.reads, 1);
      assert.equal((await checks.verify(await signed(CLAIMS))).id, "ada");
    });
  });

  it("can't be checked while the key is away, which is nobody's fault who asks", async () => {
    const away = () => Promise.reject(new Error("Secret session can't be read"));
    const blind = sharedKeyVerifier({
      read: away,
      renewed: away,
      issuer: "session",
      audience: "api",
    });
    await assert.rejects(
      blind.verify(await signed(CLAIMS)),
      (error: unknown) => error instanceof Problem && error.status === 503,
    );
  });
});
