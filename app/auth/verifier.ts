import { setTimeout as sleep } from "node:timers/promises";

import { FetchError, JwksValidationError } from "aws-jwt-verify/error";
import type { Fetcher } from "aws-jwt-verify/https";
import { type Jwks, type PenaltyBox, SimpleJwksCache } from "aws-jwt-verify/jwk";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { errors, jwtVerify } from "jose";

import { Problem } from "../http/problem.ts";
import { isName } from "./name.ts";
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
export function cognitoVerifier(
  { userPoolId, clientIds, jwksUrl }: CognitoPool,
  sleep: Sleep = unheld,
): TokenVerifier {
  const pool = { userPoolId, clientId: [...clientIds], tokenUse: null };
  const verifier = CognitoJwtVerifier.create(pool, {
    jwksCache: new Keys(new Pause(sleep), jwksUrl),
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

/** What the library throws when it has no keys to look at, whatever the token is. */
const KEYS_AWAY = [FetchError, JwksValidationError];

function keysAway(cause: unknown): Problem {
  return new Problem(503, "Tokens can't be checked for a moment.", {
    headers: { "Retry-After": "2" },
    cause,
  });
}

/** From one failure to find a key to the next try: at first, and at most. */
const SHORTEST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 10_000;

/** @returns Promise of that many milliseconds being over. */
type Sleep = (milliseconds: number) => Promise<unknown>;

const unheld: Sleep = (milliseconds) => sleep(milliseconds, undefined, { ref: false });

/**
 * Lets whoever comes with an unknown key wait until keys may be asked for again: longer each time,
 * while none is found. The library's own way is to refuse all of them meanwhile, and among them the
 * first tokens of a key that is new.
 */
class Pause implements PenaltyBox {
  readonly #sleep: Sleep;
  #over: Promise<void> | undefined;
  #next = SHORTEST_PAUSE_MS;

  constructor(sleep: Sleep) {
    this.#sleep = sleep;
  }

  async wait(): Promise<void> {
    await this.#over;
  }

  registerFailedAttempt(): void {
    // Many wait for the same answer, and each of them tells its failure.
    if (this.#over) return;
    this.#over = this.#sleep(this.#next).then(() => {
      this.#over = undefined;
    });
    this.#next = Math.min(2 * this.#next, LONGEST_PAUSE_MS);
  }

  registerSuccessfulAttempt(): void {
    this.#next = SHORTEST_PAUSE_MS;
  }
}

/** Takes keys that can't be had for keys that are not there: the library asks for them at once. */
class Keys extends SimpleJwksCache {
  readonly #pause: Pause;

  constructor(pause: Pause, jwksUrl: string | undefined) {
    super({
      penaltyBox: pause,
      ...(jwksUrl === undefined ? {} : { fetcher: fetcherOf(jwksUrl) }),
    });
    this.#pause = pause;
  }

  override async getJwks(uri: string): Promise<Jwks> {
    try {
      return await super.getJwks(uri);
    } catch (error) {
      this.#pause.registerFailedAttempt();
      throw error;
    }
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
