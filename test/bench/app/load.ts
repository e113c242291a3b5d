import autocannon, { type Options } from "autocannon";

import { median } from "../measure.ts";
import type { Process } from "./process.ts";

/** Requests to one server, again and again. */
export interface Load {
  readonly url: string;
  /** Of the server, whose processor time is told beside. */
  readonly process: Process;
  /** Beside the URL, the connections and the time. */
  readonly options?: Partial<Options>;
  /** @default 200 */
  readonly status?: number;
  /** Done before each round, and not measured. */
  readonly prepare?: () => Promise<unknown>;
}

/** What a server did under load. */
export interface Figures {
  readonly perSecond: number;
  /** Microseconds of the server's own processor time for each answer. */
  readonly microseconds: number;
  /** Milliseconds within which half of the answers came, and 99 of 100. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Puts each server under load in turn, several times, so that what else the machine does hits all
 * of them alike; the order turns round each time. The first round only warms up.
 *
 * @returns The rounds of each, by name.
 */
export async function loadedInTurns<N extends string>(
  loads: Readonly<Partial<Record<N, Load>>>,
  { rounds, seconds, connections }: { rounds: number; seconds: number; connections: number },
): Promise<Map<N, Figures[]>> {
  const entries = Object.entries(loads) as [N, Load][];
  const figures = new Map<N, Figures[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, load] of round % 2 === 0 ? entries : entries.toReversed()) {
      const one = await loaded(load, seconds, connections);
      if (round > 0) figures.get(name)?.push(one);
    }
  }
  return figures;
}

/** @throws Error when an answer was another than the one that is measured. */
export async function loaded(
  { url, process, options = {}, status = 200, prepare }: Load,
  seconds: number,
  connections: number,
): Promise<Figures> {
  await prepare?.();
  const before = process.seconds();
  const result = await autocannon({ url, connections, duration: seconds, timeout: 60, ...options });
  const spent = process.seconds() - before;
  const { statusCodeStats = {}, errors, requests, duration, latency } = result;
  const others = Object.keys(statusCodeStats).filter((code) => code !== String(status));
  if (errors > 0 || others.length > 0) {
    throw new Error(`${url}: ${errors} errors, and answers ${JSON.stringify(statusCodeStats)}`);
  }
  return {
    perSecond: requests.total / duration,
    microseconds: (spent / requests.total) * 1e6,
    p50: latency.p50,
    p99: latency.p99,
  };
}

/** The middle of a figure over all rounds; NaN where there were none. */
export function typical(rounds: readonly Figures[] | undefined, figure: keyof Figures): number {
  return median((rounds ?? []).map((round) => round[figure]));
}

/** The middle of the ratios of rounds that followed each other. */
export function ratio(
  rounds: readonly Figures[] | undefined,
  others: readonly Figures[] | undefined,
  figure: keyof Figures = "perSecond",
): number {
  return median(
    (rounds ?? []).map((round, index) => round[figure] / (others?.[index]?.[figure] ?? NaN)),
  );
}
