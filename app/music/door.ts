import type { Door } from "../http/route.ts";
import type { Audio } from "../parts/audio.ts";
import type { Database } from "../parts/database.ts";
import { artistRoutes } from "./artists/routes.ts";
import { ArtistStore } from "./artists/store.ts";
import { likeRoutes } from "./likes/routes.ts";
import { LikeStore } from "./likes/store.ts";
import { playlistRoutes } from "./playlists/routes.ts";
import { PlaylistStore } from "./playlists/store.ts";
import { searchRoutes } from "./search/routes.ts";
import { SearchStore } from "./search/store.ts";
import { songRoutes } from "./songs/routes.ts";
import { SongStore } from "./songs/store.ts";
import { Users } from "./users.ts";

/** Music: search, songs and artists, likes, follows and playlists. */
export function musicDoor(database: Database, audio: Audio, access: Door["access"]): Door {
  const users = new Users(database);
  return {
    name: "music",
    summary: "Songs and artists, playlists and likes",
    access,
    routes: [
      ...searchRoutes(new SearchStore(database), users),
      // Before the routes with an id: `trending` is none.
      ...songRoutes(new SongStore(database), users, audio),
      ...artistRoutes(new ArtistStore(database), users),
      ...playlistRoutes(new PlaylistStore(database), users),
      ...likeRoutes(new LikeStore(database), users),
    ],
  };
}
