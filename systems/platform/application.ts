import * as pulumi from "@pulumi/pulumi";

import { healthCommand, stopSeconds } from "../../app/contract.ts";
import { Cluster } from "../../components/compute/cluster.ts";
import { FargateService } from "../../components/compute/fargateService.ts";
import { ImageBuild } from "../../components/compute/imageBuild.ts";
import {
  Repository,
  type RepositoryReference,
  repositoryReference,
} from "../../components/compute/repository.ts";
import type { LoadBalancer } from "../../components/edge/loadBalancer.ts";
import type { TargetGroup } from "../../components/edge/targetGroup.ts";
import { EncryptionKey } from "../../components/keys/encryptionKey.ts";
import { Connection } from "../../components/network/securityGroup.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { OperationsSettings, PlatformSettings } from "../../config/settings.ts";
import type { Alerts } from "../alerts.ts";
import type { Foundation } from "../foundation.ts";
import { taskStatements } from "./applicationAccess.ts";
import {
  ALTERNATE_IDENTIFIER,
  SERVICE_IDENTIFIER,
  serviceTarget,
  targetGroups,
} from "./applicationTarget.ts";
import { applicationEnvironment, DRAIN_DELAY_SECONDS } from "./applicationEnvironment.ts";
import type { PlatformData } from "./data.ts";
import { PlatformLogMetrics } from "./logMetrics.ts";
import { PlatformRequestAlarms } from "./requestAlarms.ts";
import type { PlatformSecrets } from "./secrets.ts";

/** What the items API stands on, talks to and answers; the platform's other parts hand it over. */
export interface PlatformApplicationArgs {
  /** Its keys and the ceiling of its roles. */
  readonly foundation: Foundation;
  /** Who is told when it fails. */
  readonly alerts: Alerts;
  /** When it fails. */
  readonly thresholds: OperationsSettings["alerts"]["thresholds"];
  /** Where its tasks are, and the endpoints that they call. */
  readonly vpc: Vpc;
  /** What it keeps its items in; its tasks wait for it. */
  readonly data: PlatformData;
  /** What it reads at start; its tasks wait for them. */
  readonly secrets: PlatformSecrets;
  /** Who calls it; nobody while the certificate is pending. */
  readonly loadBalancer: LoadBalancer;
  /** Whether images come from a repository made here or an adopted one. */
  readonly repository: PlatformSettings["repository"];
  /** Size, number and deployment of its tasks. */
  readonly service: PlatformSettings["service"];
  /** How long the load balancer keeps idle connections, and whether CloudFront is before it. */
  readonly edge: Pick<PlatformSettings["edge"], "idleTimeoutSeconds" | "distribution">;
}

/** What the cluster is called in names. */
export const CLUSTER_IDENTIFIER = "main";

/** Days until KMS deletes a key, at most. */
const LONGEST_DELETION_DAYS = 30;

/**
 * The items API: its registry, cluster and service, and what it may reach. Cost: that of its tasks
 * ({@link FargateService}) and of Container Insights ({@link Cluster}), and 0.10 USD a GB of images.
 */
export class PlatformApplication extends pulumi.ComponentResource {
  public static readonly token = "rampart:platform:PlatformApplication";
  /** Where the service runs, as do one-off tasks. */
  public readonly cluster: Cluster;
  /** The API itself. */
  public readonly service: FargateService;
  /** Where pipelines push images. */
  public readonly repository: RepositoryReference;
  /** Who calls the service. */
  public readonly loadBalancer: LoadBalancer;
  /** Where the load balancer finds tasks; undefined while the certificate is pending. */
  public readonly targetGroup: TargetGroup | undefined;
  /** Where it finds those of the next revision; undefined unless deployments shift traffic. */
  public readonly alternateGroup: TargetGroup | undefined;
  /** What is wrong with its answers; some of them take a deployment back. */
  public readonly requestAlarms: PlatformRequestAlarms;

  constructor(name: string, args: PlatformApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(PlatformApplication.token, name, {}, opts);
    const { foundation, vpc, service } = args;
    const { environment, key, boundary } = foundation;
    const parent = { parent: this };

    const images = this.#images(args);
    this.repository = images.repository;
    this.cluster = new Cluster(
      "cluster",
      {
        environment,
        key,
        identifier: CLUSTER_IDENTIFIER,
        logRetentionDays: service.logRetentionDays,
      },
      parent,
    );
    this.loadBalancer = args.loadBalancer;
    const groups = targetGroups(args, this);
    this.targetGroup = groups.first;
    this.alternateGroup = groups.second;
    this.requestAlarms = new PlatformRequestAlarms(
      "request-alarms",
      {
        ...args,
        environment,
        groups: {
          [SERVICE_IDENTIFIER]: this.targetGroup?.arnSuffix,
          [ALTERNATE_IDENTIFIER]: this.alternateGroup?.arnSuffix,
        },
        identifier: SERVICE_IDENTIFIER,
        loadBalancer: this.loadBalancer.arnSuffix,
      },
      parent,
    );
    this.service = new FargateService(
      SERVICE_IDENTIFIER,
      {
        ...service,
        environment,
        key,
        boundary,
        cluster: this.cluster,
        vpcId: vpc.vpcId,
        subnetIds: vpc.applicationSubnetIds,
        identifier: SERVICE_IDENTIFIER,
        image: { ...images, digest: service.imageDigest },
        environmentVariables: {
          ...applicationEnvironment(environment, service.port, args.edge),
        },
        taskStatements: taskStatements(foundation),
        healthCheck: { command: healthCommand(service.port) },
        stopTimeoutSeconds: stopSeconds(DRAIN_DELAY_SECONDS),
        target: serviceTarget(this.loadBalancer, groups, this),
        rollbackAlarms: this.requestAlarms.deployment,
        startsAfter: [args.data, args.secrets],
      },
      parent,
    );
    new PlatformLogMetrics(
      "log-metrics",
      {
        environment,
        identifier: SERVICE_IDENTIFIER,
        logGroupName: this.service.taskDefinition.logGroup.logGroupName,
      },
      parent,
    );
    this.#connect(args);

    this.registerOutputs({ serviceName: this.service.serviceName });
  }

  #images({ foundation, repository }: PlatformApplicationArgs): {
    repository: RepositoryReference;
    builtUri?: pulumi.Output<string>;
  } {
    if (repository.mode === "adopt") return { repository: repositoryReference(repository.arn) };
    const { environment } = foundation;
    const { keepImages, pullAccounts, buildFrom } = repository;
    // Other accounts can't pull what a key encrypts that is deleted with this stack.
    const key =
      pullAccounts.length === 0
        ? foundation.key
        : new EncryptionKey(
            "registry-key",
            {
              environment,
              identifier: "registry",
              description: "Images that other accounts run",
              deletionDays: LONGEST_DELETION_DAYS,
              retain: true,
            },
            { parent: this },
          );
    const own = new Repository(
      "repository",
      { environment, key, identifier: SERVICE_IDENTIFIER, keepImages, pullAccounts },
      { parent: this },
    );
    if (buildFrom === undefined) return { repository: own };
    const build = new ImageBuild("image", { repository: own, folder: buildFrom }, { parent: this });
    return { repository: own, builtUri: build.imageUri };
  }

  /** The application's rows of P-NET-7. */
  #connect({ vpc, data }: PlatformApplicationArgs): void {
    const from = this.service.securityGroup;
    const parent = { parent: this };
    const { database, cache } = data;
    new Connection(
      "api-to-database",
      { from, to: database.securityGroup, port: database.port },
      parent,
    );
    new Connection("api-to-cache", { from, to: cache.securityGroup, port: cache.port }, parent);
    if (vpc.endpointsGroup) {
      new Connection("api-to-endpoints", { from, to: vpc.endpointsGroup, port: 443 }, parent);
    }
    for (const port of vpc.peering?.ports ?? []) {
      if (vpc.peering) {
        new Connection(`api-to-peer-${port}`, { from, to: vpc.peering.network, port }, parent);
      }
    }
  }
}
