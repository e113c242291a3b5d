import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which secret changes by itself, through which function, and how often. */
export interface SecretRotationArgs {
  /** ARN of the secret. */
  readonly secretArn: pulumi.Input<string>;
  /** ARN of the function with the four steps; depend on it, so that it may be called. */
  readonly functionArn: pulumi.Input<string>;
  /**
   * Days between two rotations, 1–1000.
   * @default 1000, the longest that there is: in practice only when people ask for it
   */
  readonly days?: number | undefined;
}

/** Longest time between two rotations that Secrets Manager takes; it has no "never". */
const LONGEST_DAYS = 1000;

/**
 * The rotation of a secret (P-KEY-4). The first one starts at once: it is what makes a secret usable
 * that starts without a password. Cost: that of the function's calls, four a rotation.
 *
 * @throws Error when `days` is not 1–1000.
 */
export class SecretRotation extends pulumi.ComponentResource {
  public static readonly token = "rampart:keys:SecretRotation";

  constructor(name: string, args: SecretRotationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(SecretRotation.token, name, {}, opts);
    const { days = LONGEST_DAYS } = args;
    if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) {
      throw new Error(`days of ${name} is ${days}; allowed: 1–${LONGEST_DAYS}.`);
    }

    new aws.secretsmanager.SecretRotation(
      name,
      {
        secretId: args.secretArn,
        rotationLambdaArn: args.functionArn,
        rotateImmediately: true,
        rotationRules: { automaticallyAfterDays: days },
      },
      // A component's waits are not those of its children, as state and destroy know them.
      { parent: this, ...(opts?.dependsOn && { dependsOn: opts.dependsOn }) },
    );
    this.registerOutputs({});
  }
}
