import { ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

import type { Database } from "../parts/database.ts";
import { SEED_ARTISTS } from "./seed/catalogue.ts";
import { seedId } from "./seed/id.ts";
import { seedSongs, writeSeed } from "./seed/people.ts";
import { type Files, record } from "./seed/record.ts";
import { audioKey, type Format, MEDIA_TYPES, type Tier, TIERS } from "./songs/song.ts";

interface Places {
  readonly database: Database;
  readonly s3: S3Client;
  /** Bucket of the audio. */
  readonly bucket: string;
}

export interface SeedOptions extends Places {
  /** Told after each track that had to be made. */
  readonly progress?: (done: number, of: number) => void;
}

/** What had to be done. */
export interface Seeded {
  readonly tracks: number;
  readonly isNewDatabase: boolean;
}

/** Any number will do that no other program locks. */
const LOCK = 7_301_906;

/**
 * Fills the door `music` with 28 tracks, 50 users, and what they like, play, follow and list. The
 * tracks are Ogg Vorbis; {@link seedAac} takes as long again.
 * Done again it changes nothing; broken off, it goes on where it was.
 */
export async function seedMusic(options: SeedOptions): Promise<Seeded> {
  const tracks = await storeTracks(options);
  // Songs come after their files, so that each one that is found can be played.
  const isNewDatabase = await options.database.transaction(async (queries) => {
    await queries.query("select pg_advisory_xact_lock($1)", [LOCK]);
    const [first] = SEED_ARTISTS;
    const known = await queries.query("select from artists where id = $1", [
      seedId("artist", first?.name ?? ""),
    ]);
    if (known.length > 0) return false;
    await writeSeed(queries, new Date());
    return true;
  });
  return { tracks, isNewDatabase };
}

/**
 * Makes the seed's tracks in AAC as well, which browsers play that don't play Ogg. One at a time, so
 * that it can be done while the service is used; each is offered from when it is there.
 */
export async function seedAac(
  { database, s3, bucket }: Places,
  signal: AbortSignal,
): Promise<void> {
  const rows = await database.query<{ id: string }>(
    "select id from songs where 'aac' = any (other_formats)",
  );
  const there = new Set(rows.map(({ id }) => id));
  const missing = seedSongs().filter(({ id }) => !there.has(id));
  await record(missing, { format: "aac", crew: 1, signal }, async ({ id, s3Key }, files) => {
    await upload(s3, bucket, s3Key, "aac", files);
    await database.query("update songs set other_formats = '{aac}' where id = $1", [id]);
  });
}

async function storeTracks({ s3, bucket, progress }: SeedOptions): Promise<number> {
  const there = new Set<string>();
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "seed/" }));
  for (const { Key } of listed.Contents ?? []) if (Key !== undefined) there.add(Key);
  const missing = seedSongs().filter(({ s3Key }) =>
    TIERS.some((tier) => !there.has(audioKey(s3Key, tier, "ogg"))),
  );
  let done = 0;
  await record(missing, { format: "ogg" }, async ({ s3Key }, files) => {
    await upload(s3, bucket, s3Key, "ogg", files);
    progress?.(++done, missing.length);
  });
  return missing.length;
}

async function upload(
  s3: S3Client,
  bucket: string,
  s3Key: string,
  format: Format,
  files: Files,
): Promise<void> {
  const put = async (tier: Tier, file: Buffer) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: audioKey(s3Key, tier, format),
        Body: file,
        ContentType: MEDIA_TYPES[format],
      }),
    );
  await Promise.all([...files].map(([tier, file]) => put(tier, file)));
}
