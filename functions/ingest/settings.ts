import * as z from "zod/mini";

import { shaped } from "../shared/shape.ts";
import type { IngestEnvironment, TableKey } from "./contract.ts";

const name = z.string().check(z.minLength(1));

const variables = z.object({
  PROCESSING_BUCKET: name,
  QUARANTINE_BUCKET: name,
  TABLE_NAME: name,
  TABLE_KEY: z.enum(["ArtistID", "ArtistID,ItemID"]),
  TOPIC_ARN: z.string().check(z.regex(/^arn:[^:]+:sns:[^:]+:\d{12}:/)),
} satisfies Record<keyof IngestEnvironment, z.ZodMiniType>);

/** Where the function works. */
export interface Settings {
  readonly processingBucket: string;
  readonly quarantineBucket: string;
  readonly table: string;
  readonly tableKey: TableKey;
  readonly topic: string;
  /** Account of all of them. */
  readonly account: string;
}

/**
 * Reads the environment variables.
 *
 * @throws PlainFailure when one is missing or malformed
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = shaped("environment", variables, environment);
  const [, , , , account = ""] = read.TOPIC_ARN.split(":");
  return {
    processingBucket: read.PROCESSING_BUCKET,
    quarantineBucket: read.QUARANTINE_BUCKET,
    table: read.TABLE_NAME,
    tableKey: read.TABLE_KEY,
    topic: read.TOPIC_ARN,
    account,
  };
}
