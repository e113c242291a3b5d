import { useInfiniteQuery } from "@tanstack/react-query";

import { entriesOf, offsetAfter } from "../api/pages.ts";
import type { SongPage } from "../api/types.ts";

/** A list of songs that comes page by page. */
export function useSongPages(
  name: readonly string[],
  read: (offset: number, signal: AbortSignal) => Promise<SongPage>,
) {
  const query = useInfiniteQuery({
    queryKey: ["music", ...name],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) =>
      offsetAfter(
        pages.map((page) => page.songs),
        total,
      ),
  });
  const pages = query.data?.pages ?? [];
  return {
    ...query,
    songs: entriesOf(pages.map((page) => page.songs)),
    total: pages.at(-1)?.total ?? 0,
  };
}
