import { Link, useLocation } from "wouter";

import type { Playlist } from "../api/types.ts";
import { NewPlaylist } from "../playlists/NewPlaylist.tsx";
import { useMyPlaylists } from "../playlists/useMyPlaylists.ts";
import { Icon } from "../shared/Icon.tsx";
import { Empty, Listed, MorePages } from "../shared/States.tsx";
import { counted } from "../shared/words.ts";
import { Page } from "../shell/Page.tsx";
import { Cover } from "../songs/Cover.tsx";

export function PlaylistsPage() {
  const mine = useMyPlaylists();
  const [, go] = useLocation();
  return (
    <Page title="Playlists">
      <NewPlaylist
        onMade={({ id }) => {
          go(`/playlists/${id}`);
        }}
      />
      <Listed
        query={mine}
        what="your playlists"
        rows={4}
        isEmpty={mine.playlists.length === 0}
        empty={
          <Empty title="You have no playlist yet">
            <p>Give one a name above, then add songs to it.</p>
          </Empty>
        }
      >
        <ul className="playlists">
          {mine.playlists.map((one) => (
            <li key={one.id}>
              <PlaylistCard playlist={one} />
            </li>
          ))}
        </ul>
      </Listed>
      <MorePages query={mine} total={mine.total} />
    </Page>
  );
}

function PlaylistCard({ playlist: { id, name, is_public, song_count } }: { playlist: Playlist }) {
  return (
    <Link href={`/playlists/${id}`} className="playlist-card">
      <Cover song={{ id, artist_id: id }} size={56} />
      <span className="playlist-text">
        <span className="title">{name}</span>
        <span className="quiet">
          <Icon name={is_public ? "globe" : "lock"} size={14} />
          {`${is_public ? "Public" : "Private"} · ${counted(song_count, "song")}`}
        </span>
      </span>
    </Link>
  );
}
