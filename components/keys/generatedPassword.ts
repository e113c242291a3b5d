import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** How long it is, and of which characters; every store here accepts the defaults. */
export interface GeneratedPasswordArgs {
  /** Characters. @default 32 */
  readonly length?: number | undefined;
  /**
   * Special characters to draw from; an empty text for letters and digits alone.
   * @default `!&#$^<>-`, which ElastiCache accepts (T75)
   */
  readonly specials?: string | undefined;
}

/**
 * A random text of mixed case and digits that is a Pulumi secret from birth: encrypted in state,
 * never in outputs or logs (P-KEY-3). It is the only place that makes one. Cost: none.
 */
export class GeneratedPassword extends pulumi.ComponentResource {
  public static readonly token = "rampart:keys:GeneratedPassword";
  /** The text, a Pulumi secret; the same until the resource is replaced. */
  public readonly value: pulumi.Output<string>;

  constructor(
    name: string,
    args: GeneratedPasswordArgs = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(GeneratedPassword.token, name, {}, opts);
    const { length = 32, specials = "!&#$^<>-" } = args;

    const password = new random.RandomPassword(
      name,
      {
        length,
        minLower: 1,
        minUpper: 1,
        minNumeric: 1,
        ...(specials === "" ? { special: false } : { minSpecial: 1, overrideSpecial: specials }),
      },
      { parent: this, additionalSecretOutputs: ["result"] },
    );

    this.value = pulumi.secret(password.result);
    this.registerOutputs({ value: this.value });
  }
}
