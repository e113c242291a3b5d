import { Link } from "wouter";

import { likedSongs } from "../api/music.ts";
import { Empty, Listed, MorePages } from "../shared/States.tsx";
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
      <Listed
        query={list}
        what="liked songs"
        isEmpty={list.songs.length === 0}
        empty={
          <Empty title="You have not liked a song yet">
            <p>
              The heart beside a song keeps it here. <Link href="/">See what is trending</Link>
            </p>
          </Empty>
        }
      >
        <SongList songs={list.songs} label="Liked songs" />
      </Listed>
      <MorePages query={list} total={list.total} />
    </Page>
  );
}
