import { Link } from "wouter";

import { likedSongs } from "../api/music.ts";
import { Empty, Failure, Loading, More } from "../shared/States.tsx";
import { counted } from "../shared/words.ts";
import { Page } from "../shell/Page.tsx";
import { PlayAll, SongList } from "../songs/SongList.tsx";
import { useSongPages } from "../songs/useSongPages.ts";

export function LikedPage() {
  const list = useSongPages(["liked"], likedSongs);
  return (
    <Page
      title="Liked songs"
      subtitle={list.isSuccess ? counted(list.total, "song") : undefined}
      actions={<PlayAll songs={list.songs} />}
    >
      {list.isPending ? (
        <Loading what="liked songs" />
      ) : list.isError ? (
        <Failure what="Liked songs" error={list.error} onRetry={() => void list.refetch()} />
      ) : list.songs.length === 0 ? (
        <Empty title="You have not liked a song yet">
          <p>
            The heart beside a song keeps it here. <Link href="/">See what is trending</Link>
          </p>
        </Empty>
      ) : (
        <SongList songs={list.songs} label="Liked songs" />
      )}
      <More
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </Page>
  );
}
