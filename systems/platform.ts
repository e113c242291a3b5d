import * as pulumi from "@pulumi/pulumi";

import { PermissionsBoundary } from "../components/identity/permissionsBoundary.ts";
import { EncryptionKey } from "../components/keys/encryptionKey.ts";
import { alertPublisherGrants, logsGrant } from "../components/keys/grants.ts";
import { type Environment } from "../components/shared/environment.ts";
import { SecureBucket } from "../components/storage/secureBucket.ts";
import type { PlatformSettings } from "../config/settings.ts";

export interface PlatformArgs {
  readonly environment: Environment;
  readonly settings: PlatformSettings;
  readonly keys: { readonly deletionDays: number; readonly administrators: readonly string[] };
  readonly externalApiKeys: pulumi.Output<string> | undefined;
}

export class Platform extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Platform";
  public readonly outputs: Readonly<Record<string, pulumi.Input<unknown>>>;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Platform.token, name, {}, opts);
    const { environment, keys } = args;
    const parent = { parent: this };
    const key = new EncryptionKey(
      "main",
      {
        environment,
        ...keys,
        description: "All of the environment's data",
        grants: [logsGrant(environment)],
      },
      parent,
    );
    new EncryptionKey(
      "alerts",
      {
        environment,
        ...keys,
        identifier: "alerts",
        description: "Topics and queues that AWS services write to",
        grants: alertPublisherGrants(environment),
      },
      parent,
    );
    new PermissionsBoundary("boundary", { environment }, parent);
    new SecureBucket(
      "access-logs",
      {
        environment,
        key,
        identifier: "access-logs",
        role: "access-log-target",
        expireAfterDays: 90,
      },
      parent,
    );
    this.outputs = {};
    this.registerOutputs(this.outputs);
  }
}
