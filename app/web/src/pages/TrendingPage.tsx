import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";

import { genres, trending } from "../api/music.ts";
import { Empty, Failure, Loading } from "../shared/States.tsx";
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
  const known = useQuery({
    queryKey: ["music", "genres"],
    queryFn: ({ signal }) => genres(signal),
  });
  return (
    <Page title="Trending" actions={<PlayAll songs={shown.data ?? []} />}>
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
      {shown.isPending ? (
        <Loading what="trending songs" />
      ) : shown.isError ? (
        <Failure what="Trending songs" error={shown.error} onRetry={() => void shown.refetch()} />
      ) : shown.data.length === 0 ? (
        <Empty title="Nothing is trending here yet">
          <p>Songs appear as people play and like them.</p>
        </Empty>
      ) : (
        <SongList songs={shown.data} label="Trending songs" />
      )}
    </Page>
  );
}
