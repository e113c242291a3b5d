import { useMutation, useQueryClient } from "@tanstack/react-query";

import { toggleLike } from "../api/music.ts";
import type { Song } from "../api/types.ts";
import { usePlayer } from "../player/context.ts";
import { withLike } from "../player/queue.ts";
import { useNotice } from "../shared/Notice.tsx";
import { marked } from "./marked.ts";

/** Turns a like round: at once for the eye, and back if the service does not take it. */
export function useLike(song: Song): () => void {
  const client = useQueryClient();
  const { change } = usePlayer();
  const tell = useNotice();
  const key = ["like", song.id];
  const show = (liked: boolean) => {
    client.setQueriesData({ queryKey: ["music"] }, (data: unknown) => marked(data, song.id, liked));
    change((queue) => withLike(queue, song.id, liked));
  };
  const mutation = useMutation({
    mutationKey: key,
    // Each request turns the like round, so those of one song follow each other.
    scope: { id: key.join() },
    mutationFn: () => toggleLike(song.id),
    async onMutate() {
      // An answer that is on its way tells of the time before.
      await client.cancelQueries({ queryKey: ["music"], predicate: ({ state }) => !!state.data });
      show(!song.liked);
      return { before: song.liked };
    },
    onSuccess(liked) {
      // While more clicks wait, the last one's wish is shown.
      if (client.isMutating({ mutationKey: key }) === 1) show(liked);
    },
    onError(error, _none, context) {
      if (context !== undefined) show(context.before);
      tell(`Your like of ${song.title} was not kept. ${error.message}`);
    },
    onSettled: () =>
      // The list of liked songs is read anew when it is next opened, so that a song that was
      // unliked by mistake stays in reach.
      client.invalidateQueries({ queryKey: ["music", "liked"], refetchType: "none" }),
  });
  return () => {
    mutation.mutate();
  };
}
