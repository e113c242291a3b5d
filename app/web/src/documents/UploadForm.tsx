import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";

import { upload } from "../api/documents.ts";
import { Icon } from "../shared/Icon.tsx";
import { useNotice } from "../shared/Notice.tsx";
import { bytes } from "../shared/words.ts";

/** A file that was chosen, with the key that makes all attempts to send it one. */
interface Chosen {
  readonly file: File;
  readonly key: string;
}

/** Sends a file, and shows how much of it has left. */
export function UploadForm() {
  const id = useId();
  const client = useQueryClient();
  const tell = useNotice();
  const [part, setPart] = useState(0);
  const going = useRef<AbortController>(undefined);
  const send = useMutation({
    mutationFn: ({ file, key }: Chosen) => {
      going.current = new AbortController();
      setPart(0);
      return upload({ file, key, onProgress: setPart, signal: going.current.signal });
    },
    onSuccess(_none, { file }) {
      tell(`${file.name} was uploaded.`);
      return client.invalidateQueries({ queryKey: ["documents"] });
    },
  });
  // Whoever goes to another page does not wait for it any more.
  useEffect(() => () => going.current?.abort(), []);
  const chosen = send.variables;
  return (
    <section className="upload" aria-label="Upload">
      <label htmlFor={id} className={send.isPending ? "secondary disabled" : "secondary"}>
        <Icon name="upload" size={18} />
        Choose a file to upload
      </label>
      <input
        id={id}
        type="file"
        className="visually-hidden"
        disabled={send.isPending}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) send.mutate({ file, key: crypto.randomUUID() });
          // The same file may be chosen again.
          currentTarget.value = "";
        }}
      />
      {send.isPending && chosen !== undefined && (
        <div className="progress">
          <label htmlFor={`${id}-progress`}>
            {`${chosen.file.name}, ${bytes(chosen.file.size)}: ${Math.round(part * 100)} %`}
          </label>
          <progress id={`${id}-progress`} value={part} max={1} />
          <button
            type="button"
            className="secondary"
            onClick={() => {
              going.current?.abort();
            }}
          >
            Cancel
          </button>
        </div>
      )}
      <div role="alert">
        {send.isError && chosen !== undefined && (
          <div className="progress">
            <p className="problem">{`${chosen.file.name}: ${send.error.message}`}</p>
            <button
              type="button"
              className="secondary"
              onClick={() => {
                send.mutate(chosen);
              }}
            >
              Try again
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
