import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { arnOf, type Environment, keepsData } from "../shared/environment.ts";
import type { EncryptionKey } from "./encryptionKey.ts";

/** Where the first value of a secret comes from. */
export type SecretContent =
  | {
      /** A random text: mixed case, digits, and specials that the consumer accepts. */
      readonly from: "random";
      /** @default 32 characters */
      readonly length?: number;
      /** Special characters to draw from. @default `!&#$^<>-`, which ElastiCache accepts (T75) */
      readonly specials?: string;
    }
  | {
      /** A value that is a Pulumi secret already, or becomes one here. */
      readonly from: "value";
      readonly value: pulumi.Input<string>;
    };

export interface SecretArgs {
  readonly environment: Environment;
  readonly key: EncryptionKey;
  /** Path behind `/{env}/`, such as `database/credentials` (P-KEY-3). */
  readonly path: string;
  readonly description: string;
  readonly content: SecretContent;
  /**
   * `rotated`: a function or a person changes the value after its creation, and the program leaves
   * it alone; `manual`: the program's value stands, and the secret is tagged so for the runbook.
   * @default "manual"
   */
  readonly rotation?: "rotated" | "manual";
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
  /** The first value, wrapped as a secret. */
  public readonly value: pulumi.Output<string>;

  constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Secret.token, name, {}, opts);
    const { environment, key, content, rotation = "manual" } = args;
    const parent = { parent: this };

    const secret = new aws.secretsmanager.Secret(
      name,
      {
        name: secretNameOf(environment, args.path),
        description: args.description,
        kmsKeyId: key.arn,
        // A deleted name stays blocked while it can be recovered (T77).
        recoveryWindowInDays: keepsData(environment) ? RECOVERY_DAYS : 0,
        ...(rotation === "manual" ? { tags: { rotation: "manual" } } : {}),
      },
      parent,
    );
    this.value = pulumi.secret(
      content.from === "random" ? this.#random(name, content) : content.value,
    );
    new aws.secretsmanager.SecretVersion(
      name,
      { secretId: secret.id, secretString: this.value },
      { ...parent, ignoreChanges: rotation === "rotated" ? ["secretString"] : [] },
    );

    this.secretName = secret.name;
    this.arn = secret.arn;
    this.registerOutputs({ secretName: this.secretName, arn: this.arn, value: this.value });
  }

  #random(
    name: string,
    content: Extract<SecretContent, { from: "random" }>,
  ): pulumi.Output<string> {
    const password = new random.RandomPassword(
      name,
      {
        length: content.length ?? 32,
        minLower: 1,
        minUpper: 1,
        minNumeric: 1,
        minSpecial: 1,
        overrideSpecial: content.specials ?? "!&#$^<>-",
      },
      { parent: this, additionalSecretOutputs: ["result"] },
    );
    return password.result;
  }
}

/** Full name of a secret of this environment. */
function secretNameOf(environment: Environment, path: string): string {
  return `/${environment.name}/${path}`;
}

/**
 * The secret's ARN as an IAM pattern: six characters that AWS appends are unknown before it exists,
 * and six question marks match exactly those (T56).
 */
export function secretArnPattern(environment: Environment, path: string): string {
  return arnOf(environment, "secretsmanager", `secret:${secretNameOf(environment, path)}-??????`);
}
