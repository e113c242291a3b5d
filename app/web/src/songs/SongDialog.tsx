import { useMutation, useQueryClient } from "@tanstack/react-query";

import type { Playlist, Song } from "../api/types.ts";
import { usePlayer } from "../player/context.ts";
import { appended, playedNext } from "../player/queue.ts";
import { addTo } from "../playlists/addTo.ts";
import { NewPlaylist } from "../playlists/NewPlaylist.tsx";
import { useMyPlaylists } from "../playlists/useMyPlaylists.ts";
import { Dialog } from "../shared/Dialog.tsx";
import { Icon } from "../shared/Icon.tsx";
import { useNotice } from "../shared/Notice.tsx";
import { Listed, MorePages } from "../shared/States.tsx";
import { counted } from "../shared/words.ts";

interface SongDialogProps {
  readonly song: Song;
  readonly onClose: () => void;
}

/** What can be done with a song beside playing and liking it. */
export function SongDialog({ song, onClose }: SongDialogProps) {
  const { change } = usePlayer();
  const tell = useNotice();
  return (
    <Dialog title={song.title} onClose={onClose}>
      <div className="choices">
        <button
          type="button"
          onClick={() => {
            change((queue) => playedNext(queue, song));
            tell(`${song.title} plays next.`);
            onClose();
          }}
        >
          <Icon name="next" /> Play next
        </button>
        <button
          type="button"
          onClick={() => {
            change((queue) => appended(queue, [song]));
            tell(`${song.title} was added to the queue.`);
            onClose();
          }}
        >
          <Icon name="queue" /> Add to the queue
        </button>
      </div>
      <h3>Add to a playlist</h3>
      <PlaylistChoice song={song} onDone={onClose} />
    </Dialog>
  );
}

interface PlaylistChoiceProps {
  readonly song: Song;
  readonly onDone: () => void;
}

function PlaylistChoice({ song, onDone }: PlaylistChoiceProps) {
  const mine = useMyPlaylists();
  const client = useQueryClient();
  const tell = useNotice();
  const add = useMutation({
    mutationFn: (to: Playlist) => addTo(to.id, song.id),
    onSuccess(wasNew, to) {
      tell(wasNew ? `${song.title} was added to ${to.name}.` : `It is in ${to.name} already.`);
      void client.invalidateQueries({ queryKey: ["music", "playlists"] });
      void client.invalidateQueries({ queryKey: ["music", "playlist", to.id] });
      onDone();
    },
  });
  return (
    <Listed query={mine} what="your playlists" rows={2}>
      <div role="alert">{add.isError && <p className="problem">{add.error.message}</p>}</div>
      <div className="choices">
        {mine.playlists.map((one) => (
          <button
            key={one.id}
            type="button"
            disabled={add.isPending}
            onClick={() => {
              add.mutate(one);
            }}
          >
            <Icon name="playlist" />
            <span className="choice-name">{one.name}</span>
            <span className="quiet">{counted(one.song_count, "song")}</span>
          </button>
        ))}
      </div>
      <MorePages query={mine} total={mine.total} />
      <NewPlaylist
        onMade={(made) => {
          add.mutate(made);
        }}
      />
    </Listed>
  );
}
