import { z } from "zod";

import { line } from "../../http/text.ts";
import { song } from "../songs/song.ts";

/** Of one playlist: as many as fit into a request that sets them all. */
const MOST_SONGS = 500;

/** A playlist as clients see it. */
export const playlist = z
  .object({
    id: z.uuid(),
    name: z.string(),
    is_public: z.boolean(),
    owner_name: z.string(),
    mine: z.boolean().meta({ description: "Whether it is yours, to change it." }),
    song_count: z.int(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "Playlist" });

export type Playlist = z.output<typeof playlist>;

/** A playlist with its songs, where they are asked for. */
export const playlistWithSongs = playlist
  .extend({ songs: z.array(song.extend({ position: z.int() })).optional() })
  .meta({ id: "PlaylistWithSongs" });

export const playlistInput = z
  .strictObject({ name: line(200), is_public: z.boolean().default(false) })
  .meta({ id: "PlaylistInput" });

export type PlaylistInput = z.output<typeof playlistInput>;

/** A change says all, so that nothing turns private or public by being left out. */
export const playlistDetails = z
  .strictObject({ name: line(200), is_public: z.boolean() })
  .meta({ id: "PlaylistDetails" });

/** All songs of a playlist: their order is that of the positions, which need not be without gaps. */
export const songsInput = z
  .strictObject({
    songs: z
      .array(
        z.strictObject({
          song_id: z.uuid().transform((id) => id.toLowerCase()),
          position: z.int().min(0).max(1_000_000),
        }),
      )
      .max(MOST_SONGS),
  })
  .superRefine(({ songs }, context) => {
    for (const field of ["song_id", "position"] as const) {
      const seen = new Set<unknown>();
      for (const [index, entry] of songs.entries()) {
        if (seen.has(entry[field])) {
          context.addIssue({
            code: "custom",
            path: ["songs", index, field],
            message: "is there twice",
          });
        }
        seen.add(entry[field]);
      }
    }
  })
  .meta({ id: "PlaylistSongsInput" });
