import * as pulumi from "@pulumi/pulumi";

import type { InjectedSecret } from "../../components/compute/containerDefinition.ts";
import { GeneratedPassword } from "../../components/keys/generatedPassword.ts";
import { Secret, secretArnPattern } from "../../components/keys/secret.ts";
import { arnOf, type Environment } from "../../components/shared/environment.ts";
import type { TrackerBase } from "./base.ts";

/** Which of the passwords are made here. */
export interface TrackerSecretsArgs {
  /** Key and place. */
  readonly base: TrackerBase;
  /** Whether PostgreSQL asks for a password of ours, and not for one that RDS's rotation makes. */
  readonly ownsDatabasePassword: boolean;
}

/** Paths behind `/{env}/` (S-TRACKER-11). */
export const POSTGRES_PASSWORD_PATH = "tracker/postgres-password";
/** See {@link POSTGRES_PASSWORD_PATH}. */
export const REDIS_PASSWORD_PATH = "tracker/redis-password";
/** See {@link POSTGRES_PASSWORD_PATH}. */
export const SECRET_KEY_PATH = "tracker/secret-key";

/** Special characters that stand in a URL as they are: who builds one need not escape them. */
const SPECIALS = "-_";

/**
 * The tracker's secrets (S-TRACKER-11): random at first, then people's to change, by the runbook, for
 * ECS injects them when a task starts and a server learns a new one by hand. Cost: 0.40 USD a month
 * each.
 */
export class TrackerSecrets extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerSecrets";
  /** Of the database's user `tracker`; undefined where rotation makes it. */
  public readonly postgresPassword: Secret | undefined;
  /** Of the cache's user. */
  public readonly redisPassword: Secret;
  /** The same as a value, for a service that is given it. */
  public readonly redisValue: pulumi.Output<string>;
  /** Signs what the API hands out. */
  public readonly secretKey: Secret;

  constructor(name: string, args: TrackerSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerSecrets.token, name, {}, opts);
    const { environment, key } = args.base;
    const make = (path: string, description: string, length?: number) => {
      const logicalName = path.replace("/", "-");
      const { value } = new GeneratedPassword(
        logicalName,
        { specials: SPECIALS, length },
        { parent: this },
      );
      const secret = new Secret(
        logicalName,
        { environment, key, path, description, value, owner: "people" },
        { parent: this },
      );
      return { value, secret };
    };

    this.postgresPassword = args.ownsDatabasePassword
      ? make(POSTGRES_PASSWORD_PATH, "Password of the user tracker of the tracker's database")
          .secret
      : undefined;
    const redis = make(REDIS_PASSWORD_PATH, "Password of the tracker's cache");
    this.redisPassword = redis.secret;
    this.redisValue = redis.value;
    this.secretKey = make(SECRET_KEY_PATH, "Signs what the tracker's API hands out", 64).secret;
    this.registerOutputs({});
  }
}

/** A secret as ECS injects it: by its name, which is known before it exists. */
export function injected(
  environment: Environment,
  path: string,
  secretName: pulumi.Output<string>,
  jsonKey?: string,
): InjectedSecret {
  return {
    arn: secretName.apply((found) => arnOf(environment, "secretsmanager", `secret:${found}`)),
    arnPattern: secretArnPattern(environment, path),
    jsonKey,
  };
}
