import * as pulumi from "@pulumi/pulumi";

import { debianParts } from "../../components/compute/boot/debian.ts";
import {
  type DiskUse,
  diskUsePart,
  diskUseStatement,
} from "../../components/compute/boot/diskUse.ts";
import {
  POSTGRES_DATA,
  postgresServerParts,
} from "../../components/compute/boot/postgresServer.ts";
import { bootScript } from "../../components/compute/boot/script.ts";
import { valkeyServerParts } from "../../components/compute/boot/valkeyServer.ts";
import { Host } from "../../components/compute/host.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { secretArnPattern, secretNameOf } from "../../components/keys/secret.ts";
import { Connection, type SecurityGroup } from "../../components/network/securityGroup.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import { addressIn } from "../../components/shared/cidr.ts";
import { arnOf } from "../../components/shared/environment.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import { DATABASE_NAME } from "./contract.ts";
import { POSTGRES_PASSWORD_PATH, REDIS_PASSWORD_PATH } from "./secrets.ts";

/** Where the host stands, and what it runs. */
export interface TrackerDatabaseHostArgs {
  /** Key, place and ceiling of its role. */
  readonly base: TrackerBase;
  /** Its private tier holds the host. */
  readonly vpc: Vpc;
  /** Size of the host. */
  readonly database: Extract<TrackerSettings["database"], { readonly kind: "host" }>;
  /** Whether Valkey runs beside PostgreSQL. */
  readonly cache: TrackerSettings["cache"];
  /** The passwords, which the first boot reads. */
  readonly startsAfter: readonly pulumi.Resource[];
}

/** Place of its address in the subnet: others know it before the host is there. */
const ADDRESS = 10;

/** Of all that the host's PostgreSQL does other than Debian sets it up (S-TRACKER-8). */
const SETTINGS = {
  max_connections: 100,
  shared_buffers: "256MB",
  effective_cache_size: "768MB",
} as const;

/**
 * The host of the tracker's PostgreSQL, and of its Valkey where that is no service (S-TRACKER-8):
 * Debian 12 in a private subnet, entered by SSM alone. Cost: that of {@link Host}, and 0.30
 * USD a month for the metric of its disk.
 *
 * @throws Error when the VPC has no private subnet.
 */
export class TrackerDatabaseHost extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerDatabaseHost";
  /** Where both answer; known before the host exists. */
  public readonly address: string;
  /** Admits nobody until a connection says so. */
  public readonly securityGroup: SecurityGroup;
  /** What CloudWatch calls it; known only once the host exists. */
  public readonly instanceId: pulumi.Output<string>;
  /** What backup plans name; known only once the host exists. */
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: TrackerDatabaseHostArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerDatabaseHost.token, name, {}, opts);
    const { base, vpc, database } = args;
    const { environment, key, boundary } = base;
    const [block = ""] = vpc.applicationSubnetCidrs;
    const [subnetId] = vpc.applicationSubnetIds;
    if (subnetId === undefined) throw new Error(`vpc of ${name} has no private subnet.`);
    this.address = addressIn(block, ADDRESS);

    const host = new Host(
      "tracker-database-host",
      {
        environment,
        key,
        boundary,
        identifier: `${TRACKER}-db`,
        vpcId: vpc.vpcId,
        subnetId,
        privateIp: this.address,
        instanceType: database.instanceType,
        image: "debian-12",
        rootGiB: database.storageGiB,
        // As S-TRACKER-8 asks; nothing on the host is a container that needs the second.
        metadataHopLimit: 2,
        holdsData: true,
        userData: firstBoot(args),
        statements: [...passwordStatements(args), diskUseStatement(diskOf(base))],
        startsAfter: [vpc, ...args.startsAfter],
      },
      { parent: this },
    );

    if (vpc.endpointsGroup) {
      const inward = { from: host.securityGroup, to: vpc.endpointsGroup, port: 443 };
      new Connection("tracker-db-to-endpoints", inward, { parent: this });
    }
    this.securityGroup = host.securityGroup;
    this.instanceId = host.instanceId;
    this.arn = host.instanceId.apply((id) => arnOf(environment, "ec2", `instance/${id}`));
    this.registerOutputs({ address: this.address, arn: this.arn });
  }
}

/** What the host's first boot does; it holds names of secrets and no secret. */
export function firstBoot({ base, vpc, cache }: TrackerDatabaseHostArgs): string {
  const { environment } = base;
  const { region } = environment;
  return bootScript([
    ...debianParts(region),
    ...postgresServerParts({
      region,
      password: { name: secretNameOf(environment, POSTGRES_PASSWORD_PATH) },
      database: DATABASE_NAME,
      user: DATABASE_NAME,
      clients: [vpc.cidr],
      extensions: ["timescaledb", "postgis", "postgis_topology", "pg_stat_statements"],
      settings: SETTINGS,
    }),
    ...(cache.kind === "host"
      ? valkeyServerParts({
          region,
          password: { name: secretNameOf(environment, REDIS_PASSWORD_PATH) },
          memoryMiB: cache.memoryMiB,
        })
      : []),
    diskUsePart(diskOf(base), POSTGRES_DATA),
  ]);
}

/** By which its host tells how full it is, and an alarm hears of it. */
export function diskOf({ environment }: TrackerBase): DiskUse {
  return { environment, identifier: `${TRACKER}-db` };
}

function passwordStatements({ base, cache }: TrackerDatabaseHostArgs) {
  const { environment, key } = base;
  const paths = [POSTGRES_PASSWORD_PATH, ...(cache.kind === "host" ? [REDIS_PASSWORD_PATH] : [])];
  return [
    {
      Sid: "ReadPasswords",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: paths.map((path) => secretArnPattern(environment, path)),
    },
    keyUseStatement(environment, key.alias, "secretsmanager"),
  ] as const;
}
