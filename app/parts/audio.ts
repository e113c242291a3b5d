import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import { Problem } from "../http/problem.ts";

/** How long an address of a track holds at most (S-MUSIC-6). */
const SECONDS = 900;

export interface AudioOptions {
  readonly bucket: string;
  /** Servers of local runs know a bucket by the path alone. */
  readonly pathStyle: boolean;
}

/** An address that plays, for whoever has it. */
export interface Playable {
  readonly url: string;
  readonly expiresAt: Date;
}

/** The bucket with the tracks; nothing is read here, only addresses are signed. */
export class Audio {
  readonly #bucket: string;
  readonly #client: S3Client;

  constructor({ bucket, pathStyle }: AudioOptions) {
    this.#bucket = bucket;
    this.#client = new S3Client({ forcePathStyle: pathStyle, maxAttempts: 3 });
  }

  /**
   * Signs an address of one object. Signed by a role's passing credentials, it ends with them: the
   * SDK renews those of a task five minutes ahead, so that is the least that an address holds.
   *
   * @throws Problem 503 while there are no credentials: nothing else of this can fail.
   */
  async playable(key: string, mediaType: string): Promise<Playable> {
    try {
      return await this.#signed(key, mediaType);
    } catch (cause) {
      throw new Problem(503, "The audio is away for a moment.", {
        headers: { "Retry-After": "2" },
        cause,
      });
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async #signed(key: string, mediaType: string): Promise<Playable> {
    const now = new Date();
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentType: mediaType,
    });
    const url = await getSignedUrl(this.#client, command, {
      expiresIn: SECONDS,
      signingDate: now,
    });
    const { expiration } = await this.#client.config.credentials();
    const end = now.getTime() + SECONDS * 1000;
    return { url, expiresAt: new Date(Math.min(end, expiration?.getTime() ?? end)) };
  }
}
