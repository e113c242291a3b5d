import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";

import { artists, followed } from "../api/music.ts";
import { entriesOf, offsetAfter } from "../api/pages.ts";
import { Empty, Listed, MorePages } from "../shared/States.tsx";
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
    <Listed
      query={query}
      what="artists"
      isEmpty={all.length === 0}
      empty={<Empty title="There are no artists yet" />}
    >
      <ArtistGrid artists={all} />
      <MorePages query={query} />
    </Listed>
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
  const pages = query.data?.pages ?? [];
  const all = entriesOf(pages.map((page) => page.artists));
  return (
    <Listed
      query={query}
      what="artists"
      isEmpty={all.length === 0}
      empty={
        <Empty title="You follow nobody yet">
          <p>Open an artist and choose “Follow”.</p>
        </Empty>
      }
    >
      <ArtistGrid artists={all} />
      <MorePages query={query} total={pages.at(-1)?.total ?? 0} />
    </Listed>
  );
}
