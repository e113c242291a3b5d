/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  readonly integer: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** The generator "mulberry32": 32 bits of state, good enough to choose test data by. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const integer = (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  return {
    integer,
    pick: <T>(from: readonly T[]) => {
      const chosen = from[integer(from.length)];
      if (chosen === undefined) throw new Error("Nothing to pick from");
      return chosen;
    },
  };
}
