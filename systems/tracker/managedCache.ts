import * as pulumi from "@pulumi/pulumi";

import type { InjectedSecret } from "../../components/compute/containerDefinition.ts";
import { MemoryDb } from "../../components/data/memoryDb.ts";
import { Secret } from "../../components/keys/secret.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import type { TrackerSettings } from "../../config/settings.ts";
import { TRACKER, type TrackerBase } from "./base.ts";
import { injected } from "./secrets.ts";

/** Where Valkey of MemoryDB is, and how large. */
export interface TrackerManagedCacheArgs {
  /** Key and place. */
  readonly base: TrackerBase;
  /** Its private tier holds the nodes. */
  readonly vpc: Vpc;
  /** Of the nodes. */
  readonly settings: Extract<TrackerSettings["cache"], { readonly kind: "memorydb" }>;
  /** Of its user; a later one is people's to set. */
  readonly password: pulumi.Input<string>;
}

/** Path of the host name that MemoryDB gives, behind `/{env}/`. */
const HOST_PATH = "tracker/redis-host";

/**
 * Valkey of MemoryDB in place of the one on the tracker's host (S-TRACKER-9). Its host name is a
 * secret's value, so that tasks are known before it is. Cost: that of {@link MemoryDb}, and 0.40 USD a
 * month for a secret.
 */
export class TrackerManagedCache extends pulumi.ComponentResource {
  public static readonly token = "rampart:tracker:TrackerManagedCache";
  /** The cluster. */
  public readonly store: MemoryDb;
  /** Its host name, as services get it. */
  public readonly secrets: Readonly<Record<"REDIS_HOST", InjectedSecret>>;

  constructor(name: string, args: TrackerManagedCacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TrackerManagedCache.token, name, {}, opts);
    const { base, vpc, settings } = args;
    const { environment, key } = base;
    const { nodeType, replicas, snapshotDays } = settings;

    this.store = new MemoryDb(
      "tracker-cache",
      {
        environment,
        key,
        identifier: TRACKER,
        vpcId: vpc.vpcId,
        subnetIds: vpc.applicationSubnetIds,
        nodeType,
        replicas,
        snapshotDays,
        authToken: args.password,
      },
      { parent: this },
    );
    const host = new Secret(
      "tracker-redis-host",
      {
        environment,
        key,
        path: HOST_PATH,
        description: "Host name of the tracker's cache",
        value: this.store.primaryEndpoint,
        owner: "program",
      },
      { parent: this },
    );
    this.secrets = { REDIS_HOST: injected(environment, HOST_PATH, host.secretName) };
    this.registerOutputs({ address: this.store.primaryEndpoint });
  }
}
