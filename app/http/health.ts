import type { RequestHandler } from "express";

/** Something that the service needs, and may lose for a while. */
export interface Dependency {
  readonly name: string;
  /** Resolves when it answers, and rejects when it doesn't. */
  readonly check: (signal: AbortSignal) => Promise<unknown>;
}

/** Where a process stands in its life. */
export type Phase = "starting" | "serving" | "draining";

/** Longer, and a dependency counts as gone. */
const PATIENCE_MS = 1000;
/** For how long an answer holds: a balancer of three zones asks often. */
const FRESH_MS = 1000;

type State = "ok" | "unavailable";

/** Knows how the process and its dependencies are. */
export class Health {
  phase: Phase = "starting";
  readonly #dependencies: readonly Dependency[];
  /** Checks that have not ended: what hangs is not asked again, lest questions pile up at it. */
  readonly #open = new Map<string, Promise<unknown>>();
  #known: { readonly at: number; readonly states: Promise<Record<string, State>> } | undefined;

  constructor(dependencies: readonly Dependency[]) {
    this.#dependencies = dependencies;
  }

  /** Whether the process answers at all: a container that doesn't is replaced. */
  readonly live: RequestHandler = (_request, response) => {
    response.json({ status: "ok" });
  };

  /**
   * For the balancer: 503 only while starting or draining. A database that is away for a moment
   * must not make it take every task out at once.
   */
  readonly balancer: RequestHandler = async (_request, response) => {
    const dependencies = await this.#states();
    const well = Object.values(dependencies).every((state) => state === "ok");
    const status = this.phase === "serving" ? (well ? "ok" : "degraded") : this.phase;
    response.status(this.phase === "serving" ? 200 : 503).json({ status, dependencies });
  };

  /** Strict: 503 also while a dependency is away. */
  readonly ready: RequestHandler = async (_request, response) => {
    const dependencies = await this.#states();
    const missing = Object.values(dependencies).some((state) => state !== "ok");
    const ready = this.phase === "serving" && !missing;
    response.status(ready ? 200 : 503).json({ status: ready ? "ok" : "unavailable", dependencies });
  };

  async #states(): Promise<Record<string, State>> {
    const now = performance.now();
    if (this.#known === undefined || now - this.#known.at > FRESH_MS) {
      this.#known = { at: now, states: this.#ask() };
    }
    return this.#known.states;
  }

  async #ask(): Promise<Record<string, State>> {
    const entries = this.#dependencies.map(async ({ name, check }) => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const late = new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reject(new Error("late"));
        });
      });
      const state: State = await Promise.race([this.#once(name, () => check(signal)), late]).then(
        () => "ok",
        () => "unavailable",
      );
      return [name, state] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  #once(name: string, check: () => Promise<unknown>): Promise<unknown> {
    const open = this.#open.get(name);
    if (open) return open;
    const begun = check().finally(() => this.#open.delete(name));
    this.#open.set(name, begun);
    return begun;
  }
}
