import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** A user pool whose id has the form of a real one. */
export const POOL = "us-east-1_Local0001";
export const CLIENT = "web";
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;

/** Makes tokens as Cognito does, with keys of its own that it serves. */
export interface TestIssuer {
  readonly jwksUrl: string;
  /** An access token that holds for five minutes, with what is given changed. */
  readonly token: (sub: string, claims?: JWTPayload) => Promise<string>;
}

let running: Promise<TestIssuer> | undefined;

/** The one issuer of this process. */
export function testIssuer(): Promise<TestIssuer> {
  return (running ??= start());
}

async function start(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "k1", use: "sig", alg: "RS256" }] };
  const server = createServer((_request, response) => response.end(JSON.stringify(keys)));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
    token: (sub, claims = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const usual = { iss: ISSUER, token_use: "access", client_id: CLIENT, username: sub };
      return new SignJWT({ ...usual, sub, iat: now, exp: now + 300, ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "k1" })
        .sign(privateKey);
    },
  };
}
