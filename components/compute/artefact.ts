import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type EncryptionKey, keyUseStatement } from "../keys/encryptionKey.ts";
import { bucketNameOf, type Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { bucketArnOf, SecureBucket } from "../storage/secureBucket.ts";
import type { ArtefactReference } from "./boot/nodeService.ts";

/** What hosts run, and where they find it. */
export interface ArtefactArgs {
  /** Is in the bucket's name. */
  readonly environment: Environment;
  /** Encrypts the bucket. */
  readonly key: EncryptionKey;
  /** Last part of the bucket's name. */
  readonly identifier: string;
  /** Where requests to the bucket are logged. */
  readonly accessLogs: SecureBucket;
  /** The files, as a tar archive. */
  readonly archive: Uint8Array;
}

/** Where archives are until they are uploaded: Pulumi would keep a text whole in the state. */
const FOLDER = resolve(import.meta.dirname, "../../.cache/artefacts");

/**
 * An archive that hosts fetch at their first boot, under a key that is its content: another content
 * is another key, and hosts of an older version find theirs as long as the bucket is there. Cost:
 * storage, 0.12 USD a month for a thousand versions of the application.
 */
export class Artefact extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:Artefact";
  /** What a first boot needs to know of it; known before it exists. */
  public readonly reference: ArtefactReference;

  constructor(name: string, args: ArtefactArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Artefact.token, name, {}, opts);
    const { environment, key, identifier, accessLogs, archive } = args;
    const sha256 = createHash("sha256").update(archive).digest("hex");

    const bucket = new SecureBucket(
      name,
      { environment, key, identifier, role: "artefacts", accessLogs },
      { parent: this },
    );
    new aws.s3.BucketObjectv2(
      name,
      {
        bucket: bucket.bucketName,
        key: keyOf(sha256),
        source: new pulumi.asset.FileAsset(fileOf(sha256, archive)),
        contentType: "application/x-tar",
        checksumAlgorithm: "SHA256",
        // An object takes ten tags at most, fewer than a stack may set; the bucket has them.
        overrideProvider: { defaultTags: { tags: {} } },
      },
      // A group that goes back to an older version fetches what that was.
      { parent: this, dependsOn: [bucket], retainOnDelete: true },
    );

    this.reference = {
      bucket: bucketNameOf(environment, identifier),
      key: keyOf(sha256),
      sha256,
      region: environment.region,
    };
    this.registerOutputs({ ...this.reference });
  }
}

/** What lets a host fetch any version of an artefact, and nothing else. */
export function artefactStatements(
  environment: Environment,
  key: EncryptionKey,
  identifier: string,
): Statement[] {
  return [
    {
      Sid: "FetchArtefact",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `${bucketArnOf(environment, identifier)}/${keyOf("*")}`,
    },
    keyUseStatement(environment, key.alias, "s3"),
  ];
}

function keyOf(sha256: string): string {
  return `sha256:${sha256}.tar`;
}

/** The archive as a file whose name is its content, by a path that is the same on every machine. */
function fileOf(sha256: string, archive: Uint8Array): string {
  const file = join(FOLDER, `${sha256}.tar`);
  if (!existsSync(file)) {
    mkdirSync(FOLDER, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, archive);
    renameSync(unfinished, file);
  }
  return relative(process.cwd(), file);
}
