import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Seconds; from a cached read to the longest time that an answer may take. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Connections of a pool to the database, as they are now. */
export interface PoolState {
  /** Those that run a statement or wait for one of their transaction. */
  readonly busy: number;
  /** Those that wait for work. */
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** What came of a question to the cache; `away`: there was no answer, or none in time. */
export type CacheOutcome = "hit" | "miss" | "away";

/** What a process tells Prometheus: of itself, of what it answers, and of its parts. */
export class Metrics {
  readonly registry = new Registry();
  readonly #durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "From the request's arrival to the end of the answer",
    labelNames: ["route", "method", "status"],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  readonly #cache = new Counter({
    name: "cache_reads_total",
    help: "Questions to the cache, by what came of them",
    labelNames: ["outcome"],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param route Pattern of the path: a path itself would be one of millions of series. */
  answered(route: string, method: string, status: number, milliseconds: number): void {
    this.#durations.observe({ route, method, status }, milliseconds / 1000);
  }

  cacheRead(outcome: CacheOutcome): void {
    this.#cache.inc({ outcome });
  }

  /** Tells of the database's pool, whose state is read whenever someone asks. */
  watchPool(state: () => PoolState): void {
    new Gauge({
      name: "database_connections",
      help: "Connections to the database that are busy or idle, and requests that wait for one",
      labelNames: ["state"],
      registers: [this.registry],
      collect() {
        for (const [name, count] of Object.entries(state()))
          this.set({ state: name }, Number(count));
      },
    });
  }
}
