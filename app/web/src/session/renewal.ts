import { ResponseBodyError } from "oauth4webapi";

import type { Session, SessionStore } from "./store.ts";

/** A token that ends so soon is renewed before it is used. */
const MARGIN_MS = 60_000;

/** Keeps a session's token fresh, by one renewal at a time however many ask. */
export class Renewal {
  readonly #store: SessionStore;
  readonly #refresh: (session: Session) => Promise<Session>;
  readonly #now: () => number;
  #running: Promise<string | undefined> | undefined;

  /** @param refresh Rejects with a `ResponseBodyError` where the login answers with an error. */
  constructor(
    store: SessionStore,
    refresh: (session: Session) => Promise<Session>,
    now: () => number = Date.now,
  ) {
    this.#store = store;
    this.#refresh = refresh;
    this.#now = now;
  }

  /** A token that holds for a while, as far as can be known here; undefined where nobody is signed in. */
  async token(): Promise<string | undefined> {
    const session = this.#store.current;
    if (session === undefined || session.expiresAt - MARGIN_MS > this.#now()) return session?.token;
    // Without one, the last minute is used up.
    if (session.refresh === undefined) return session.token;
    return this.after(session.token);
  }

  /**
   * Another token after one that was refused; undefined where the session has ended by that.
   *
   * @throws where the login gives no answer to that; whoever asks next tries again.
   */
  after(refused: string): Promise<string | undefined> {
    const session = this.#store.current;
    if (session?.token !== refused) return Promise.resolve(session?.token);
    if (session.refresh === undefined) {
      this.#store.expire(refused);
      return Promise.resolve(undefined);
    }
    return (this.#running ??= this.#renewed(session).finally(() => {
      this.#running = undefined;
    }));
  }

  async #renewed(session: Session): Promise<string | undefined> {
    try {
      const renewed = await this.#refresh(session);
      // Whoever signed out meanwhile stays out.
      if (this.#store.current?.token === session.token) this.#store.begin(renewed);
    } catch (error) {
      // By that word alone the login says that the session is over. All else may pass: that it is
      // busy or away, or was set up wrongly.
      if (!(error instanceof ResponseBodyError && error.error === "invalid_grant")) throw error;
      this.#store.expire(session.token);
    }
    return this.#store.current?.token;
  }
}
