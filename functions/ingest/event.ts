// The whole of zod is half a megabyte, which each cold start would load.
import * as z from "zod/mini";

import { PlainFailure } from "../shared/failure.ts";
import { shaped } from "../shared/shape.ts";
import { INGEST_EVENT } from "./contract.ts";

/** An object that was put into the processing bucket. */
export interface Arrival {
  readonly bucket: string;
  /** As it is: unlike S3's own notifications, events of EventBridge have keys without URL encoding. */
  readonly key: string;
  /** Which of the key's versions it is; none where a bucket keeps no versions. */
  readonly version?: string;
  /** Bytes. */
  readonly size?: number;
  /** Entity tag, without quotes. */
  readonly etag?: string;
  /** Tells this arrival from all others of the key, in each event that tells of it. */
  readonly id: string;
}

const shape = z.object({
  source: z.literal(INGEST_EVENT.source),
  "detail-type": z.literal(INGEST_EVENT.detailType),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string().check(z.minLength(1)),
      size: z.optional(z.number()),
      etag: z.optional(z.string()),
      "version-id": z.optional(z.string()),
      sequencer: z.optional(z.string()),
    }),
  }),
});

/**
 * Reads an event. Source: S3 guide, "EventBridge event message structure".
 *
 * @throws PlainFailure when it tells of no object of this bucket
 */
export function parseEvent(event: unknown, processingBucket: string): Arrival {
  const { bucket, object } = shaped("event", shape, event).detail;
  if (bucket.name !== processingBucket) {
    throw new PlainFailure(`The event is of bucket ${bucket.name}, not of ${processingBucket}.`);
  }
  const { key, size, etag, "version-id": version, sequencer } = object;
  const id = version ?? sequencer;
  if (id === undefined) {
    throw new PlainFailure("The event has neither a version nor a sequencer.");
  }
  return {
    bucket: bucket.name,
    key,
    id,
    ...(version === undefined ? {} : { version }),
    ...(size === undefined ? {} : { size }),
    ...(etag === undefined ? {} : { etag }),
  };
}

/** Where an item came from, as its attribute says. */
export function originOf({ bucket, key, version, id }: Arrival): string {
  return `s3://${bucket}/${key}${version === undefined ? `#${id}` : `?versionId=${version}`}`;
}
