import {
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";

import { CLIENT, POOL, testIssuer } from "./issuer.ts";

const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;

/** What stands in `Authorization` of requests that nobody may be let in for, by what is wrong. */
export async function badAuthorizations(sub: string): Promise<Record<string, string>> {
  const issuer = await testIssuer();
  const good = await issuer.token(sub);
  const [header = "", payload = "", signature = ""] = good.split(".");
  const now = Math.floor(Date.now() / 1000);
  const claims: JWTPayload = {
    iss: ISSUER,
    token_use: "access",
    client_id: CLIENT,
    username: sub,
    sub,
    iat: now,
    exp: now + 300,
  };
  const stranger = await generateKeyPair("RS256");
  const signed = (kid: string) =>
    new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(stranger.privateKey);
  const id = { token_use: "id", client_id: undefined };
  const tokens: Record<string, string | Promise<string>> = {
    expired: issuer.token(sub, { iat: now - 600, exp: now - 300 }),
    "not valid yet": issuer.token(sub, { nbf: now + 300 }),
    "forged with a key of the same name": signed("k1"),
    "forged with an unknown key": signed("k2"),
    "signed with the public key as a secret": confused(claims, issuer.jwksUrl),
    "of algorithm none": new UnsecuredJWT(claims).encode(),
    "of algorithm none, with the name of a key": unsigned(claims),
    "with the signature taken away": `${header}.${payload}.`,
    "with another's claims": `${header}.${encoded({ ...claims, sub: "admin" })}.${signature}`,
    "for another client": issuer.token(sub, { client_id: "mobile" }),
    "for no client": issuer.token(sub, { client_id: undefined }),
    "an identity token for another audience": issuer.token(sub, { ...id, aud: "mobile" }),
    "an identity token with the client of an access token": issuer.token(sub, {
      token_use: "id",
    }),
    "of another pool": issuer.token(sub, { iss: ISSUER.replace("0001", "0002") }),
    "of another region": issuer.token(sub, { iss: ISSUER.replace("us-east-1.", "us-west-2.") }),
    "of no issuer": issuer.token(sub, { iss: "" }),
    "of another use": issuer.token(sub, { token_use: "refresh" }),
    "of no use": issuer.token(sub, { token_use: undefined }),
    "no token": "x",
    "half a token": `${header}.${payload}`,
  };
  const entries = await Promise.all(
    Object.entries(tokens).map(async ([why, token]) => [why, `Bearer ${await token}`] as const),
  );
  return {
    ...Object.fromEntries(entries),
    "in another scheme": `Basic ${Buffer.from("ada:local").toString("base64")}`,
    "without a scheme": good,
    "without a token": "Bearer",
    "with a second token": `Bearer ${good} ${good}`,
  };
}

/** A token whose verifier is meant to take the public key for the secret of an HMAC. */
async function confused(claims: JWTPayload, jwksUrl: string): Promise<string> {
  const { keys } = (await (await fetch(jwksUrl)).json()) as { keys: [Record<string, string>] };
  const key = await importJWK({ ...keys[0] }, "RS256", { extractable: true });
  if (!("type" in key)) throw new Error("the issuer has no public key");
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", kid: "k1" })
    .sign(new TextEncoder().encode(await exportSPKI(key)));
}

function unsigned(claims: JWTPayload): string {
  return `${encoded({ alg: "none", kid: "k1" })}.${encoded(claims)}.`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
