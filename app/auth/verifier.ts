import { setTimeout as sleep } from "node:timers/promises";

import { FetchError, JwksValidationError } from "aws-jwt-verify/error";
import type { Fetcher } from "aws-jwt-verify/https";
import { type PenaltyBox, SimpleJwksCache } from "aws-jwt-verify/jwk";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { errors, jwtVerify } from "jose";

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
  const verifier = CognitoJwtVerifier.create(pool, {
    jwksCache: new SimpleJwksCache({
      penaltyBox: new Pause(),
      ...(jwksUrl === undefined ? {} : { fetcher: fetcherOf(jwksUrl) }),
    }),
  });
  return {
    async verify(token) {
      const claims = await verifier.verify(token).catch((error: unknown) => {
        throw KEYS_AWAY.some((kind) => error instanceof kind) ? keysAway(error) : error;
      });
      // An access token has the user's name there alone; one of a machine has no user at all.
      const names = [claims["name"], claims["cognito:username"], claims["username"]];
      return { id: claims.sub, name: names.find(isName) };
    },
  };
}

/** A pool whose users sign in by an address calls each by an id of its own making, a UUID. */
const MADE_UP = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function isName(value: unknown): value is string {
  return typeof value === "string" && !MADE_UP.test(value);
}

/** What the library throws when it has no keys to look at, whatever the token is. */
const KEYS_AWAY = [FetchError, JwksValidationError];

function keysAway(cause: unknown): Problem {
  return new Problem(503, "Tokens can't be checked for a moment.", {
    headers: { "Retry-After": "2" },
    cause,
  });
}

/** Keys are asked for no more often than this on behalf of tokens that name an unknown one. */
const PAUSE_MS = 300;

/**
 * Lets whoever comes with an unknown key wait until it may be asked for again. The library's own way
 * is to refuse all of them meanwhile, and among them the first tokens of a key that is new.
 */
class Pause implements PenaltyBox {
  #over: Promise<unknown> = Promise.resolve();

  async wait(): Promise<void> {
    await this.#over;
  }

  registerFailedAttempt(): void {
    this.#over = sleep(PAUSE_MS, undefined, { ref: false });
  }

  registerSuccessfulAttempt(): void {
    // Nobody waits longer for that.
  }
}

/** The library asks for the pool's own address, which no local issuer has. */
function fetcherOf(jwksUrl: string): Fetcher {
  return {
    async fetch() {
      try {
        const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(3000) });
        if (!response.ok) throw new Error(`it answers ${response.status}`);
        return await response.arrayBuffer();
      } catch (error) {
        throw new FetchError(jwksUrl, error);
      }
    },
  };
}

/** A key that whoever makes tokens shares with the service. */
export interface SharedKey {
  /** Asked for each time that it is needed. */
  readonly read: () => Promise<string>;
  /** Asked for when a signature does not fit: the key may have been changed. */
  readonly renewed: () => Promise<string>;
  readonly issuer: string;
  readonly audience: string;
}

/** Verifies tokens that another part of the environment signed with the shared key (HS256). */
export function sharedKeyVerifier({ read, renewed, issuer, audience }: SharedKey): TokenVerifier {
  const options = {
    algorithms: ["HS256"],
    issuer,
    audience,
    requiredClaims: ["sub", "exp"],
  };
  const verified = async (token: string, ask: () => Promise<string>) => {
    const key = await ask().catch((error: unknown) => {
      throw keysAway(error);
    });
    return jwtVerify(token, new TextEncoder().encode(key), options);
  };
  return {
    async verify(token) {
      const { payload } = await verified(token, read).catch((error: unknown) => {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
        return verified(token, renewed);
      });
      const { sub = "", name } = payload;
      return { id: sub, name: isName(name) ? name : undefined };
    },
  };
}
