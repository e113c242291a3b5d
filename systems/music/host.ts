import * as pulumi from "@pulumi/pulumi";

import { applicationArchive } from "../../components/compute/applicationArchive.ts";
import { Artefact } from "../../components/compute/artefact.ts";
import { Host } from "../../components/compute/host.ts";
import { AddressRecord } from "../../components/edge/addressRecord.ts";
import type { ServerOrigin } from "../../components/edge/distributionParts.ts";
import { OriginGuard } from "../../components/edge/originGuard.ts";
import type { UserPool } from "../../components/identity/userPool.ts";
import { GeneratedPassword } from "../../components/keys/generatedPassword.ts";
import { Secret, secretNameOf } from "../../components/keys/secret.ts";
import { Connection } from "../../components/network/securityGroup.ts";
import { Vpc } from "../../components/network/vpc.ts";
import { partOf } from "../../components/shared/cidr.ts";
import { SecureBucket } from "../../components/storage/secureBucket.ts";
import type { MusicHostSettings } from "../../config/settings.ts";
import { objectsOnlyFor } from "../objectAccess.ts";
import type { Foundation } from "../foundation.ts";
import type { Platform } from "../platform.ts";
import { SECRET_PATH, statementsOf } from "./hostAccess.ts";
import { HOST_DATABASE, hostBoot, type HostSecret } from "./hostBoot.ts";
import { ARTEFACTS, CERTIFICATES, MUSIC, taggedAsMusic } from "./names.ts";
import type { MusicStores } from "./stores.ts";
import { type MusicClient, poolFacts } from "./users.ts";

/** What the host stands on, and what it runs. */
export interface MusicHostArgs {
  /** Its keys and the ceiling of its role. */
  readonly foundation: Foundation;
  /** Zone of its name, and its network where the settings say so. */
  readonly platform: Platform;
  /** The stack file's `music` block. */
  readonly settings: MusicHostSettings;
  /** Where tracks are. */
  readonly stores: MusicStores;
  /** Whose tokens count. */
  readonly users: UserPool<MusicClient>;
}

/** Identifier of the role that signs addresses: that of the host. */
export const HOST_SIGNER = MUSIC;

/** Days for which flow logs of a network of its own are kept; the policy pack asks for a year. */
const FLOW_LOG_DAYS = 365;

/**
 * The music on one instance (S-MUSIC-1): application, PostgreSQL and web server. Only CloudFront gets
 * in, by address and by header; PostgreSQL is reached from inside the VPC. Whatever changes its boot,
 * a new version of the application too, makes a new host with an empty database; its certificate stays.
 * Settings refuse it where data must survive. Cost: t3.micro 7.59 USD a month, 20 GB 1.60, its address 3.65; the
 * cheapest, t4g.nano with 8 GB, 7.36 together; 0.40 for its secret, 0.30 for its disk's metric.
 *
 * @throws Error when its network has no public subnet.
 */
export class MusicHost extends pulumi.ComponentResource {
  public static readonly token = "rampart:music:MusicHost";
  /** By which CloudFront reaches it. */
  public readonly origin: ServerOrigin;
  /** The instance, for its alarms. */
  public readonly host: Host;

  constructor(name: string, args: MusicHostArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MusicHost.token, name, {}, opts);
    const { foundation, platform, settings } = args;
    const { key, boundary } = foundation;
    const environment = taggedAsMusic(foundation.environment);
    const parent = { parent: this };

    const vpc =
      settings.network.mode === "own" ? this.#network(args, settings.network.cidr) : platform.vpc;
    const guard = new OriginGuard("music-guard", { environment }, parent);
    const secret = this.#secret(args, guard);
    const artefact = new Artefact(
      "music-artefact",
      {
        environment,
        key,
        identifier: ARTEFACTS,
        accessLogs: foundation.accessLogs,
        archive: applicationArchive(),
      },
      parent,
    );
    const certificates = this.#certificates(args);
    this.host = new Host(
      MUSIC,
      {
        environment,
        key,
        boundary,
        identifier: MUSIC,
        vpcId: vpc.vpcId,
        subnetId: firstOf(vpc.publicSubnetIds),
        instanceType: settings.instanceType,
        image: "debian-12",
        rootGiB: settings.storageGiB,
        elasticIp: true,
        holdsData: true,
        // A minute's detail costs more than half of the smallest machine.
        detailedMonitoring: false,
        userData: hostBoot({
          environment,
          settings,
          artefact: artefact.reference,
          secretName: secretNameOf(environment, SECRET_PATH),
          guardHeader: guard.headerName,
          vpcCidr: vpc.cidr,
        }),
        statements: statementsOf(foundation, settings.originHost),
        startsAfter: [secret, artefact, certificates, args.stores, vpc],
      },
      parent,
    );
    this.#admit(args, vpc, guard);

    this.origin = { host: settings.originHost, guard };
    this.registerOutputs({ instanceId: this.host.instanceId });
  }

  #network({ foundation, settings }: MusicHostArgs, cidr: string): Vpc {
    const { environment, key, boundary } = foundation;
    const zoneIds = environment.zoneIds.slice(0, 2);
    const part = (index: number) => partOf(cidr, 24, index);
    return new Vpc(
      "music-network",
      {
        environment: { ...environment, zoneIds },
        key,
        boundary,
        identifier: MUSIC,
        cidr,
        publicSubnets: [part(0), part(1)],
        applicationSubnets: [part(2), part(3)],
        dataSubnets: [],
        natGateways: "none",
        interfaceEndpoints: [],
        flowLogRetentionDays: FLOW_LOG_DAYS,
        dataReplication: false,
        sshFrom: settings.ssh?.from,
      },
      { parent: this },
    );
  }

  /** Nobody but the host reads or writes what proves its name; its successor finds it there. */
  #certificates({ foundation }: MusicHostArgs): SecureBucket {
    const { environment, key, accessLogs } = foundation;
    return new SecureBucket(
      CERTIFICATES,
      {
        environment,
        key,
        accessLogs,
        identifier: CERTIFICATES,
        role: "data",
        statements: [objectsOnlyFor(environment, CERTIFICATES, [HOST_SIGNER])],
      },
      { parent: this },
    );
  }

  #secret({ foundation, users }: MusicHostArgs, guard: OriginGuard): Secret {
    const { environment, key } = foundation;
    const parent = { parent: this };
    // It stands between quotes in PostgreSQL's own words.
    const password = new GeneratedPassword("music-database", { specials: "" }, parent);
    const value: HostSecret<pulumi.Output<string>> = {
      ...HOST_DATABASE,
      ...poolFacts(users),
      password: password.value,
      guard: guard.headerValue,
    };
    return new Secret(
      "music-host",
      {
        environment,
        key,
        path: SECRET_PATH,
        description: "Access to the music's database, ids of its users' pool, header of CloudFront",
        owner: "program",
        value: pulumi.jsonStringify(value),
      },
      parent,
    );
  }

  /** CloudFront, the VPC for PostgreSQL, and one address where the settings name one. */
  #admit({ platform, settings }: MusicHostArgs, vpc: Vpc, guard: OriginGuard): void {
    const parent = { parent: this };
    const { securityGroup: to, publicIp } = this.host;
    const { prefixListId } = guard;
    new Connection(
      "music-from-cloudfront",
      { from: { prefixListId, label: "CloudFront" }, to, port: 443 },
      parent,
    );
    new Connection(
      "music-database-from-network",
      { from: { cidr: vpc.cidr, label: "network" }, to, port: HOST_DATABASE.port },
      parent,
    );
    if (settings.ssh) {
      new Connection(
        "music-ssh",
        { from: { cidr: settings.ssh.from, label: "administrator" }, to, port: 22 },
        parent,
      );
    }
    if (publicIp) {
      new AddressRecord(
        "music-origin",
        { zone: platform.edge.zone, host: settings.originHost, address: publicIp },
        parent,
      );
    }
  }
}

function firstOf(subnetIds: readonly pulumi.Output<string>[]): pulumi.Output<string> {
  const [first] = subnetIds;
  if (first === undefined) throw new Error("The network has no public subnet for the host.");
  return first;
}
