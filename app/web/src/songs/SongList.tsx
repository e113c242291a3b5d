import type { Song } from "../api/types.ts";
import { usePlayer } from "../player/context.ts";
import { currentEntry } from "../player/queue.ts";
import { Icon } from "../shared/Icon.tsx";
import { SongRow } from "./SongRow.tsx";

interface SongListProps {
  readonly songs: readonly Song[];
  readonly label: string;
}

/** Songs, of which each plays with those that follow. */
export function SongList({ songs, label }: SongListProps) {
  const { queue, play } = usePlayer();
  const current = currentEntry(queue)?.song.id;
  return (
    <ol className="songs" aria-label={label}>
      {songs.map((song, index) => (
        <li key={song.id}>
          <SongRow
            song={song}
            isCurrent={song.id === current}
            onPlay={() => {
              play(songs, index);
            }}
          />
        </li>
      ))}
    </ol>
  );
}

/** Plays a whole list from its beginning. */
export function PlayAll({ songs }: { readonly songs: readonly Song[] }) {
  const { play } = usePlayer();
  return (
    <button
      type="button"
      className="primary"
      disabled={songs.length === 0}
      onClick={() => {
        play(songs, 0);
      }}
    >
      <Icon name="play" size={18} />
      Play all
    </button>
  );
}
