import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";

import { FOUND_PAGE, search } from "../api/music.ts";
import { entriesOf } from "../api/pages.ts";
import { ArtistGrid } from "./ArtistGrid.tsx";
import { Empty, Listed, MorePages } from "../shared/States.tsx";
import { foundText } from "../shared/words.ts";
import { Page } from "../shell/Page.tsx";
import { SongList } from "../songs/SongList.tsx";

/** The request of a text that is typed on is aborted, and what was found before stays in sight. */
function useFound(q: string) {
  return useInfiniteQuery({
    queryKey: ["music", "search", q],
    queryFn: ({ pageParam, signal }) => search(q, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ songs, artists }, _pages, offset) => {
      const read = offset + FOUND_PAGE;
      return read < Math.max(songs.total, artists.total) ? read : undefined;
    },
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}

export function SearchPage() {
  const [parameters] = useSearchParams();
  const q = (parameters.get("q") ?? "").trim().slice(0, 100);
  const found = useFound(q);
  const pages = found.data?.pages ?? [];
  const songs = entriesOf(pages.map((page) => page.songs.items));
  const artists = entriesOf(pages.map((page) => page.artists.items));
  const last = pages.at(-1);
  const settled = q !== "" && last !== undefined && !found.isPlaceholderData;
  return (
    <Page title={q === "" ? "Search" : `Search: ${q}`}>
      <p className="quiet" role="status">
        {settled ? foundText(last.songs.total, last.artists.total) : ""}
      </p>
      {q === "" ? (
        <Empty title="What would you like to hear?">
          <p>Type the name of a song or an artist above.</p>
        </Empty>
      ) : (
        <Listed
          query={found}
          what="what was found"
          isEmpty={settled && songs.length === 0 && artists.length === 0}
          empty={
            <Empty title={`Nothing is called “${q}”`}>
              <p>Try fewer letters, or another spelling.</p>
            </Empty>
          }
        >
          {artists.length > 0 && (
            <section aria-labelledby="found-artists">
              <h2 id="found-artists">Artists</h2>
              <ArtistGrid artists={artists} />
            </section>
          )}
          {songs.length > 0 && (
            <section aria-labelledby="found-songs">
              <h2 id="found-songs">Songs</h2>
              <SongList songs={songs} label="Songs found" />
            </section>
          )}
          <MorePages query={found} />
        </Listed>
      )}
    </Page>
  );
}
