import { type ReactNode, useEffect, useRef } from "react";

import { IconButton } from "../shared/IconButton.tsx";
import { Sortable } from "../shared/Sortable.tsx";
import { SongRow } from "../songs/SongRow.tsx";
import { usePlayer } from "./context.ts";
import { cleared, type Entry, removed, reordered, turnedTo } from "./queue.ts";
import { TierChoice } from "./TierChoice.tsx";
import { VolumeControl } from "./VolumeControl.tsx";

/** What has played and what comes, to be put in another order. */
export function QueuePanel({ onClose }: { readonly onClose: () => void }) {
  const { engine, queue, change } = usePlayer();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const row = ({ key, song }: Entry, handle: ReactNode) => (
    <SongRow
      song={song}
      isCurrent={key === queue.current}
      handle={handle}
      onPlay={() => {
        engine.wish();
        if (key === queue.current) engine.play();
        else change((now) => turnedTo(now, key));
      }}
      onRemove={() => {
        change((now) => removed(now, key));
        heading.current?.focus();
      }}
      removeLabel={`Take ${song.title} out of the queue`}
    />
  );
  return (
    <aside
      className="queue"
      id="queue"
      aria-labelledby="queue-heading"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      <header>
        <h2 id="queue-heading" ref={heading} tabIndex={-1}>
          Queue
        </h2>
        <button
          type="button"
          className="quiet-button"
          disabled={queue.entries.length < 2}
          onClick={() => {
            change(cleared);
          }}
        >
          Clear
        </button>
        <IconButton icon="close" label="Close the queue" onClick={onClose} />
      </header>
      {queue.entries.length === 0 ? (
        <p className="quiet">Nothing is queued.</p>
      ) : (
        <Sortable
          items={queue.entries}
          idOf={({ key }) => String(key)}
          nameOf={({ song }) => song.title}
          label="Songs in the queue"
          onMove={(from, to) => {
            change((now) => reordered(now, from, to));
          }}
        >
          {(entry, _index, handle) => row(entry, handle)}
        </Sortable>
      )}
      <footer className="queue-settings">
        <TierChoice />
        <VolumeControl />
      </footer>
    </aside>
  );
}
