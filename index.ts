import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { environmentOf } from "./components/shared/environment.ts";
import { loadSettings, secretSetting } from "./config/load.ts";
import { Account } from "./systems/account.ts";
import { Alerts } from "./systems/alerts.ts";
import { Foundation } from "./systems/foundation.ts";
import { Identity } from "./systems/identity.ts";
import { Ingest } from "./systems/ingest.ts";
import { Platform } from "./systems/platform.ts";
import { edgeOpenings } from "./systems/platform/edge.ts";
import { SCHEDULE_TAGS } from "./systems/platform/schedule.ts";
import { responderOf, Response } from "./systems/response.ts";

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
    // What a function remembers at night must be there in the morning, whatever is deployed then.
    ignoreTags: { keys: [...SCHEDULE_TAGS] },
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
      ownsAccount: settings.account.mode === "owns",
      guardrails: settings.identity.guardrails
        ? { responder: responderOf(settings.operations.response) }
        : undefined,
      lambdaConcurrency: settings.operations.lambdaConcurrency,
    },
    { provider },
  );
  const alerts = new Alerts(
    "alerts",
    {
      foundation,
      operations: settings.operations,
      pagerDutyUrl: secretSetting("pagerDutyUrl"),
    },
    { provider },
  );
  if (settings.account.mode === "owns") {
    new Account("account", { foundation, alerts, settings: settings.account }, { provider });
  }
  new Identity(
    "identity",
    { foundation, alerts, settings: settings.identity, platform: settings.platform },
    { provider },
  );
  const response = new Response(
    "response",
    {
      foundation,
      alerts,
      settings: settings.operations.response,
      openings: [
        ...edgeOpenings(environment, settings.platform.edge),
        ...settings.operations.response.neighbours.flatMap((name) =>
          edgeOpenings({ ...environment, name }),
        ),
      ],
    },
    { provider },
  );
  const platform = new Platform(
    "platform",
    {
      foundation,
      alerts,
      response,
      settings: settings.platform,
      operations: settings.operations,
      externalApiKeys: secretSetting("externalApiKeys"),
    },
    { provider },
  );
  const { ingest: ingestSettings, operations } = settings;
  const ingest =
    ingestSettings.mode === "on"
      ? new Ingest(
          "ingest",
          { foundation, alerts, settings: ingestSettings, operations },
          { provider },
        )
      : undefined;
  // Mail arrives only once each address has confirmed: somebody must be told which (T20).
  const alertAddresses = [...new Set([...alerts.addresses, ...(ingest?.addresses ?? [])])].sort();
  return { ...platform.outputs, ...(ingest && { ingest: ingest.outputs }), alertAddresses };
}
