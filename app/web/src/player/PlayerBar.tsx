import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";

import { Cover } from "../songs/Cover.tsx";
import { LikeButton } from "../songs/LikeButton.tsx";
import { IconButton } from "../shared/IconButton.tsx";
import { useEngine, usePlayer } from "./context.ts";
import { QueuePanel } from "./QueuePanel.tsx";
import { currentEntry, entryAt } from "./queue.ts";
import { SeekBar } from "./SeekBar.tsx";
import { TierChoice } from "./TierChoice.tsx";
import { VolumeControl } from "./VolumeControl.tsx";

/** The player, at the bottom of each page. */
export function PlayerBar() {
  const { engine, queue, volume } = usePlayer();
  const [isQueueOpen, setQueueOpen] = useState(false);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => (audio.current === null ? undefined : engine.attach(audio.current)), [engine]);
  useEffect(() => {
    if (audio.current !== null) audio.current.volume = volume;
  }, [volume]);
  return (
    <>
      {isQueueOpen && (
        <QueuePanel
          onClose={() => {
            setQueueOpen(false);
          }}
        />
      )}
      <section className="player" aria-label="Player">
        {/* What plays is music without words: there is nothing to caption. */}
        <audio ref={audio} preload="auto" />
        <NowPlaying />
        <div className="player-middle">
          <Controls />
          <SeekBar />
        </div>
        <div className="player-side">
          <TierChoice />
          <VolumeControl />
          <IconButton
            icon="queue"
            label={`Queue, ${queue.entries.length}`}
            className={isQueueOpen ? "active" : ""}
            aria-expanded={isQueueOpen}
            aria-controls="queue"
            onClick={() => {
              setQueueOpen(!isQueueOpen);
            }}
          />
        </div>
      </section>
    </>
  );
}

function NowPlaying() {
  const { engine, queue } = usePlayer();
  const playing = useEngine(engine, (state) => state.playing);
  const problem = useEngine(engine, (state) => state.problem);
  const song = currentEntry(queue)?.song;
  const spoken =
    song !== undefined && playing ? `Now playing: ${song.title} by ${song.artist_name}` : "";
  return (
    <div className="now-playing">
      <p className="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      {song === undefined ? (
        <p className="quiet">Choose a song to play.</p>
      ) : (
        <>
          <Cover song={song} size={48} />
          <div className="now-playing-text">
            <span className="title">{song.title}</span>
            {problem === undefined ? (
              <Link className="artist" href={`/artists/${song.artist_id}`}>
                {song.artist_name}
              </Link>
            ) : (
              <span className="problem" role="alert">
                {problem}
              </span>
            )}
          </div>
          <LikeButton song={song} />
        </>
      )}
    </div>
  );
}

function Controls() {
  const { engine, queue, toggle, next, previous } = usePlayer();
  const playing = useEngine(engine, (state) => state.playing);
  const status = useEngine(engine, (state) => state.status);
  const nothing = currentEntry(queue) === undefined;
  const name = status === "failed" ? "Try again" : playing ? "Pause" : "Play";
  return (
    <div className="controls">
      <IconButton icon="previous" label="Previous" onClick={previous} disabled={nothing} />
      <IconButton
        icon={playing ? "pause" : "play"}
        label={name}
        className={status === "loading" && playing ? "play waiting" : "play"}
        onClick={toggle}
        disabled={nothing}
      />
      <IconButton
        icon="next"
        label="Next"
        onClick={next}
        disabled={entryAt(queue, 1) === undefined}
      />
    </div>
  );
}
