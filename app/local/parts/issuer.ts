import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";

import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from "jose";

import { ended, listening } from "../../http/listening.ts";

/** A user pool whose id has the form of a real one, and its client. */
export const POOL = "us-east-1_Local0001";
export const CLIENT = "web";

/** Whose tokens they are. */
export interface TokenOwner {
  readonly sub: string;
  readonly name: string;
}

/** What Cognito answers to a sign-in. */
export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly TokenType: "Bearer";
  /** Seconds. */
  readonly ExpiresIn: number;
}

/** Signs tokens as a user pool of Cognito does, with a key of its own. */
export interface Issuer {
  /** Where its public key is. */
  readonly jwksUrl: string;
  /** @param nonce Of the sign-in that asks, to stand in the identity token. */
  readonly tokens: (user: TokenOwner, nonce?: string) => Promise<Tokens>;
  readonly stop: () => Promise<void>;
}

/** What its tokens name as their issuer. */
export const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const HOUR = 3600;

/** @param keyFile Where its key stays, so that tokens outlive a restart. */
export async function startIssuer(keyFile: string): Promise<Issuer> {
  const jwk = existsSync(keyFile)
    ? (JSON.parse(readFileSync(keyFile, "utf8")) as JWK)
    : await newKey(keyFile);
  const key = await importJWK(jwk, "RS256");
  const kid = await calculateJwkThumbprint(jwk);
  const { kty, n, e } = jwk;
  const keys = JSON.stringify({ keys: [{ kty, n, e, kid, use: "sig", alg: "RS256" }] });
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(keys);
  });
  const port = await listening(server, 0, "127.0.0.1");
  const sign = (sub: string, claims: Readonly<Record<string, unknown>>) =>
    new SignJWT({ ...claims, auth_time: Math.floor(Date.now() / 1000), jti: randomUUID() })
      .setProtectedHeader({ alg: "RS256", kid })
      .setSubject(sub)
      .setIssuer(ISSUER)
      .setIssuedAt()
      .setExpirationTime(`${HOUR}s`)
      .sign(key);
  return {
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    async tokens({ sub, name }, nonce) {
      const scope = "aws.cognito.signin.user.admin";
      // A pool whose users sign in by an address of theirs calls them by their id.
      const access = { token_use: "access", client_id: CLIENT, username: sub, scope };
      const id = { token_use: "id", aud: CLIENT, "cognito:username": sub, name, nonce };
      return {
        AccessToken: await sign(sub, access),
        IdToken: await sign(sub, id),
        TokenType: "Bearer",
        ExpiresIn: HOUR,
      };
    },
    stop: () => ended(server),
  };
}

async function newKey(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}
