import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";

import { genres, trending } from "../api/music.ts";
import { Empty, Listed } from "../shared/States.tsx";
import { Page } from "../shell/Page.tsx";
import { PlayAll, SongList } from "../songs/SongList.tsx";

function useTrending(genre: string | undefined) {
  return useQuery({
    queryKey: ["music", "trending", genre ?? "all"],
    queryFn: ({ signal }) => trending(genre, signal),
  });
}

export function TrendingPage() {
  const [parameters, setParameters] = useSearchParams();
  const genre = parameters.get("genre") ?? undefined;
  const shown = useTrending(genre);
  const songs = shown.data ?? [];
  const known = useQuery({
    queryKey: ["music", "genres"],
    queryFn: ({ signal }) => genres(signal),
  });
  return (
    <Page title="Trending" actions={<PlayAll songs={songs} />}>
      <div className="chips" role="group" aria-label="Genre">
        {[undefined, ...(known.data ?? [])].map((one) => (
          <button
            key={one ?? "all"}
            type="button"
            className="chip"
            aria-pressed={one === genre}
            onClick={() => {
              setParameters(one === undefined ? {} : { genre: one }, { replace: true });
            }}
          >
            {one ?? "All"}
          </button>
        ))}
      </div>
      <Listed
        query={shown}
        what="trending songs"
        isEmpty={songs.length === 0}
        empty={
          <Empty title="Nothing is trending here yet">
            <p>Songs appear as people play and like them.</p>
          </Empty>
        }
      >
        <SongList songs={songs} label="Trending songs" />
      </Listed>
    </Page>
  );
}
