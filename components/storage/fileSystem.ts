import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { type Environment, keepsData, nameOf } from "../shared/environment.ts";

/** Where a file system is mounted, and as whom. */
export interface FileSystemArgs {
  /** Opens the names; where data must survive, the file system is protected and retained. */
  readonly environment: Environment;
  /** Encrypts all files; it can't be changed later. */
  readonly key: EncryptionKey;
  /** Group of the mount targets; who mounts is connected to it on {@link FILE_SYSTEM_PORT}. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Subnets by the zone **id** of each, one a zone, for EFS takes one mount target in each. */
  readonly subnets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Last part of every name. */
  readonly identifier: string;
  /** Absolute path on the file system that the access point shows as its root. */
  readonly path: string;
  /** Numbers of user and group as whom all files are read and written, above 0. */
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** NFS, which EFS's own mount helper wraps in TLS. */
export const FILE_SYSTEM_PORT = 2049;

/** Days after which a file that nobody reads moves to cheaper storage, and back when one does. */
const INFREQUENT_ACCESS = "AFTER_30_DAYS";

/**
 * An encrypted file system with one access point and a mount target in each zone (feature 28). Who
 * mounts it sees the access point's directory alone, and is one user there, never root; who that is,
 * says a {@link FileSystemAccess}. Backups are a {@link BackupPlan}'s matter.
 *
 * Cost (us-east-1): 0.30 USD a GB and month, 0.025 where it is rarely read; none for mount targets;
 * 0.03 USD a GB read and 0.06 written. Source: Amazon EFS pricing.
 *
 * @throws Error when the path is not absolute or is the root, a number is that of root.
 */
export class FileSystem extends pulumi.ComponentResource {
  public static readonly token = "rampart:storage:FileSystem";
  /** Such as `fs-0a1b2c3d4e5f67890`; known only once it exists. */
  public readonly fileSystemId: pulumi.Output<string>;
  /** Such as `fsap-0a1b2c3d4e5f67890`; known only once it exists. */
  public readonly accessPointId: pulumi.Output<string>;
  /** What backup plans name; known only once it exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: FileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FileSystem.token, name, {}, opts);
    const { environment, identifier } = args;
    check(name, args);
    const keep = keepsData(environment);
    const parent = { parent: this };
    const tags = { Name: nameOf(environment, "file-system", identifier) };

    const fileSystem = new aws.efs.FileSystem(
      name,
      {
        encrypted: true,
        kmsKeyId: args.key.arn,
        performanceMode: "generalPurpose",
        throughputMode: "elastic",
        lifecyclePolicies: [
          { transitionToIa: INFREQUENT_ACCESS },
          { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
        ],
        tags,
      },
      { ...parent, protect: keep, retainOnDelete: keep },
    );
    const accessPoint = new aws.efs.AccessPoint(
      name,
      {
        fileSystemId: fileSystem.id,
        posixUser: args.owner,
        rootDirectory: {
          path: args.path,
          creationInfo: {
            ownerUid: args.owner.uid,
            ownerGid: args.owner.gid,
            permissions: "0750",
          },
        },
        tags,
      },
      parent,
    );
    for (const [zoneId, subnetId] of Object.entries(args.subnets)) {
      new aws.efs.MountTarget(
        `${name}-${zoneId}`,
        { fileSystemId: fileSystem.id, subnetId, securityGroups: [args.securityGroupId] },
        parent,
      );
    }

    this.fileSystemId = fileSystem.id;
    this.accessPointId = accessPoint.id;
    this.arn = fileSystem.arn;
    this.registerOutputs({
      fileSystemId: this.fileSystemId,
      accessPointId: this.accessPointId,
      arn: this.arn,
    });
  }
}

function check(name: string, { path, owner }: FileSystemArgs): void {
  if (!/^(\/[\w.-]+){1,4}$/.test(path)) {
    throw new Error(
      `path of ${name} is "${path}"; allowed: up to four folders, such as /data, and not the root.`,
    );
  }
  if (owner.uid < 1 || owner.gid < 1) {
    throw new Error(
      `owner of ${name} is ${owner.uid}:${owner.gid}; allowed: numbers above 0, which is root's.`,
    );
  }
}
