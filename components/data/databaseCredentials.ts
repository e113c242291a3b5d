import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { Secret, secretArnPattern } from "../keys/secret.ts";
import type { Environment } from "../shared/environment.ts";
import type { Postgres } from "./postgres.ts";

/** Whose credentials they are, and for which database. */
export interface DatabaseCredentialsArgs {
  /** Opens the path; where data must survive, a deleted secret can be recovered for 30 days. */
  readonly environment: Environment;
  /** Encrypts the secret; who reads it needs leave to use it. */
  readonly key: EncryptionKey;
  /** Where the user is. */
  readonly database: Postgres;
  /**
   * The application's user. Rotation alternates between it and `{username}_clone`, so that running
   * connections survive.
   */
  readonly username: string;
  /** Path behind `/{env}/`. @default {@link DATABASE_SECRET_PATH} */
  readonly path?: string | undefined;
  /** Whether a schedule rotates them, or people ask for it (P-KEY-4). @default false */
  readonly rotatesBySchedule?: boolean | undefined;
}

/** Path behind `/{env}/` (P-KEY-3). */
export const DATABASE_SECRET_PATH = "database/credentials";

/** PostgreSQL cuts names at 63 characters; six are left for `_clone`. */
const USERNAME = /^(?!pg_)[a-z][a-z0-9_]{0,56}$/;

/**
 * The application's own database user, in `/{env}/database/credentials` (P-KEY-3). It starts with
 * an empty password, which PostgreSQL never accepts; the rotation function's first run makes the
 * user, so that no live password is ever in state. Cost: 0.40 USD a month.
 *
 * @throws Error when PostgreSQL would refuse `username`, or cut the name of its clone.
 */
export class DatabaseCredentials extends pulumi.ComponentResource {
  public static readonly token = "rampart:data:DatabaseCredentials";
  /** Name by which processes ask for the value; known before the secret exists. */
  public readonly secretName: pulumi.Output<string>;
  /** ARN with its random suffix; known only once the secret exists. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DatabaseCredentials.token, name, {}, opts);
    const { environment, key, database, username } = args;
    if (!USERNAME.test(username)) {
      throw new Error(
        `username of ${name} is "${username}"; allowed: a lower-case letter, then letters, digits ` +
          "and underscores, at most 57, not pg_….",
      );
    }

    const secret = new Secret(
      name,
      {
        environment,
        key,
        path: args.path ?? DATABASE_SECRET_PATH,
        description: "Database user of the application; made and rotated by a function",
        value: firstCredentials(username, database),
        owner: args.rotatesBySchedule ? "rotation" : "rotation-on-demand",
      },
      { parent: this },
    );

    this.secretName = secret.secretName;
    this.secretArn = secret.arn;
    this.registerOutputs({ secretName: this.secretName, secretArn: this.secretArn });
  }
}

/** The secret's ARN as policies name it; known before it exists. */
export function databaseCredentialsArnPattern(
  environment: Environment,
  path = DATABASE_SECRET_PATH,
): string {
  return secretArnPattern(environment, path);
}

/** The secret's first value; its keys are those that AWS's rotation functions for PostgreSQL read. */
export function firstCredentials(
  username: string,
  {
    address,
    port,
    databaseName,
    masterSecretArn,
  }: Pick<Postgres, "address" | "port" | "databaseName" | "masterSecretArn">,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    engine: "postgres",
    username,
    password: "",
    host: address,
    port,
    dbname: databaseName,
    masterarn: masterSecretArn,
  });
}
