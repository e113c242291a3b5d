import { createHash, randomBytes } from "node:crypto";

import type { LocalUser } from "./signIn.ts";

/** What a page asked for when someone signed in. */
export interface Asked {
  readonly redirectUri: string;
  /** SHA-256 of a secret that the page keeps, in base64url (PKCE). */
  readonly challenge: string;
  readonly nonce: string | undefined;
}

/** What shows that a code is its holder's own. */
export interface Shown {
  readonly redirectUri: string;
  readonly verifier: string;
}

/** Whose tokens to make. */
export interface Granted {
  readonly user: LocalUser;
  readonly nonce: string | undefined;
}

/** As long as at Cognito. */
const CODE_MS = 5 * 60_000;

/** Codes and refresh tokens that were handed out; a restart forgets them. */
export class Grants {
  readonly #now: () => number;
  readonly #codes = new Map<string, Asked & { readonly user: LocalUser; readonly ends: number }>();
  readonly #refreshers = new Map<string, LocalUser>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A code for tokens of that user. */
  code(user: LocalUser, asked: Asked): string {
    const code = secret();
    this.#codes.set(code, { ...asked, user, ends: this.#now() + CODE_MS });
    return code;
  }

  /** Takes a code, which then holds no more, whatever was shown with it. */
  redeem(code: string, { redirectUri, verifier }: Shown): Granted | undefined {
    const kept = this.#codes.get(code);
    this.#codes.delete(code);
    if (kept === undefined || kept.ends <= this.#now()) return undefined;
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (kept.redirectUri !== redirectUri || kept.challenge !== challenge) return undefined;
    return { user: kept.user, nonce: kept.nonce };
  }

  /** A token that gets its holder new ones. */
  refresher(user: LocalUser): string {
    const token = secret();
    this.#refreshers.set(token, user);
    return token;
  }

  refresh(token: string): LocalUser | undefined {
    return this.#refreshers.get(token);
  }

  revoke(token: string): void {
    this.#refreshers.delete(token);
  }
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}
