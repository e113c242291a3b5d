import { useEffect, useRef } from "react";

import { countPlay } from "../api/music.ts";
import type { Engine } from "./engine.ts";
import type { Entry } from "./queue.ts";

/** So many seconds of a song make a play … */
const HEARD = 10;

/** Tells the service once of each entry that has been listened to. */
export function useCountedPlay(engine: Engine, entry: Entry | undefined): void {
  const counted = useRef<number>(undefined);
  const key = entry?.key;
  const id = entry?.song.id;
  // … or half of one that is shorter.
  const enough = Math.min(HEARD, (entry?.song.duration_ms ?? 0) / 2000);
  useEffect(() => {
    if (id === undefined) return undefined;
    return engine.subscribe(() => {
      const { playing, status, seconds } = engine.state();
      if (!playing || status !== "ready" || seconds < enough || counted.current === key) return;
      counted.current = key;
      // A play that is not counted is no loss that a listener should hear of.
      countPlay(id).catch(() => undefined);
    });
  }, [engine, key, id, enough]);
}
