import { useEffect } from "react";

import type { Song } from "../api/types.ts";
import type { Engine } from "./engine.ts";

interface MediaSessionOptions {
  readonly engine: Engine;
  readonly song: Song | undefined;
  readonly next: () => void;
  readonly previous: () => void;
}

/** The system's own display and media keys. */
export function useMediaSession({ engine, song, next, previous }: MediaSessionOptions): void {
  const { title, artist_name: artist } = song ?? {};
  useEffect(() => {
    if (!("mediaSession" in navigator)) return undefined;
    const { mediaSession } = navigator;
    mediaSession.metadata =
      title === undefined ? null : new MediaMetadata({ title, artist: artist ?? "" });
    const acts: [MediaSessionAction, MediaSessionActionHandler][] = [
      [
        "play",
        () => {
          engine.play();
        },
      ],
      [
        "pause",
        () => {
          engine.pause();
        },
      ],
      ["nexttrack", next],
      ["previoustrack", previous],
      [
        "seekto",
        ({ seekTime }) => {
          if (seekTime !== undefined) engine.seek(seekTime);
        },
      ],
    ];
    for (const [action, act] of acts) mediaSession.setActionHandler(action, act);
    return () => {
      mediaSession.metadata = null;
      for (const [action] of acts) mediaSession.setActionHandler(action, null);
    };
  }, [engine, title, artist, next, previous]);
}
