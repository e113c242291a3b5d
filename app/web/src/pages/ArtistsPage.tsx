import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useSearchParams } from "wouter";

import { artists, followed } from "../api/music.ts";
import { entriesOf, offsetAfter } from "../api/pages.ts";
import type { Artist } from "../api/types.ts";
import { Empty, Failure, Loading, More } from "../shared/States.tsx";
import { Page } from "../shell/Page.tsx";
import { ArtistGrid } from "./ArtistGrid.tsx";

/** All artists, or those whom the user follows. */
export function ArtistsPage() {
  const [parameters, setParameters] = useSearchParams();
  const isFollowing = parameters.has("following");
  return (
    <Page title="Artists">
      <div className="chips" role="group" aria-label="Artists to show">
        {[false, true].map((one) => (
          <button
            key={String(one)}
            type="button"
            className="chip"
            aria-pressed={one === isFollowing}
            onClick={() => {
              setParameters(one ? { following: "" } : {}, { replace: true });
            }}
          >
            {one ? "Following" : "All"}
          </button>
        ))}
      </div>
      {isFollowing ? <Followed /> : <All />}
    </Page>
  );
}

function All() {
  const query = useInfiniteQuery({
    queryKey: ["music", "artists"],
    queryFn: ({ pageParam, signal }) => artists(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const all = query.data?.pages.flatMap((page) => page.artists) ?? [];
  return (
    <List query={query} artists={all}>
      <Empty title="There are no artists yet" />
    </List>
  );
}

function Followed() {
  const query = useInfiniteQuery({
    queryKey: ["music", "artists", "followed"],
    queryFn: ({ pageParam, signal }) => followed(pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) =>
      offsetAfter(
        pages.map((page) => page.artists),
        total,
      ),
  });
  const all = entriesOf((query.data?.pages ?? []).map((page) => page.artists));
  return (
    <List query={query} artists={all}>
      <Empty title="You follow nobody yet">
        <p>Open an artist and choose “Follow”.</p>
      </Empty>
    </List>
  );
}

interface ListProps {
  readonly query: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly refetch: () => Promise<unknown>;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly artists: readonly Artist[];
  /** What to show where there are none. */
  readonly children: ReactNode;
}

function List({ query, artists: all, children }: ListProps) {
  if (query.isPending) return <Loading what="artists" />;
  if (query.error !== null) {
    return <Failure what="Artists" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {all.length === 0 ? children : <ArtistGrid artists={all} />}
      <More
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}
