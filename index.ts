import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { environmentOf } from "./components/shared/environment.ts";
import { loadSettings, secretSetting } from "./config/load.ts";
import { Foundation } from "./systems/foundation.ts";
import { Platform } from "./systems/platform.ts";

/** The program: settings in, systems, stack outputs. The engine and the offline plan both run it. */
export default function program(): Record<string, unknown> {
  const settings = loadSettings();
  const { accountId, region, zoneIds, dataProtection, owner, tags } = settings.environment;
  const environment = environmentOf({
    project: pulumi.getProject(),
    name: pulumi.getStack(),
    accountId,
    region,
    zoneIds,
    dataProtection,
  });
  const provider = new aws.Provider("aws", {
    region: region as aws.Region,
    // A stack can't land in another account, whatever credentials are at hand.
    allowedAccountIds: [accountId],
    defaultTags: {
      tags: {
        ...tags,
        Project: environment.project,
        Environment: environment.name,
        ManagedBy: "pulumi",
        Owner: owner,
      },
    },
  });

  const foundation = new Foundation(
    "foundation",
    {
      environment,
      keyDeletionDays: settings.environment.keyDeletionDays,
      keyAdministrators: settings.environment.keyAdministrators,
      backupLock: settings.operations.backup.lock,
    },
    { provider },
  );
  const platform = new Platform(
    "platform",
    {
      foundation,
      settings: settings.platform,
      operations: settings.operations,
      externalApiKeys: secretSetting("externalApiKeys"),
    },
    { provider },
  );
  return platform.outputs;
}
