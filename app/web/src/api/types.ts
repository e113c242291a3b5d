import type { z } from "zod";

import type { Artist } from "../../../music/artists/artist.ts";
import type { Playlist, playlistWithSongs } from "../../../music/playlists/playlist.ts";
import type { Format, playableSong, Song, Tier } from "../../../music/songs/song.ts";

export type { Artist, Format, Playlist, Song, Tier };
export type PlayableSong = z.output<typeof playableSong>;

/** A playlist with all its songs, and the name of that state. */
export type FullPlaylist = Omit<z.output<typeof playlistWithSongs>, "songs"> & {
  readonly songs: readonly Song[];
  readonly etag: string;
};

/** Part of a list, and how long the whole is. */
export interface SongPage {
  readonly songs: readonly Song[];
  readonly total: number;
}

export interface ArtistPage {
  readonly artists: readonly Artist[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

export interface FollowedPage {
  readonly artists: readonly Artist[];
  readonly total: number;
}

export interface PlaylistPage {
  readonly playlists: readonly Playlist[];
  readonly total: number;
}

export interface Found {
  readonly songs: { readonly items: readonly Song[]; readonly total: number };
  readonly artists: { readonly items: readonly Artist[]; readonly total: number };
}
