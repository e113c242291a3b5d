import { createContext, useContext, useSyncExternalStore } from "react";

import type { Song, Tier } from "../api/types.ts";
import type { Engine, EngineState } from "./engine.ts";
import type { Queue } from "./queue.ts";

/** What the page's parts may do with the player. */
export interface Player {
  readonly engine: Engine;
  readonly queue: Queue;
  readonly change: (change: (queue: Queue) => Queue) => void;
  /** Plays those songs, beginning with one of them. */
  readonly play: (songs: readonly Song[], from: number) => void;
  readonly toggle: () => void;
  readonly next: () => void;
  readonly previous: () => void;
  readonly tier: Tier;
  readonly setTier: (tier: Tier) => void;
  /** From 0 to 1. */
  readonly volume: number;
  readonly setVolume: (volume: number) => void;
}

export const PlayerContext = createContext<Player | undefined>(undefined);

export function usePlayer(): Player {
  const player = useContext(PlayerContext);
  if (player === undefined) throw new Error("usePlayer is for parts inside of the player");
  return player;
}

/** A part of the engine's state; only when that part changes is the caller drawn anew. */
export function useEngine<T extends string | number | boolean | undefined>(
  engine: Engine,
  part: (state: EngineState) => T,
): T {
  return useSyncExternalStore(engine.subscribe, () => part(engine.state()));
}
