import { z } from "zod";

import { oneOf } from "../../http/query.ts";

/** Bit rates in kbit/s in which the tracks are kept. */
export const TIERS = [64, 128, 320] as const;
export type Tier = (typeof TIERS)[number];

/** How the tracks are encoded, with the media type of the files. */
export const MEDIA_TYPES = { ogg: "audio/ogg", aac: "audio/mp4" } as const;
const FORMATS = ["ogg", "aac"] as const;
export type Format = (typeof FORMATS)[number];

/** A song as clients see it. */
export const song = z
  .object({
    id: z.uuid(),
    title: z.string(),
    artist_id: z.uuid(),
    artist_name: z.string(),
    duration_ms: z.int(),
    genre: z.string(),
    format: z.enum(FORMATS).meta({ description: "What plays where none is asked for." }),
    formats: z.array(z.enum(FORMATS)).meta({ description: "All that are there." }),
    bitrate: z.literal(TIERS).meta({ description: "The highest tier, in kbit/s." }),
    liked: z.boolean().meta({ description: "Whether you like it." }),
  })
  .meta({ id: "Song" });

export type Song = z.output<typeof song>;

/** Which of a song's files is asked for. */
export const rendition = z.strictObject({
  tier: oneOf(TIERS, 128).meta({ description: "Bit rate in kbit/s." }),
  format: z.enum(FORMATS).optional().meta({ description: "@default the song's own" }),
});

export type Rendition = z.output<typeof rendition>;

/** A song with an address that plays it. */
export const playableSong = song
  .extend({
    audio: z.object({
      url: z.url(),
      expires_at: z.iso.datetime(),
      tier: z.literal(TIERS),
      format: z.enum(FORMATS),
      media_type: z.string(),
    }),
  })
  .meta({ id: "PlayableSong" });

/** Name of a song's file in the bucket. */
export function audioKey(s3Key: string, tier: Tier, format: Format): string {
  return `${s3Key}/${tier}.${format}`;
}
