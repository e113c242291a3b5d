import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { Role } from "../identity/role.ts";
import { arnOf, type Environment, keepsData } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";
import type { FileSystem } from "./fileSystem.ts";

/** Which file system is mounted, and by whom. */
export interface FileSystemAccessArgs {
  /** Where data must survive, the policy is kept with its file system. */
  readonly environment: Environment;
  /** What is mounted. */
  readonly fileSystem: FileSystem;
  /** Who mounts it: their containers come as these roles. They need no leave of their own. */
  readonly roles: readonly Role[];
}

/**
 * Who mounts a file system (feature 28): the named roles, over TLS, by a mount target and an access
 * point, and never as root. EFS refuses a policy that names a role which does not exist, so it is
 * made after the roles; nothing is left open meanwhile but a file system that is new and empty. Of
 * the conditions that IAM knows, EFS asks mounts for four alone, and none is about who comes: hence
 * principals. Source: Amazon EFS guide, "Using IAM to control file system data access". Cost: none.
 *
 * @throws Error when nobody may mount it.
 */
export class FileSystemAccess extends pulumi.ComponentResource {
  public static readonly token = "rampart:storage:FileSystemAccess";

  constructor(name: string, args: FileSystemAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super(FileSystemAccess.token, name, {}, opts);
    const { environment, fileSystem, roles } = args;
    if (roles.length === 0) {
      throw new Error(`roles of ${name} is empty; allowed: one or more, or nobody could mount it.`);
    }
    new aws.efs.FileSystemPolicy(
      name,
      {
        fileSystemId: fileSystem.fileSystemId,
        policy: pulumi
          .all(roles.map(({ arn }) => arn))
          .apply((arns) => policyJson("file-system", clientStatements(environment, arns))),
      },
      // A file system that is retained keeps its policy: without one whoever reaches it is root.
      { parent: this, retainOnDelete: keepsData(environment) },
    );
    this.registerOutputs({});
  }
}

/** The resource of such a policy is its file system, and is left out. */
function clientStatements(environment: Environment, roleArns: readonly string[]): Statement[] {
  return [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "NobodyIsRoot",
      Effect: "Deny",
      Principal: "*",
      Action: "elasticfilesystem:ClientRootAccess",
    },
    {
      // The file system has one access point; its id is not known before it exists.
      Sid: "MountByAccessPoint",
      Effect: "Allow",
      Principal: { AWS: [...roleArns] },
      Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      Condition: {
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
        StringLike: {
          "elasticfilesystem:AccessPointArn": arnOf(
            environment,
            "elasticfilesystem",
            "access-point/*",
          ),
        },
      },
    },
  ];
}
