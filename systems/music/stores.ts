import * as pulumi from "@pulumi/pulumi";

import { readerStatements } from "../../components/edge/siteDistribution.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { bucketNameOf } from "../../components/shared/environment.ts";
import type { Statement } from "../../components/shared/policy.ts";
import { bucketArnOf, SecureBucket } from "../../components/storage/secureBucket.ts";
import type { MusicSettings } from "../../config/settings.ts";
import type { Foundation } from "../foundation.ts";
import { objectsOnlyFor } from "../objectAccess.ts";
import { AUDIO, PAGE } from "./names.ts";

/** What the music's files are kept in, and who reads them. */
export interface MusicStoresArgs {
  /** Its key, and where requests are logged. */
  readonly foundation: Foundation;
  /** The page's host, and the one distribution that reads its bucket. */
  readonly settings: Pick<MusicSettings, "host" | "distributionId">;
  /** Identifier of the role that signs addresses of tracks. */
  readonly signer: string;
}

/**
 * Tracks and page, each in a private bucket (S-MUSIC-3). A track is read by an address that the API's
 * role has signed, and by nothing else (S-MUSIC-6); the page by its distribution. Cost: 0.023 USD a GB
 * and month; of tracks, 0.09 USD a GB out, beyond 100 GB free.
 */
export class MusicStores extends pulumi.ComponentResource {
  public static readonly token = "rampart:music:MusicStores";
  /** Where tracks are put. */
  public readonly audio: SecureBucket;
  /** Where the page is put. */
  public readonly page: SecureBucket;

  constructor(name: string, args: MusicStoresArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MusicStores.token, name, {}, opts);
    const { foundation, settings, signer } = args;
    const { environment, key, accessLogs } = foundation;
    const parent = { parent: this };

    this.audio = new SecureBucket(
      AUDIO,
      {
        environment,
        key,
        accessLogs,
        identifier: AUDIO,
        role: "media",
        corsOrigins: [`https://${settings.host}`],
        statements: [
          ...ownEncryptionOnly(environment, AUDIO),
          objectsOnlyFor(environment, AUDIO, [signer], ["s3:GetObject", "s3:GetObjectVersion"]),
        ],
      },
      parent,
    );
    this.page = new SecureBucket(
      PAGE,
      {
        environment,
        key,
        accessLogs,
        identifier: PAGE,
        role: "frontend",
        statements: readerStatements(environment, PAGE, settings.distributionId),
      },
      parent,
    );
    this.registerOutputs({ audio: this.audio.bucketName, page: this.page.bucketName });
  }
}

/** Where tracks are read by signed addresses; a content security policy names it. */
export function audioOrigin(environment: Environment): string {
  return `https://${bucketNameOf(environment, AUDIO)}.s3.${environment.region}.amazonaws.com`;
}

/** All that the API does with tracks: to sign an address, a role must have what it is for. */
export function signStatement(environment: Environment): Statement {
  return {
    Sid: "SignTracks",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: `${bucketArnOf(environment, AUDIO)}/*`,
  };
}

/**
 * Refuses what is not encrypted by S3's own key: whoever plays a track could not open it otherwise.
 * A put that says nothing is encrypted by that, as the bucket does by default.
 */
function ownEncryptionOnly(environment: Environment, bucket: string): Statement[] {
  const refuse = (Sid: string, Condition: Statement["Condition"]): Statement => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${bucketArnOf(environment, bucket)}/*`,
    ...(Condition && { Condition }),
  });
  return [
    refuse("EncryptedByS3Alone", {
      // A negation also holds where nothing is stated, which most uploads do.
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "AES256" },
    }),
    refuse("NoKeyOfTheSender", {
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
    }),
  ];
}
