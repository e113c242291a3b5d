import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLocation } from "wouter";

import { ApiError } from "../api/client.ts";
import { deletePlaylist, type Details, editPlaylist } from "../api/music.ts";
import type { FullPlaylist } from "../api/types.ts";
import { Dialog } from "../shared/Dialog.tsx";
import { useNotice } from "../shared/Notice.tsx";

interface PlaylistSettingsProps {
  readonly playlist: FullPlaylist;
  readonly onClose: () => void;
}

/** Renames a playlist, shows it to others or hides it, and deletes it. */
export function PlaylistSettings({ playlist, onClose }: PlaylistSettingsProps) {
  const { id, name, is_public, etag } = playlist;
  const field = useId();
  const client = useQueryClient();
  const tell = useNotice();
  const save = useMutation({
    mutationFn: (details: Details) => editPlaylist(id, details, etag),
    onSuccess: onClose,
    onError(error) {
      if (!(error instanceof ApiError && error.status === 412)) return;
      tell("The playlist was changed elsewhere; this is how it is now.");
      onClose();
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["music", "playlist", id] }),
        client.invalidateQueries({ queryKey: ["music", "playlists"] }),
      ]),
  });
  const submit = (data: FormData) => {
    const wanted = data.get("name");
    if (typeof wanted !== "string" || wanted.trim() === "") return;
    save.mutate({ name: wanted, is_public: data.has("public") });
  };
  return (
    <Dialog title="Playlist settings" onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <label htmlFor={`${field}-name`}>Name</label>
        <input
          id={`${field}-name`}
          name="name"
          defaultValue={name}
          maxLength={200}
          required
          autoComplete="off"
        />
        <label className="check">
          <input type="checkbox" name="public" defaultChecked={is_public} />
          Anyone with the link may listen
        </label>
        <div role="alert">{save.isError && <p className="problem">{save.error.message}</p>}</div>
        <div className="dialog-actions">
          <button type="submit" className="primary" disabled={save.isPending}>
            Save
          </button>
        </div>
      </form>
      <Deletion playlist={playlist} />
    </Dialog>
  );
}

/** Asks once more before it deletes. */
function Deletion({ playlist: { id, name } }: { readonly playlist: FullPlaylist }) {
  const [isAsked, setAsked] = useState(false);
  const client = useQueryClient();
  const tell = useNotice();
  const [, go] = useLocation();
  const remove = useMutation({
    mutationFn: () => deletePlaylist(id),
    async onSuccess() {
      tell(`${name} was deleted.`);
      go("/playlists");
      client.removeQueries({ queryKey: ["music", "playlist", id] });
      await client.invalidateQueries({ queryKey: ["music", "playlists"] });
    },
  });
  if (!isAsked) {
    return (
      <button
        type="button"
        className="quiet-button danger"
        onClick={() => {
          setAsked(true);
        }}
      >
        Delete this playlist …
      </button>
    );
  }
  return (
    <div className="confirm" role="group" aria-label="Delete this playlist">
      <p>{`Delete ${name} for good? Its songs stay in the catalogue.`}</p>
      <div role="alert">{remove.isError && <p className="problem">{remove.error.message}</p>}</div>
      <div className="dialog-actions">
        <button
          type="button"
          className="secondary"
          // The button that had the focus is gone.
          autoFocus
          onClick={() => {
            setAsked(false);
          }}
        >
          Keep it
        </button>
        <button
          type="button"
          className="primary danger"
          disabled={remove.isPending}
          onClick={() => {
            remove.mutate();
          }}
        >
          Delete
        </button>
      </div>
    </div>
  );
}
