import * as pulumi from "@pulumi/pulumi";

import { SecurityGroup } from "../components/network/securityGroup.ts";
import { Vpc } from "../components/network/vpc.ts";
import type { Environment } from "../components/shared/environment.ts";
import type { OperationsSettings, PlatformSettings } from "../config/settings.ts";
import type { Alerts } from "./alerts.ts";
import type { Foundation } from "./foundation.ts";
import type { Response } from "./response.ts";
import { QUARANTINE_IDENTIFIER } from "./response/quarantine.ts";
import { PlatformAlarms } from "./platform/alarms.ts";
import { PlatformApplication } from "./platform/application.ts";
import { PlatformBackup } from "./platform/backup.ts";
import { PlatformDashboard } from "./platform/dashboard.ts";
import { PlatformData } from "./platform/data.ts";
import { PlatformEdge } from "./platform/edge.ts";
import { PlatformRotation } from "./platform/rotation.ts";
import { PlatformSchedule } from "./platform/schedule.ts";
import { PlatformSecrets } from "./platform/secrets.ts";

/** What the platform stands on, and what the stack file says of it. */
export interface PlatformArgs {
  /** Keys, ceiling and buckets, which systems share. */
  readonly foundation: Foundation;
  /** Where its alarms go. */
  readonly alerts: Alerts;
  /** Must know of its openings before they are made. */
  readonly response: Response;
  /** The `platform` block of the stack file, checked and with its defaults. */
  readonly settings: PlatformSettings;
  /** The `operations` block: how long backups are kept, and when there is nothing to back up. */
  readonly operations: OperationsSettings;
  /** Value of the secret setting, where the stack has one. */
  readonly externalApiKeys?: pulumi.Output<string> | undefined;
}

/**
 * The cloud platform with the items API (S-PLATFORM): load balancer and firewall before Fargate
 * tasks, which use PostgreSQL and a cache. Cost: see the environment's envelope in its stack file.
 */
export class Platform extends pulumi.ComponentResource {
  public static readonly token = "rampart:systems:Platform";
  /** What a person or a pipeline looks up; names and addresses, never a secret's value. */
  public readonly outputs: Readonly<Record<string, pulumi.Output<unknown> | string>>;
  /** Where other systems of the environment stand as well. */
  public readonly vpc: Vpc;
  /** Database and cache, which others may use too. */
  public readonly data: PlatformData;
  /** Its cluster and repository are theirs as well. */
  public readonly application: PlatformApplication;
  /** Whose zone, firewall log and balancer they share. */
  public readonly edge: PlatformEdge;
  /** What proves session tokens, for other systems too. */
  public readonly secrets: PlatformSecrets;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Platform.token, name, {}, opts);
    const { foundation, alerts, settings, operations, externalApiKeys } = args;
    const { environment, key, boundary } = foundation;
    const parent = { parent: this };

    const vpc = new Vpc(
      "network",
      {
        environment,
        key,
        boundary,
        ...settings.network,
        dataReplication: settings.cache.replicas > 0,
      },
      parent,
    );
    this.#quarantine(environment, vpc);
    const data = new PlatformData("data", { foundation, vpc, ...settings }, parent);
    const { quietHour } = settings.database;
    new PlatformBackup("backup", { foundation, data, operations, quietHour }, parent);
    const rotation = new PlatformRotation(
      "rotation",
      {
        foundation,
        vpc,
        interfaceEndpoints: settings.network.interfaceEndpoints,
        data,
        database: settings.database,
      },
      parent,
    );
    const secrets = new PlatformSecrets("secrets", { foundation, externalApiKeys }, parent);
    const edge = new PlatformEdge(
      "edge",
      { foundation, vpc, edge: settings.edge, openAfter: args.response.guards },
      parent,
    );
    const application = new PlatformApplication(
      "application",
      {
        foundation,
        alerts,
        thresholds: operations.alerts.thresholds,
        vpc,
        data,
        secrets,
        loadBalancer: edge.loadBalancer,
        repository: settings.repository,
        service: settings.service,
        edge: settings.edge,
      },
      parent,
    );
    const alarms = new PlatformAlarms(
      "alarms",
      {
        foundation,
        alerts,
        thresholds: operations.alerts.thresholds,
        vpc,
        data,
        rotation,
        application,
        distribution: edge.distribution,
        settings,
      },
      parent,
    );
    new PlatformDashboard("dashboard", { environment, alarms, application, data }, parent);
    this.#schedule(args, application, alarms);

    this.vpc = vpc;
    this.data = data;
    this.application = application;
    this.edge = edge;
    this.secrets = secrets;
    this.outputs = outputsOf(settings.edge.host, this);
    this.registerOutputs(this.outputs);
  }

  /** Where the response puts an instance that is attacked: it gets no rule, ever. */
  #quarantine(environment: Environment, { vpcId }: Vpc): void {
    new SecurityGroup(
      QUARANTINE_IDENTIFIER,
      {
        environment,
        vpcId,
        identifier: QUARANTINE_IDENTIFIER,
        description: "Nothing in, nothing out",
      },
      { parent: this },
    );
  }

  #schedule(
    { foundation, alerts, settings, operations: { shutdown } }: PlatformArgs,
    { service, requestAlarms }: PlatformApplication,
    { toldByStop }: PlatformAlarms,
  ): void {
    if (!shutdown) return;
    new PlatformSchedule(
      "schedule",
      {
        foundation,
        alerts,
        hours: shutdown,
        service: settings.service,
        hasImage: service.taskDefinition.hasImage,
        // While no task runs, the balancer answers 503 to whoever asks.
        silenced: [...requestAlarms.alarms, ...toldByStop],
      },
      { parent: this },
    );
  }
}

function outputsOf(
  host: string,
  { data, application, edge, secrets }: Pick<Platform, "data" | "application" | "edge" | "secrets">,
): Platform["outputs"] {
  const { validationRecords } = edge.certificate;
  const { nameServers } = edge.zone;
  return {
    url: `https://${host}`,
    loadBalancer: edge.loadBalancer.dnsName,
    cluster: application.cluster.clusterName,
    service: application.service.serviceName,
    repository: application.repository.url,
    database: pulumi.interpolate`${data.database.address}:${data.database.port}`,
    secretNames: pulumi.all([
      data.credentials.secretName,
      data.cacheSecret.secretName,
      ...secrets.names,
    ]),
    ...(validationRecords && { validationRecords }),
    ...(nameServers && { nameServers }),
  };
}
