import type { Song } from "../../../app/web/src/api/types.ts";

/** A song of which only the given is of interest. */
export function songOf(part: Partial<Song> & Pick<Song, "id">): Song {
  return {
    title: `Title of ${part.id}`,
    artist_id: "artist",
    artist_name: "Artist",
    duration_ms: 20_000,
    genre: "folk",
    format: "ogg",
    formats: ["ogg"],
    bitrate: 320,
    liked: false,
    ...part,
  };
}
