import * as pulumi from "@pulumi/pulumi";

import { type ApiEnvironment, HEALTH_PATH, healthCommand } from "../../app/contract.ts";
import { FargateService } from "../../components/compute/fargateService.ts";
import {
  DATABASE_SECRET_PATH,
  databaseCredentialsArnPattern,
} from "../../components/data/databaseCredentials.ts";
import type { ServerOrigin } from "../../components/edge/distributionParts.ts";
import { Route } from "../../components/edge/route.ts";
import { TargetGroup } from "../../components/edge/targetGroup.ts";
import type { UserPool } from "../../components/identity/userPool.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { Secret, secretArnPattern, secretNameOf } from "../../components/keys/secret.ts";
import { Connection } from "../../components/network/securityGroup.ts";
import type { Alarm } from "../../components/observability/alarm.ts";
import { arnOf, bucketNameOf } from "../../components/shared/environment.ts";
import type { MusicFargateSettings, OperationsSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import type { Foundation } from "../foundation.ts";
import type { Platform } from "../platform.ts";
import { makeAlarms } from "../platform/alarmRow.ts";
import { answerRows } from "../platform/answerRows.ts";
import { API_PATHS, AUDIO, MUSIC } from "./names.ts";
import { type MusicStores, signStatement } from "./stores.ts";
import { type MusicClient, poolFacts } from "./users.ts";

/** What the API's containers stand on, talk to and answer. */
export interface MusicServiceArgs {
  /** Its keys and the ceiling of its roles. */
  readonly foundation: Foundation;
  /** Its balancer, cluster, repository, network and database are used. */
  readonly platform: Platform;
  /** Who is told when it fails, and when that is. */
  readonly alerts: Alerts;
  /** See {@link alerts}. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** Name of the balancer's certificate, by which CloudFront asks it. */
  readonly originHost: string;
  /** Seconds for which the balancer keeps idle connections. */
  readonly idleTimeoutSeconds: number;
  /** The stack file's `music` block. */
  readonly settings: MusicFargateSettings;
  /** Where tracks are. */
  readonly stores: MusicStores;
  /** Whose tokens count. */
  readonly users: UserPool<MusicClient>;
}

/** Identifier of the role that signs addresses: that of the tasks. */
export const SERVICE_SIGNER = `${MUSIC}-task`;

/** Behind `/{env}/`: ids that Cognito gives, which a task definition could not hold when it is reviewed. */
const SIGN_IN_PATH = "music/sign-in";

/** Before the platform's own route, which takes every path. */
const PRIORITY = 50;

/** Where to look, by what is wrong. */
const ADVICE = {
  slow: "is the database busy with searches?",
  failed: "look at the log of its tasks",
  refused: "look at the log of its tasks",
  unhealthy: "look at its log and its events",
  target: "task",
};

/** Seconds by which the application outlasts the load balancer, or clients see 502 (T36). */
const KEEP_ALIVE_MARGIN = 5;

/**
 * The music's API on Fargate (S-MUSIC-2): tasks of the platform's image, with another door, behind its
 * balancer and on its database. Cost: that of its tasks, see {@link FargateService}, and 0.40 USD a
 * month for a secret.
 */
export class MusicService extends pulumi.ComponentResource {
  public static readonly token = "rampart:music:MusicService";
  /** By which CloudFront reaches it. */
  public readonly origin: ServerOrigin;
  /** The service, for its alarms. */
  public readonly service: FargateService;
  /** Where the balancer finds its tasks. */
  public readonly targetGroup: TargetGroup;

  constructor(name: string, args: MusicServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MusicService.token, name, {}, opts);
    const { foundation, platform, settings } = args;
    const { environment, key, boundary } = foundation;
    const { loadBalancer } = platform.edge;
    const { service } = settings;
    const parent = { parent: this };

    const signIn = this.#signIn(args);
    this.targetGroup = new TargetGroup(
      "music-target",
      {
        environment,
        vpcId: platform.vpc.vpcId,
        identifier: MUSIC,
        port: service.port,
        health: { path: HEALTH_PATH },
      },
      parent,
    );
    const route = new Route(
      "music-route",
      { loadBalancer, targetGroup: this.targetGroup, priority: PRIORITY, paths: [API_PATHS] },
      parent,
    );
    const injected = (jsonKey: keyof ReturnType<typeof poolFacts>) => ({
      arn: arnOf(
        environment,
        "secretsmanager",
        `secret:${secretNameOf(environment, SIGN_IN_PATH)}`,
      ),
      arnPattern: secretArnPattern(environment, SIGN_IN_PATH),
      jsonKey,
    });
    this.service = new FargateService(
      MUSIC,
      {
        ...service,
        environment,
        key,
        boundary,
        cluster: platform.application.cluster,
        vpcId: platform.vpc.vpcId,
        subnetIds: platform.vpc.applicationSubnetIds,
        identifier: MUSIC,
        image: { repository: platform.application.repository, digest: service.imageDigest },
        environmentVariables: { ...environmentOf(args) },
        secrets: {
          COGNITO_USER_POOL_ID: injected("userPoolId"),
          COGNITO_CLIENT_IDS: injected("clientIds"),
        },
        taskStatements: [
          {
            Sid: "ReadDatabaseAccess",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: databaseCredentialsArnPattern(environment),
          },
          keyUseStatement(environment, key.alias, "secretsmanager"),
          signStatement(environment),
        ],
        healthCheck: { command: healthCommand(service.port) },
        rollbackAlarms: this.#telling(args).map(({ alarmName }) => alarmName),
        target: {
          targetGroupArn: this.targetGroup.arn,
          loadBalancerGroup: loadBalancer.securityGroup,
          routes: [route],
          requestLabel: pulumi.interpolate`${loadBalancer.arnSuffix}/${this.targetGroup.arnSuffix}`,
        },
        startsAfter: [platform.data, signIn, args.stores],
      },
      parent,
    );
    this.#connect(platform);

    this.origin = { host: args.originHost, guard: loadBalancer.guard };
    this.registerOutputs({ serviceName: this.service.serviceName });
  }

  #signIn({ foundation, users }: MusicServiceArgs): Secret {
    const { environment, key } = foundation;
    return new Secret(
      "music-sign-in",
      {
        environment,
        key,
        path: SIGN_IN_PATH,
        description: "Ids of the pool and its clients, by which the music's API knows its users",
        owner: "program",
        value: pulumi.jsonStringify(poolFacts(users)),
      },
      { parent: this },
    );
  }

  /** Made before the service, which takes a deployment back when one goes off (feature 20, T49). */
  #telling({ foundation, alerts, thresholds, platform }: MusicServiceArgs): Alarm[] {
    const rows = answerRows({
      identifier: MUSIC,
      thresholds,
      loadBalancer: platform.edge.loadBalancer.arnSuffix,
      targetGroup: this.targetGroup.arnSuffix,
      advice: ADVICE,
    });
    return makeAlarms(rows, { environment: foundation.environment, alerts }, this);
  }

  #connect({ vpc, data: { database } }: Platform): void {
    const from = this.service.securityGroup;
    const parent = { parent: this };
    new Connection(
      "music-to-database",
      { from, to: database.securityGroup, port: database.port },
      parent,
    );
    if (vpc.endpointsGroup) {
      new Connection("music-to-endpoints", { from, to: vpc.endpointsGroup, port: 443 }, parent);
    }
  }
}

/** All but what comes by the secret. */
function environmentOf({
  foundation,
  idleTimeoutSeconds,
  settings,
}: MusicServiceArgs): ApiEnvironment {
  const { environment } = foundation;
  return {
    NODE_ENV: "production",
    AWS_REGION: environment.region,
    PORT: String(settings.service.port),
    KEEP_ALIVE_SECONDS: String(idleTimeoutSeconds + KEEP_ALIVE_MARGIN),
    // The load balancer, and CloudFront before it.
    TRUSTED_PROXIES: "2",
    DOORS: "music",
    DATABASE_SECRET: secretNameOf(environment, DATABASE_SECRET_PATH),
    AUDIO_BUCKET: bucketNameOf(environment, AUDIO),
  };
}
