/** Who asks, as a verified token says. */
export interface User {
  /** Stays the same for as long as the user exists: the token's `sub`. */
  readonly id: string;
  /** What others see. @default the id */
  readonly name: string;
}

/** Who asks at an open door without a token. */
export const ANONYMOUS: User = { id: "anonymous", name: "anonymous" };
