import { FetchError, JwksValidationError } from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { jwtVerify } from "jose";

import { Problem } from "../http/problem.ts";
import type { User } from "./user.ts";

/** Decides whether a token holds, and whose it is. */
export interface TokenVerifier {
  /**
   * @throws Problem 503 while the keys are away, for then nobody knows; otherwise whatever is wrong
   * with the token, and the caller tells the client nothing of it.
   */
  verify(token: string): Promise<User>;
}

/** A user pool of Amazon Cognito, and the clients whose tokens count. */
export interface CognitoPool {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  /** Where the pool's keys are, if not at AWS: local runs have an issuer of their own. */
  readonly jwksUrl?: string | undefined;
}

/**
 * Verifies access and identity tokens of a user pool: signature, issuer, client, use and expiry.
 * The pool's keys are fetched once, and again when a token names one that is not known.
 */
export function cognitoVerifier({ userPoolId, clientIds, jwksUrl }: CognitoPool): TokenVerifier {
  const pool = { userPoolId, clientId: [...clientIds], tokenUse: null };
  const verifier =
    jwksUrl === undefined
      ? CognitoJwtVerifier.create(pool)
      : CognitoJwtVerifier.create(pool, { jwksCache: cacheOf(jwksUrl) });
  return {
    async verify(token) {
      const claims = await verifier.verify(token).catch((error: unknown) => {
        throw KEYS_AWAY.some((kind) => error instanceof kind) ? keysAway(error) : error;
      });
      // An access token has the user's name there alone; one of a machine has no user at all.
      const names = [claims["name"], claims["cognito:username"], claims["username"], claims.sub];
      return { id: claims.sub, name: names.find((name) => typeof name === "string") ?? claims.sub };
    },
  };
}

/** What the library throws when it has no keys to look at, whatever the token is. */
const KEYS_AWAY = [FetchError, JwksValidationError];

function keysAway(cause: unknown): Problem {
  return new Problem(503, "Tokens can't be checked for a moment.", {
    headers: { "Retry-After": "2" },
    cause,
  });
}

function cacheOf(jwksUrl: string): SimpleJwksCache {
  return new SimpleJwksCache({
    fetcher: {
      async fetch() {
        // The library asks for the pool's own address, which no local issuer has.
        try {
          const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(3000) });
          if (!response.ok) throw new Error(`it answers ${response.status}`);
          return await response.arrayBuffer();
        } catch (error) {
          throw new FetchError(jwksUrl, error);
        }
      },
    },
  });
}

/** A key that whoever makes tokens shares with the service. */
export interface SharedKey {
  /** Reads the key; asked for each time that it is needed, so that a new one holds at once. */
  readonly read: () => Promise<string>;
  readonly issuer: string;
  readonly audience: string;
}

/** Verifies tokens that another part of the environment signed with the shared key (HS256). */
export function sharedKeyVerifier({ read, issuer, audience }: SharedKey): TokenVerifier {
  return {
    async verify(token) {
      const key = new TextEncoder().encode(
        await read().catch((error: unknown) => {
          throw keysAway(error);
        }),
      );
      const { payload } = await jwtVerify(token, key, {
        algorithms: ["HS256"],
        issuer,
        audience,
        requiredClaims: ["sub", "exp"],
      });
      const { sub = "", name } = payload;
      return { id: sub, name: typeof name === "string" ? name : sub };
    },
  };
}
