import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link } from "wouter";

import { playlist } from "../api/music.ts";
import type { FullPlaylist, Song } from "../api/types.ts";
import { usePlayer } from "../player/context.ts";
import { currentEntry } from "../player/queue.ts";
import { PlaylistSettings } from "../playlists/PlaylistSettings.tsx";
import { usePlaylistChange } from "../playlists/usePlaylistChange.ts";
import { Icon } from "../shared/Icon.tsx";
import { moved } from "../shared/list.ts";
import { useNotice } from "../shared/Notice.tsx";
import { Sortable } from "../shared/Sortable.tsx";
import { Empty, Failure, Loading } from "../shared/States.tsx";
import { counted } from "../shared/words.ts";
import { Page } from "../shell/Page.tsx";
import { Cover } from "../songs/Cover.tsx";
import { PlayAll, SongList } from "../songs/SongList.tsx";
import { SongRow } from "../songs/SongRow.tsx";

export function PlaylistPage({ id }: { readonly id: string }) {
  const query = useQuery({
    queryKey: ["music", "playlist", id],
    queryFn: ({ signal }) => playlist(id, signal),
  });
  const shown = query.data;
  return (
    <Page
      title={shown?.name ?? "Playlist"}
      subtitle={shown && <About playlist={shown} />}
      picture={
        <span className="playlist-cover">
          <Cover song={{ id, artist_id: id }} size={144} />
        </span>
      }
      actions={
        shown && (
          <>
            <PlayAll songs={shown.songs} />
            {shown.is_public && <CopyLink />}
            {shown.mine && <Settings playlist={shown} />}
          </>
        )
      }
    >
      {query.isPending ? (
        <Loading what="the playlist" />
      ) : query.isError ? (
        <Failure what="The playlist" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Songs playlist={query.data} />
      )}
    </Page>
  );
}

function Songs({ playlist: { id, name, songs, mine } }: { readonly playlist: FullPlaylist }) {
  const label = `Songs of ${name}`;
  if (songs.length > 0) {
    if (mine) return <OwnSongs id={id} songs={songs} label={label} />;
    return <SongList songs={songs} label={label} />;
  }
  return (
    <Empty title="There are no songs in here yet">
      {mine && (
        <p>
          Find one, open its menu and choose this playlist.{" "}
          <Link href="/">See what is trending</Link>
        </p>
      )}
    </Empty>
  );
}

function About({ playlist: { is_public, owner_name, songs } }: { playlist: FullPlaylist }) {
  return (
    <>
      <Icon name={is_public ? "globe" : "lock"} size={16} />
      {`${is_public ? "Public" : "Private"} · by ${owner_name} · ${counted(songs.length, "song")}`}
    </>
  );
}

interface OwnSongsProps {
  readonly id: string;
  readonly songs: readonly Song[];
  readonly label: string;
}

function OwnSongs({ id, songs, label }: OwnSongsProps) {
  const { queue, play } = usePlayer();
  const change = usePlaylistChange(id);
  const tell = useNotice();
  const list = useRef<HTMLDivElement>(null);
  const current = currentEntry(queue)?.song.id;
  const remove = (song: Song) => {
    change({ songs: songs.filter((one) => one.id !== song.id), without: song });
    tell(`${song.title} was taken out.`);
    // The button that had the focus goes with its row.
    list.current?.focus();
  };
  return (
    <div ref={list} tabIndex={-1}>
      <Sortable
        items={songs}
        idOf={(song) => song.id}
        nameOf={(song) => song.title}
        label={label}
        onMove={(from, to) => {
          change({ songs: moved(songs, from, to) });
        }}
      >
        {(song, index, handle) => (
          <SongRow
            song={song}
            isCurrent={song.id === current}
            handle={handle}
            onPlay={() => {
              play(songs, index);
            }}
            onRemove={() => {
              remove(song);
            }}
            removeLabel={`Take ${song.title} out of the playlist`}
          />
        )}
      </Sortable>
    </div>
  );
}

function Settings({ playlist: shown }: { readonly playlist: FullPlaylist }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="secondary"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Icon name="edit" size={18} />
        Edit
      </button>
      {isOpen && (
        <PlaylistSettings
          playlist={shown}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function CopyLink() {
  const tell = useNotice();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      tell("The link is copied.");
    } catch {
      tell("The browser does not let the link be copied; take it from the address bar.");
    }
  };
  return (
    <button type="button" className="secondary" onClick={() => void copy()}>
      <Icon name="link" size={18} />
      Copy link
    </button>
  );
}
