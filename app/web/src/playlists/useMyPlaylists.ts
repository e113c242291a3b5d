import { useInfiniteQuery } from "@tanstack/react-query";

import { playlists } from "../api/music.ts";
import { offsetAfter } from "../api/pages.ts";

export function useMyPlaylists() {
  const query = useInfiniteQuery({
    queryKey: ["music", "playlists"],
    queryFn: ({ pageParam, signal }) => playlists(pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (last, all) =>
      offsetAfter(
        all.map((page) => page.playlists),
        last.total,
      ),
  });
  const pages = query.data?.pages ?? [];
  return {
    ...query,
    playlists: pages.flatMap((page) => page.playlists),
    total: pages.at(-1)?.total ?? 0,
  };
}
