import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, environmentOf } from "./components/shared/environment.ts";
import { besideMusicUsd, monthlyBudgetUsd } from "./config/costs.ts";
import { loadSettings, secretSetting } from "./config/load.ts";
import { Account } from "./systems/account.ts";
import { Alerts } from "./systems/alerts.ts";
import { Documents } from "./systems/documents.ts";
import { documentsOpenings } from "./systems/documents/edge.ts";
import { Foundation } from "./systems/foundation.ts";
import { Identity } from "./systems/identity.ts";
import { Ingest } from "./systems/ingest.ts";
import { Music } from "./systems/music.ts";
import { MUSIC, taggedAsMusic } from "./systems/music/names.ts";
import { Platform } from "./systems/platform.ts";
import { edgeOpenings } from "./systems/platform/edge.ts";
import { SCHEDULE_TAGS } from "./systems/platform/schedule.ts";
import { responderOf, Response } from "./systems/response.ts";
import { Tracker, trackerEnvironment, trackerRelease } from "./systems/tracker.ts";
import { trackerOpenings } from "./systems/tracker/edge.ts";

/** The program: settings in, systems, stack outputs. The engine and the offline plan both run it. */
export default function program(): Record<string, unknown> {
  const settings = loadSettings();
  const { accountId, region, zoneIds, dataProtection, owner, tags } = settings.environment;
  const [project, name] = [pulumi.getProject(), pulumi.getStack()];
  const environment = environmentOf({
    project,
    name,
    accountId,
    region,
    zoneIds,
    dataProtection,
    tags: { ...tags, Project: project, Environment: name, ManagedBy: "pulumi", Owner: owner },
  });
  const providerOf = (name: string, of: Pick<Environment, "region" | "tags">) =>
    new aws.Provider(name, {
      region: of.region as aws.Region,
      // A stack can't land in another account, whatever credentials are at hand.
      allowedAccountIds: [accountId],
      // What a function remembers at night must be there in the morning, whatever is deployed then.
      ignoreTags: { keys: [...SCHEDULE_TAGS] },
      defaultTags: { tags: of.tags },
    });
  const provider = providerOf("aws", environment);
  const { tracker: trackerSettings } = settings;
  const trackerPlace =
    trackerSettings.mode === "on" ? trackerEnvironment(environment, trackerSettings) : undefined;
  const elsewhere =
    trackerPlace === undefined || trackerPlace.region === region ? [] : [trackerPlace];

  const foundation = new Foundation(
    "foundation",
    {
      environment,
      keyDeletionDays: settings.environment.keyDeletionDays,
      keyAdministrators: settings.environment.keyAdministrators,
      backupLock: settings.operations.backup.lock,
      ownsAccount: settings.account.mode === "owns",
      startsHosts: settings.documents.mode === "on",
      // What outlives the stack is nothing without its key, also of documents that were switched off.
      retainsKey: settings.documents.keepsTable || undefined,
      otherRegions: elsewhere.map((other) => other.region),
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
      monthlyUsd: monthlyBudgetUsd(settings),
      pagerDutyUrl: secretSetting("pagerDutyUrl"),
    },
    { provider },
  );
  if (settings.account.mode === "owns") {
    new Account("account", { foundation, alerts, settings: settings.account }, { provider });
  }
  new Identity(
    "identity",
    {
      foundation,
      alerts,
      settings: settings.identity,
      platform: settings.platform,
      servesPage: settings.music.mode !== "off",
      besideServices: settings.music.mode === "fargate" ? [MUSIC] : undefined,
      fleet:
        trackerSettings.mode === "on" ? trackerRelease(environment, trackerSettings) : undefined,
    },
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
        ...(settings.documents.mode === "on" ? documentsOpenings(environment) : []),
        ...(trackerPlace?.region === region ? trackerOpenings(trackerPlace) : []),
        ...settings.operations.response.neighbours.flatMap((name) =>
          [edgeOpenings, documentsOpenings, trackerOpenings].flatMap((of) =>
            of({ ...environment, name }),
          ),
        ),
      ],
      elsewhere,
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
  const { documents: documentsSettings } = settings;
  const documents =
    documentsSettings.mode === "on"
      ? new Documents(
          "documents",
          { foundation, alerts, response, platform, settings: documentsSettings, operations },
          { provider },
        )
      : undefined;
  const { music: musicSettings } = settings;
  const music =
    musicSettings.mode === "off"
      ? undefined
      : new Music(
          "music",
          {
            foundation,
            alerts,
            platform,
            platformSettings: settings.platform,
            thresholds: settings.operations.alerts.thresholds,
            settings: musicSettings,
            besideUsd: besideMusicUsd(settings),
          },
          { provider: providerOf("aws-music", taggedAsMusic(environment)) },
        );
  const tracker =
    trackerSettings.mode === "on" && trackerPlace
      ? new Tracker(
          "tracker",
          {
            foundation,
            alerts,
            settings: trackerSettings,
            operations,
            account: settings.account,
            response,
            pagerDutyUrl: secretSetting("pagerDutyUrl"),
            signInSecret: secretSetting("trackerSignInSecret"),
          },
          { provider: providerOf("aws-tracker", trackerPlace) },
        )
      : undefined;
  // Mail arrives only once each address has confirmed: somebody must be told which (T20).
  const alertAddresses = [...new Set([...alerts.addresses, ...(ingest?.addresses ?? [])])].sort();
  return {
    ...platform.outputs,
    ...(ingest && { ingest: ingest.outputs }),
    ...(documents && { documents: documents.outputs }),
    ...(music && { music: music.outputs }),
    ...(tracker && { tracker: tracker.outputs }),
    alertAddresses,
  };
}
