import assert from "node:assert/strict";

import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";

import { sharedKeyVerifier } from "../../../app/auth/verifier.ts";
import { Problem } from "../../../app/http/problem.ts";

const NOW = Math.floor(Date.now() / 1000);
const CLAIMS = { sub: "ada", name: "Ada", iss: "session", aud: "api", exp: NOW + 300 };

const without = (claim: keyof typeof CLAIMS): JWTPayload =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));

const signed = (claims: JWTPayload, key = "k".repeat(32), alg = "HS256") =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));

describe("A-COMMON: tokens that are signed with a shared key", () => {
  let key = "k".repeat(32);
  const read = () => Promise.resolve(key);
  const verifier = sharedKeyVerifier({ read, issuer: "session", audience: "api" });

  it("tell whose they are", async () => {
    assert.deepEqual(await verifier.verify(await signed(CLAIMS)), { id: "ada", name: "Ada" });
    assert.deepEqual(await verifier.verify(await signed(without("name"))), {
      id: "ada",
      name: "ada",
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

  it("are checked by the key that holds now", async () => {
    const token = await signed(CLAIMS);
    key = "n".repeat(32);
    await assert.rejects(verifier.verify(token));
    assert.equal((await verifier.verify(await signed(CLAIMS, key))).id, "ada");
    key = "k".repeat(32);
  });

  it("can't be checked while the key is away, which is nobody's fault who asks", async () => {
    const away = () => Promise.reject(new Error("Secret session can't be read"));
    const blind = sharedKeyVerifier({ read: away, issuer: "session", audience: "api" });
    await assert.rejects(
      blind.verify(await signed(CLAIMS)),
      (error: unknown) => error instanceof Problem && error.status === 503,
    );
  });
});
