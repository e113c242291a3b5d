import { hash } from "node:crypto";

import { decodeJwt } from "jose";

import type { User } from "./user.ts";
import type { TokenVerifier } from "./verifier.ts";

/** Tokens that are remembered; one is some 300 bytes. */
const MOST = 10_000;
/** For how long: then the signature is verified again. */
const MILLISECONDS = 60_000;

/**
 * Remembers for a minute which tokens hold, and never beyond a token's own end: a client shows the
 * same one for an hour, and a signature takes longer to verify than most answers to make. Tokens
 * themselves are not kept, only what they hash to.
 */
export function remembered(verifier: TokenVerifier, now = Date.now): TokenVerifier {
  const known = new Map<string, { readonly user: User; readonly until: number }>();
  return {
    async verify(token) {
      const key = hash("sha256", token, "base64url");
      const entry = known.get(key);
      if (entry !== undefined && now() < entry.until) return entry.user;
      known.delete(key);
      const user = await verifier.verify(token);
      const until = Math.min(now() + MILLISECONDS, (decodeJwt(token).exp ?? 0) * 1000);
      const [oldest] = known.keys();
      if (oldest !== undefined && known.size >= MOST) known.delete(oldest);
      known.set(key, { user, until });
      return user;
    },
  };
}
