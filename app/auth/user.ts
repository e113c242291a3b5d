/** Who asks, as a verified token says. */
export interface User {
  /** Stays the same for as long as the user exists: the token's `sub`. */
  readonly id: string;
  /** What others may see; undefined where the token tells none but an id. */
  readonly name: string | undefined;
}

/** Who asks at an open door without a token. */
export const ANONYMOUS: User = { id: "anonymous", name: "anonymous" };
