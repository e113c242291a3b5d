/** Whether AWS lets something pass; `unknown` when that can't be shown, which is as bad. */
export type Verdict = "passes" | "stops" | "unknown";

/** One step of a delivery. */
export interface Hop {
  /** What hands over, as a person calls it: `alarm rampart-dev-alarm-api-5xx`. */
  readonly from: string;
  readonly to: string;
  readonly verdict: Verdict;
  /** What lets it pass, or stops it. */
  readonly why: string;
  /** What to change; only where it does not pass. */
  readonly remedy?: string;
}

/** What is delivered: something to be told, or something to be kept. */
export type PathKind = "alert" | "log";

/** A delivery from where it starts to who reads it. */
export interface Path {
  readonly kind: PathKind;
  /** What kind of thing it starts at, such as `Alarms`. */
  readonly group: string;
  /** URN of what it starts at. */
  readonly source: string;
  /** At least one; it ends with who reads it, or where it stops. */
  readonly hops: readonly Hop[];
}

/** A hop that stops makes the path stop; one that can't be shown makes it unknown. */
export function verdictOf({ hops }: Pick<Path, "hops">): Verdict {
  if (hops.some(({ verdict }) => verdict === "stops")) return "stops";
  return hops.every(({ verdict }) => verdict === "passes") ? "passes" : "unknown";
}

/** Whether all of them deliver. */
export function allPass(hops: readonly Hop[]): boolean {
  return verdictOf({ hops }) === "passes";
}

/** The two ends of a hop. */
export type Ends = Pick<Hop, "from" | "to">;

/** A hop that AWS lets pass, and what lets it. */
export function passes({ from, to }: Ends, why: string): Hop {
  return { from, to, verdict: "passes", why };
}

/** A hop that AWS stops, what stops it, and what to change. */
export function stops({ from, to }: Ends, why: string, remedy: string): Hop {
  return { from, to, verdict: "stops", why, remedy };
}

/** A hop of which nothing can be shown, why, and what to change. */
export function unknown({ from, to }: Ends, why: string, remedy: string): Hop {
  return { from, to, verdict: "unknown", why, remedy };
}

/** One hop of several between the same ends: the first that does not pass, or all that let it pass. */
export function together(hops: readonly Hop[]): Hop {
  const [first] = hops;
  if (first === undefined) throw new Error("There is no hop to tell of.");
  const failing =
    hops.find(({ verdict }) => verdict === "stops") ??
    hops.find(({ verdict }) => verdict === "unknown");
  return failing ?? { ...first, why: [...new Set(hops.map(({ why }) => why))].join("; ") };
}
