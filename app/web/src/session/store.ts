/** Who is signed in. */
export interface Session {
  /** Stays the same whatever tokens come. */
  readonly user: string;
  readonly name: string;
  /** What the service takes. */
  readonly token: string;
  /** Milliseconds since 1970 at which that ends. */
  readonly expiresAt: number;
  /** Gets a new one; undefined where the login gives none. */
  readonly refresh: string | undefined;
}

/** Where it is kept; of the browser's `Storage` no more is needed. */
export interface SessionStorage {
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
  readonly removeItem: (key: string) => void;
}

/** What a page sees of it. */
export interface SessionState {
  readonly session: Session | undefined;
  /** Why there is none any more, where that was not the user's wish. */
  readonly message: string | undefined;
}

export const ENDED = "Your session has ended. Please sign in again.";
const KEY = "session";

/**
 * The session of this tab. It is kept in the tab's own storage: in memory alone it would be lost by
 * a reload, and local storage would outlive the browser and reach all tabs. What could read it there
 * is a script in this page, against which its content security policy stands: it runs no script but
 * its own files.
 */
export class SessionStore {
  readonly #storage: SessionStorage;
  readonly #listeners = new Set<() => void>();
  #state: SessionState;

  constructor(storage: SessionStorage, now: () => number = Date.now) {
    this.#storage = storage;
    const kept = parsed(storage.getItem(KEY));
    // Past its end it may still be renewed.
    const holds = kept !== undefined && (kept.expiresAt > now() || kept.refresh !== undefined);
    this.#state = {
      session: holds ? kept : undefined,
      message: kept !== undefined && !holds ? ENDED : undefined,
    };
    if (!holds) storage.removeItem(KEY);
  }

  get current(): Session | undefined {
    return this.#state.session;
  }

  readonly state = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  begin(session: Session): void {
    this.#storage.setItem(KEY, JSON.stringify(session));
    this.#set({ session, message: undefined });
  }

  end(message?: string): void {
    this.#storage.removeItem(KEY);
    this.#set({ session: undefined, message });
  }

  /** The service has refused that token; a newer one is not at fault. */
  expire(token: string): void {
    if (this.current?.token === token) this.end(ENDED);
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function parsed(text: string | null): Session | undefined {
  try {
    const value = JSON.parse(text ?? "null") as Readonly<Record<string, unknown>> | null;
    const { user, name, token, expiresAt, refresh } = value ?? {};
    if (typeof user !== "string" || typeof name !== "string") return undefined;
    if (typeof token !== "string" || typeof expiresAt !== "number") return undefined;
    return {
      user,
      name,
      token,
      expiresAt,
      refresh: typeof refresh === "string" ? refresh : undefined,
    };
  } catch {
    return undefined;
  }
}
