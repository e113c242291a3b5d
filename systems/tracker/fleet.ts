import * as pulumi from "@pulumi/pulumi";

import { Cluster } from "../../components/compute/cluster.ts";
import { FargateService } from "../../components/compute/fargateService.ts";
import { Namespace } from "../../components/compute/namespace.ts";
import { Connection, SecurityGroup } from "../../components/network/securityGroup.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import { FILE_SYSTEM_PORT, FileSystem } from "../../components/storage/fileSystem.ts";
import { FileSystemAccess } from "../../components/storage/fileSystemAccess.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import type { TrackerAnswers } from "./answers.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import { ANISETTE, FILES_PATH, IMAGE_USER, listensCommand } from "./contract.ts";
import type { TrackerEdge } from "./edge.ts";
import type { TrackerImages } from "./images.ts";
import type { ServicePlan } from "./services.ts";
import type { TrackerStores } from "./stores.ts";

/** What the services are, and all that they stand on. */
export interface TrackerFleetArgs {
  /** Key, place and ceiling of their roles. */
  readonly base: TrackerBase;
  /** Its private tier holds their tasks. */
  readonly vpc: Vpc;
  /** Who reaches them. */
  readonly edge: TrackerEdge;
  /** What takes a deployment of theirs back. */
  readonly answers: TrackerAnswers;
  /** What they use. */
  readonly stores: TrackerStores;
  /** Where their images are. */
  readonly images: TrackerImages;
  /** The stack file's `tracker` block. */
  readonly settings: TrackerSettings;
  /** All of them. */
  readonly services: readonly ServicePlan[];
}

/** One task of each; what it does at its limits, people decide. */
const ONE_TASK = { minimum: 1, maximum: 1, cpuPercent: 70, memoryPercent: 80 } as const;

/** How far a rolling deployment may go. */
const DEPLOYMENT = { minimumHealthyPercent: 50, maximumPercent: 200 } as const;

const POSTGRES_PORT = 5432;
const REDIS_PORT = 6379;

/**
 * The tracker's services on Fargate, each as the one list declares it (S-TRACKER-10 to S-TRACKER-12):
 * those that use database and cache get their addresses and passwords, one worker and the anisette
 * server share a file system, and every service has a security group of its own. Cost: that of
 * {@link FargateService}, {@link Cluster} and, where files are mounted, {@link FileSystem}.
 */
export class TrackerFleet extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerFleet";
  /** Where the services run, as do one-off tasks. */
  public readonly cluster: Cluster;
  /** Services by their identifiers. */
  public readonly services: Readonly<Record<string, FargateService>>;
  /** Shared files; undefined where nobody mounts any. */
  public readonly files: FileSystem | undefined;

  readonly #args: TrackerFleetArgs;
  readonly #namespace: Namespace | undefined;
  #filesGroup: SecurityGroup | undefined;

  constructor(name: string, args: TrackerFleetArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerFleet.token, name, {}, opts);
    this.#args = args;
    const { base, vpc, settings, services } = args;
    const { environment, key } = base;
    const parent = { parent: this };

    this.cluster = new Cluster(
      "tracker-cluster",
      { environment, key, identifier: TRACKER, logRetentionDays: settings.logRetentionDays },
      parent,
    );
    this.files = this.#files();
    this.#namespace = services.some(({ discovery }) => discovery !== undefined)
      ? new Namespace("tracker-names", { vpcId: vpc.vpcId, domain: ANISETTE.domain }, parent)
      : undefined;
    this.services = Object.fromEntries(
      services.map((service) => [service.identifier, this.#service(service)]),
    );
    for (const service of services) this.#connect(service);
    this.#admitToFiles();

    this.registerOutputs({ clusterName: this.cluster.clusterName });
  }

  #files(): FileSystem | undefined {
    const { base, vpc, services } = this.#args;
    if (!services.some(({ files }) => files)) return undefined;
    const subnets = base.environment.zoneIds.flatMap((zone, index) => {
      const subnetId = vpc.applicationSubnetIds[index];
      return subnetId === undefined ? [] : [[zone, subnetId] as const];
    });
    this.#filesGroup = new SecurityGroup(
      "tracker-files",
      {
        environment: base.environment,
        vpcId: vpc.vpcId,
        identifier: `${TRACKER}-files`,
        description: "Files",
      },
      { parent: this },
    );
    return new FileSystem(
      "tracker-files",
      {
        environment: base.environment,
        key: base.key,
        securityGroupId: this.#filesGroup.id,
        subnets: Object.fromEntries(subnets),
        identifier: TRACKER,
        path: FILES_PATH,
        owner: IMAGE_USER,
      },
      { parent: this },
    );
  }

  #admitToFiles(): void {
    const { base, services } = this.#args;
    if (this.files === undefined) return;
    const roles = services.flatMap(({ identifier, files }) => {
      const role = this.services[identifier]?.taskDefinition.taskRole;
      return files && role ? [role] : [];
    });
    new FileSystemAccess(
      "tracker-files",
      { environment: base.environment, fileSystem: this.files, roles },
      { parent: this },
    );
  }

  #service(service: ServicePlan): FargateService {
    const { base, vpc, edge, stores, images, settings } = this.#args;
    const { environment, key, boundary } = base;
    const { identifier, port, image, backend } = service;
    return new FargateService(
      identifier,
      {
        environment,
        key,
        boundary,
        cluster: this.cluster,
        identifier,
        image: { repository: images.repositories[image], digest: settings.imageDigests[image] },
        cpu: service.cpu,
        memory: service.memory,
        command: service.command,
        user: `${IMAGE_USER.uid}:${IMAGE_USER.gid}`,
        port,
        healthCheck: port === undefined ? undefined : { command: listensCommand(port) },
        environmentVariables: this.#variables(service),
        secrets: backend ? definedOf(stores.secrets) : undefined,
        efsMounts: this.#mounts(service),
        logGroupName: `/aws/ecs/${environment.project}-${environment.name}/${identifier}`,
        logRetentionDays: settings.logRetentionDays,
        vpcId: vpc.vpcId,
        subnetIds: vpc.applicationSubnetIds,
        target: edge.targetOf(service),
        rollbackAlarms: this.#args.answers.deployment[identifier],
        discovery:
          service.discovery !== undefined && this.#namespace
            ? { namespace: this.#namespace, label: service.discovery }
            : undefined,
        scaling: ONE_TASK,
        spotPercent: 0,
        deployment: DEPLOYMENT,
        debugShell: false,
        startsAfter: backend ? [vpc, stores] : [vpc],
      },
      { parent: this },
    );
  }

  #variables({ backend, asksAnisette }: ServicePlan) {
    if (!backend) return undefined;
    const server = `http://${ANISETTE.label}.${ANISETTE.domain}:${ANISETTE.port}`;
    return {
      ...this.#args.stores.variables,
      ...(asksAnisette && { ANISETTE_SERVER: server }),
    };
  }

  #mounts({ files }: ServicePlan) {
    const fileSystem = this.files;
    if (!files || fileSystem === undefined) return undefined;
    const { fileSystemId, accessPointId } = fileSystem;
    return [{ name: "data", containerPath: FILES_PATH, fileSystem, fileSystemId, accessPointId }];
  }

  /** The rows of S-TRACKER-3 that are not the balancer's; each service has its own group. */
  #connect({ identifier, backend, files, asksAnisette }: ServicePlan): void {
    const { stores } = this.#args;
    const from = this.services[identifier]?.securityGroup;
    if (from === undefined) return;
    const parent = { parent: this };
    const connect = (what: string, to: typeof stores.database, port: number) =>
      new Connection(`${identifier}-to-${what}`, { from, to, port }, parent);
    if (backend) {
      connect("database", stores.database, POSTGRES_PORT);
      connect("cache", stores.cache, REDIS_PORT);
    }
    if (files && this.#filesGroup) connect("files", this.#filesGroup, FILE_SYSTEM_PORT);
    const { endpointsGroup } = this.#args.vpc;
    if (endpointsGroup) connect("endpoints", endpointsGroup, 443);
    const anisette = asksAnisette ? this.services["tracker-anisette"] : undefined;
    if (anisette) connect("anisette", anisette.securityGroup, ANISETTE.port);
  }
}

/** Without those that a kind of store has none of. */
function definedOf<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
