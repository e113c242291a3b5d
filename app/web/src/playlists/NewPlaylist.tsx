import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";

import { createPlaylist } from "../api/music.ts";
import type { Playlist } from "../api/types.ts";

/** A form that makes a playlist. */
export function NewPlaylist({ onMade }: { readonly onMade: (made: Playlist) => void }) {
  const id = useId();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: ({ name, isPublic }: { name: string; isPublic: boolean }) =>
      createPlaylist(name, isPublic),
    onSuccess(made) {
      void client.invalidateQueries({ queryKey: ["music", "playlists"] });
      onMade(made);
    },
  });
  const submit = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const name = data.get("name");
    if (typeof name !== "string" || name.trim() === "") return;
    make.mutate({ name, isPublic: data.has("public") });
    form.reset();
  };
  return (
    <form
      className="new-playlist"
      aria-label="New playlist"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <label htmlFor={`${id}-name`}>New playlist</label>
      <div className="field-row">
        <input id={`${id}-name`} name="name" maxLength={200} required placeholder="Name" />
        <button type="submit" className="secondary" disabled={make.isPending}>
          Create
        </button>
      </div>
      <label className="check">
        <input type="checkbox" name="public" />
        Public: who has the link may listen
      </label>
      <div role="alert">{make.isError && <p className="problem">{make.error.message}</p>}</div>
    </form>
  );
}
