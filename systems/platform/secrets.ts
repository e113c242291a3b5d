import * as pulumi from "@pulumi/pulumi";

import { GeneratedPassword } from "../../components/keys/generatedPassword.ts";
import { Secret } from "../../components/keys/secret.ts";
import { UNSET_WEBHOOK } from "../../functions/slack-notifier/contract.ts";
import type { Foundation } from "../foundation.ts";

/** What the secrets are encrypted with, and the one value that a stack may know. */
export interface PlatformSecretsArgs {
  /** Their key and environment. */
  readonly foundation: Foundation;
  /** Keys of other companies' APIs. @default a random value stands in until someone sets them */
  readonly externalApiKeys?: pulumi.Output<string> | undefined;
}

/** Paths behind `/{env}/` (P-KEY-3). */
export const JWT_SECRET_PATH = "app/jwt-secret";
/** Keys of other companies' APIs, behind `/{env}/`; nothing is granted it until something calls one. */
const EXTERNAL_API_KEYS_PATH = "app/external-api-keys";
/** The Slack notifier's way out, behind `/{env}/`. */
export const SLACK_WEBHOOK_PATH = "monitoring/slack-webhook";

/**
 * The secrets of P-KEY-3 that belong to no database; changed by hand, see the runbook. Cost: 1.20
 * USD a month for the three.
 */
export class PlatformSecrets extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformSecrets";
  /** Full names; never values. */
  public readonly names: pulumi.Output<string>[];

  constructor(name: string, args: PlatformSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformSecrets.token, name, {}, opts);
    const { environment, key } = args.foundation;
    const generated = (logicalName: string): pulumi.Output<string> =>
      new GeneratedPassword(logicalName, {}, { parent: this }).value;
    const make = (
      logicalName: string,
      path: string,
      description: string,
      value?: pulumi.Output<string>,
      standIn = generated,
    ): Secret =>
      new Secret(
        logicalName,
        {
          environment,
          key,
          path,
          description,
          owner: value ? "program" : "people",
          value: value ?? standIn(logicalName),
        },
        { parent: this },
      );

    this.names = [
      make("jwt-secret", JWT_SECRET_PATH, "Signs session tokens"),
      make(
        "external-api-keys",
        EXTERNAL_API_KEYS_PATH,
        "Keys of other companies' APIs",
        args.externalApiKeys,
      ),
      make(
        "slack-webhook",
        SLACK_WEBHOOK_PATH,
        "Where alerts are posted; a placeholder at first",
        undefined,
        // Known to the notifier, which takes everything else for a webhook.
        (logicalName) => pulumi.interpolate`${UNSET_WEBHOOK}${generated(logicalName)}`,
      ),
    ].map((secret) => secret.secretName);
    this.registerOutputs({ names: this.names });
  }
}
