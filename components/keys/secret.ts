import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, keepsData } from "../shared/environment.ts";
import type { EncryptionKey } from "./encryptionKey.ts";

/** Who decides a secret's value once it exists. */
export type SecretOwner = "program" | "people" | "rotation" | "rotation-on-demand";

/** Where a secret is found, what it holds first, and who changes it. */
export interface SecretArgs {
  /** Opens the path; where data must survive, a deleted secret can be recovered for 30 days. */
  readonly environment: Environment;
  /** Encrypts the value; who reads it needs leave to use it. */
  readonly key: EncryptionKey;
  /** Path behind `/{env}/`, such as `database/credentials` (P-KEY-3). */
  readonly path: string;
  /** What it is for, as the console shows it; readable by all, so never a value. */
  readonly description: string;
  /** First value; wrapped as a Pulumi secret here if it is not one yet. */
  readonly value: pulumi.Input<string>;
  /**
   * Who decides the value after the first one. `program`: this program, whenever its value changes;
   * `people`: whoever follows the runbook; `rotation`: a function, by a schedule;
   * `rotation-on-demand`: a function, when people ask for it. What people or a function set is left
   * alone.
   */
  readonly owner: SecretOwner;
}

/** Days in which a deleted secret can be recovered where data must survive. */
const RECOVERY_DAYS = 30;

/**
 * A Secrets Manager secret with its first value, encrypted with the environment's key. The value
 * is a Pulumi secret from birth: encrypted in state, never in outputs or logs. It is the only place
 * that creates secrets. Cost: 0.40 USD a month and 0.05 USD for 10,000 reads.
 */
export class Secret extends pulumi.ComponentResource {
  public static readonly token = "rampart:keys:Secret";
  /** Name by which processes ask for the value; known before the secret exists. */
  public readonly secretName: pulumi.Output<string>;
  /** ARN with its random suffix, for ECS to inject; known only once the secret exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Secret.token, name, {}, opts);
    const { environment, key, owner } = args;
    const parent = { parent: this };

    const secret = new aws.secretsmanager.Secret(
      name,
      {
        name: secretNameOf(environment, args.path),
        description: args.description,
        kmsKeyId: key.arn,
        // A deleted name stays blocked while it can be recovered (T77).
        recoveryWindowInDays: keepsData(environment) ? RECOVERY_DAYS : 0,
        ...(owner === "rotation" ? {} : { tags: { rotation: "manual" } }),
      },
      parent,
    );
    new aws.secretsmanager.SecretVersion(
      name,
      {
        secretId: secret.id,
        secretString: pulumi.secret(args.value),
        // A version that lost its last label is deleted, and the next update would put the first
        // value back. `seed` stays when AWSCURRENT moves on.
        ...(owner === "program" ? {} : { versionStages: ["AWSCURRENT", "seed"] }),
      },
      {
        ...parent,
        ignoreChanges: owner === "program" ? [] : ["secretString", "versionStages"],
      },
    );

    this.secretName = secret.name;
    this.arn = secret.arn;
    this.registerOutputs({ secretName: this.secretName, arn: this.arn });
  }
}

/** Full name of a secret of this environment. */
export function secretNameOf(environment: Environment, path: string): string {
  return `/${environment.name}/${path}`;
}

/**
 * The secret's ARN as an IAM pattern: six characters that AWS appends are unknown before it exists,
 * and six question marks match exactly those (T56).
 */
export function secretArnPattern(environment: Environment, path: string): string {
  return arnOf(environment, "secretsmanager", `secret:${secretNameOf(environment, path)}-??????`);
}
