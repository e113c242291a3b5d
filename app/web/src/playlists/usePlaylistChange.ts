import { useMutation, useQueryClient } from "@tanstack/react-query";

import { ApiError } from "../api/client.ts";
import { removeSong, setSongs } from "../api/music.ts";
import type { FullPlaylist, Song } from "../api/types.ts";
import { useNotice } from "../shared/Notice.tsx";

/** The songs as they shall be, and the one that goes, if it is not the order that changes. */
export interface PlaylistChange {
  readonly songs: readonly Song[];
  readonly without?: Song;
}

/** Changes a playlist: at once for the eye, and back if the service does not take it. */
export function usePlaylistChange(id: string): (change: PlaylistChange) => void {
  const client = useQueryClient();
  const tell = useNotice();
  const key = ["music", "playlist", id];
  const set = (part: Partial<FullPlaylist>) => {
    client.setQueryData<FullPlaylist>(key, (shown) => shown && { ...shown, ...part });
  };
  const mutation = useMutation({
    mutationKey: ["change playlist", id],
    // Each is made to the state that the one before it has left.
    scope: { id: `playlist ${id}` },
    mutationFn: ({ songs, without }: PlaylistChange) => {
      const etag = client.getQueryData<FullPlaylist>(key)?.etag ?? "";
      if (without !== undefined) return removeSong(id, without.id);
      return setSongs(
        id,
        songs.map((song) => song.id),
        etag,
      );
    },
    async onMutate({ songs }) {
      await client.cancelQueries({ queryKey: key });
      set({ songs, song_count: songs.length });
    },
    onSuccess(etag) {
      set({ etag });
    },
    onError(error) {
      const changed = error instanceof ApiError && error.status === 412;
      tell(
        changed
          ? "The playlist was changed elsewhere; this is how it is now."
          : `The playlist was not changed. ${error.message}`,
      );
      return client.invalidateQueries({ queryKey: key });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["music", "playlists"] }),
  });
  return (change) => {
    mutation.mutate(change);
  };
}
