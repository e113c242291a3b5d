import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { playable } from "../api/music.ts";
import type { Song, Tier } from "../api/types.ts";
import { formatFor } from "./format.ts";
import { type Player, PlayerContext } from "./context.ts";
import { Engine } from "./engine.ts";
import { usePreference } from "./preference.ts";
import { currentEntry, EMPTY, entryAt, type Queue, replaced, turnedTo } from "./queue.ts";
import { isTier, TIERS } from "./tiers.ts";
import { useCountedPlay } from "./useCountedPlay.ts";
import { useMediaSession } from "./useMediaSession.ts";

/** After so many seconds "previous" goes back to the beginning of the song itself. */
const BEGINNING = 3;

const isVolume = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= 1;

const canPlay = (type: string) => new Audio().canPlayType(type);

export function PlayerProvider({ children }: { readonly children: ReactNode }) {
  const [engine] = useState(() => new Engine());
  const [queue, setQueue] = useState<Queue>(EMPTY);
  const [tier, setTier] = usePreference<Tier>("tier", 128, isTier);
  const [volume, setVolume] = usePreference("volume", 1, isVolume);
  const entry = currentEntry(queue);
  useSound(engine, entry?.key, entry?.song, tier);

  const turn = useCallback(
    (distance: number) => {
      setQueue((now) => turnedTo(now, entryAt(now, distance)?.key ?? -1));
    },
    [setQueue],
  );
  const next = useCallback(() => {
    turn(1);
  }, [turn]);
  const previous = useCallback(() => {
    if (engine.state().seconds > BEGINNING || entryAt(queue, -1) === undefined) engine.seek(0);
    else turn(-1);
  }, [engine, queue, turn]);

  useEffect(() => {
    engine.onEnded = () => {
      if (entryAt(queue, 1) === undefined) engine.pause();
      else next();
    };
  }, [engine, queue, next]);
  useCountedPlay(engine, entry);
  useMediaSession({ engine, song: entry?.song, next, previous });

  const player = useMemo<Player>(
    () => ({
      engine,
      queue,
      change: setQueue,
      play(songs, from) {
        engine.wish();
        setQueue((now) => replaced(now, songs, from));
      },
      toggle() {
        if (engine.state().playing) engine.pause();
        else engine.play();
      },
      next,
      previous,
      tier,
      setTier,
      volume,
      setVolume,
    }),
    [engine, queue, next, previous, tier, setTier, volume, setVolume],
  );
  return <PlayerContext value={player}>{children}</PlayerContext>;
}

/** Lets the engine turn to what the queue says, in the chosen tier or the best that there is. */
function useSound(
  engine: Engine,
  key: number | undefined,
  song: Song | undefined,
  chosen: Tier,
): void {
  const loaded = useRef<number>(undefined);
  const id = song?.id;
  const best = song?.bitrate ?? chosen;
  const tier = TIERS.findLast((one) => one <= Math.min(chosen, best)) ?? 64;
  const format = useMemo(() => formatFor(song?.formats ?? [], canPlay) ?? "ogg", [song?.formats]);
  useEffect(() => {
    if (id === undefined) {
      if (loaded.current !== undefined) engine.empty();
      loaded.current = undefined;
      return;
    }
    // The same entry in another tier goes on where it is.
    const from = loaded.current === key ? engine.state().seconds : 0;
    loaded.current = key;
    engine.load(async (signal) => (await playable(id, { tier, format }, signal)).audio, from);
  }, [engine, key, id, tier, format]);
}
