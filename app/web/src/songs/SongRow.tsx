import { type ReactNode, useState } from "react";
import { Link } from "wouter";

import type { Song } from "../api/types.ts";
import { useEngine, usePlayer } from "../player/context.ts";
import { Icon } from "../shared/Icon.tsx";
import { IconButton } from "../shared/IconButton.tsx";
import { clock } from "../shared/words.ts";
import { Cover } from "./Cover.tsx";
import { LikeButton } from "./LikeButton.tsx";
import { SongDialog } from "./SongDialog.tsx";

interface SongRowProps {
  readonly song: Song;
  readonly isCurrent: boolean;
  readonly onPlay: () => void;
  /** What the row is moved by. */
  readonly handle?: ReactNode;
  readonly onRemove?: () => void;
  readonly removeLabel?: string;
}

/** One song; a click anywhere but on the row's other buttons plays it. */
export function SongRow(props: SongRowProps) {
  const { song, isCurrent, onPlay, handle, onRemove, removeLabel = "Remove" } = props;
  const { engine } = usePlayer();
  const playing = useEngine(engine, (state) => state.playing) && isCurrent;
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={isCurrent ? "song current" : "song"}>
      {handle}
      <div className="song-cover">
        <Cover song={song} size={48} />
        {playing ? <Bars /> : <Icon name="play" size={22} />}
      </div>
      <div className="song-text">
        <button
          type="button"
          className="title row-button"
          aria-label={`Play ${song.title} by ${song.artist_name}`}
          aria-current={isCurrent}
          onClick={onPlay}
        >
          {song.title}
        </button>
        <Link className="artist" href={`/artists/${song.artist_id}`}>
          {song.artist_name}
        </Link>
      </div>
      <span className="genre">{song.genre}</span>
      <span className="time">
        <span className="visually-hidden">Length </span>
        {clock(song.duration_ms)}
      </span>
      <LikeButton song={song} />
      {onRemove === undefined ? (
        <IconButton
          icon="more"
          label={`More for ${song.title}`}
          aria-haspopup="dialog"
          onClick={() => {
            setOpen(true);
          }}
        />
      ) : (
        <IconButton icon="close" label={removeLabel} onClick={onRemove} />
      )}
      {isOpen && (
        <SongDialog
          song={song}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

/** Shows that it sounds. */
function Bars() {
  return (
    <span className="bars" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
