import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { artist, artistSongs, follow } from "../api/music.ts";
import type { Artist } from "../api/types.ts";
import { useNotice } from "../shared/Notice.tsx";
import { Empty, Failure, Listed, MorePages } from "../shared/States.tsx";
import { Page } from "../shell/Page.tsx";
import { PlayAll, SongList } from "../songs/SongList.tsx";
import { useSongPages } from "../songs/useSongPages.ts";
import { Portrait } from "./Portrait.tsx";

export function ArtistPage({ id }: { readonly id: string }) {
  const who = useQuery({
    queryKey: ["music", "artist", id],
    queryFn: ({ signal }) => artist(id, signal),
  });
  const list = useSongPages(["artist", id, "songs"], (offset, signal) =>
    artistSongs(id, offset, signal),
  );
  const shown = who.data;
  return (
    <Page
      title={shown?.name ?? "Artist"}
      subtitle={shown?.bio}
      picture={shown && <Portrait artist={shown} size={144} />}
      actions={
        shown && (
          <>
            <PlayAll songs={list.songs} />
            <FollowButton artist={shown} />
          </>
        )
      }
    >
      {who.isError ? (
        <Failure what="The artist" error={who.error} onRetry={() => void who.refetch()} />
      ) : (
        <Listed
          query={list}
          what="songs"
          rows={4}
          isEmpty={list.songs.length === 0}
          empty={<Empty title="There are no songs yet" />}
        >
          <SongList songs={list.songs} label={`Songs by ${shown?.name ?? "the artist"}`} />
        </Listed>
      )}
      <MorePages query={list} total={list.total} />
    </Page>
  );
}

/** Follows at once for the eye, and back if the service does not take it. */
function FollowButton({ artist: { id, name, followed } }: { readonly artist: Artist }) {
  const client = useQueryClient();
  const tell = useNotice();
  const key = ["music", "artist", id];
  const show = (is: boolean) => {
    client.setQueryData<Artist>(key, (shown) => shown && { ...shown, followed: is });
  };
  const change = useMutation({
    scope: { id: `follow ${id}` },
    mutationFn: (wanted: boolean) => follow(id, wanted),
    onMutate(wanted) {
      show(wanted);
    },
    onError(error, wanted) {
      show(!wanted);
      tell(`That was not kept. ${error.message}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["music", "artists"] }),
  });
  return (
    <button
      type="button"
      className="secondary"
      aria-pressed={followed}
      aria-label={`Follow ${name}`}
      onClick={() => {
        change.mutate(!followed);
      }}
    >
      {followed ? "Following" : "Follow"}
    </button>
  );
}
