import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { type Environment, keepsData } from "../shared/environment.ts";

/** The account, and what its volumes are encrypted with. */
export interface AccountDefaultsArgs {
  /** Where data must survive, so does the choice of the key. */
  readonly environment: Environment;
  /** Encrypts volumes for which nobody names a key. */
  readonly key: EncryptionKey;
}

/** Characters of a password. CIS v3.0 asks for 14 (1.8). */
const PASSWORD_LENGTH = 20;

/** Passwords that AWS remembers, at most. */
const REMEMBERED_PASSWORDS = 24;

/**
 * What holds for all that is made in the account, by hand or by other stacks as well: no public
 * buckets, encrypted volumes, strong passwords (P-IAM-5, feature 40). Each exists once (T97), and is
 * kept when the stack is destroyed, or the account would lie open. Volumes fall back to AWS's key
 * where the stack takes its own along. A group that starts hosts by itself needs a grant for the key.
 * Passwords never end: people change those that end for worse ones. Cost: none.
 */
export class AccountDefaults extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:AccountDefaults";

  constructor(name: string, args: AccountDefaultsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AccountDefaults.token, name, {}, opts);
    const { environment, key } = args;
    const kept = { parent: this, retainOnDelete: true };

    new aws.s3.AccountPublicAccessBlock(
      name,
      {
        accountId: environment.accountId,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      kept,
    );
    new aws.ebs.DefaultKmsKey(
      name,
      { keyArn: key.arn },
      { parent: this, retainOnDelete: keepsData(environment) },
    );
    new aws.ebs.EncryptionByDefault(name, { enabled: true }, kept);
    new aws.iam.AccountPasswordPolicy(
      name,
      {
        minimumPasswordLength: PASSWORD_LENGTH,
        passwordReusePrevention: REMEMBERED_PASSWORDS,
        requireLowercaseCharacters: true,
        requireNumbers: true,
        requireSymbols: true,
        requireUppercaseCharacters: true,
        allowUsersToChangePassword: true,
      },
      kept,
    );
    this.registerOutputs({});
  }
}

/**
 * Encrypts volumes that are made in a region by hand, or by other stacks (T97); kept when the stack is
 * destroyed. It is for a region beside the environment's own, whose default is among
 * {@link AccountDefaults}: AWS's key does, since all that the program makes there names its own. Cost: none.
 */
export class VolumeDefaults extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:VolumeDefaults";

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super(VolumeDefaults.token, name, {}, opts);
    new aws.ebs.EncryptionByDefault(
      name,
      { enabled: true },
      { parent: this, retainOnDelete: true },
    );
    this.registerOutputs({});
  }
}
