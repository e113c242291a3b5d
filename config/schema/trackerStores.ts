import { z } from "zod";

import { contains, parseIpv4Block } from "../../components/shared/cidr.ts";
import { databaseSchema } from "./data.ts";
import { text, whole } from "./primitives.ts";
import type { Problem } from "./rules.ts";
import type { trackerNetworkSchema } from "./trackerNetwork.ts";

const peered = z.strictObject({
  kind: z.literal("peered").meta({
    description:
      "In an existing VPC that network.peering leads to; people put its password into the secret.",
  }),
  host: z
    .string()
    .refine(
      (value) => parseIpv4Block(`${value}/32`) !== undefined,
      "an IPv4 address of the peered network, whose private names nobody knows here",
    )
    .meta({ description: "Its IPv4 address over there: DNS does not cross a peering." }),
});

/** Where the tracker's PostgreSQL is. */
export const databaseChoice = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("host").meta({
      description: "PostgreSQL 16 with TimescaleDB and PostGIS on a host of its own.",
    }),
    instanceType: text(
      /^(t3a?\.(small|medium|large|2?xlarge)|(m5a?|m[67][ai]|r5a?|r[67][ai])\.(large|[248]?xlarge))$/,
      "an Intel or AMD instance type such as t3.medium",
    )
      .default("t3.medium")
      .meta({ description: "Size of the host. Default t3.medium." }),
    storageGiB: whole(20, 16384, "GiB")
      .default(50)
      .meta({ description: "Its encrypted volume, 20–16384 GiB. Default 50." }),
  }),
  z.strictObject({
    kind: z.literal("rds").meta({
      description: "RDS for PostgreSQL, which offers PostGIS and no TimescaleDB.",
    }),
    settings: databaseSchema.meta({ description: "Size, backups and logs of the instance." }),
  }),
  peered,
]);

/** Where the tracker's Valkey is. */
export const cacheChoice = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("host").meta({ description: "Beside PostgreSQL, on the database's host." }),
    memoryMiB: whole(16, 65536, "MiB")
      .default(512)
      .meta({ description: "What keys and values may take, 16–65536 MiB. Default 512." }),
  }),
  z.strictObject({
    kind: z.literal("memorydb").meta({
      description: "MemoryDB for Valkey, which loses nothing; two nodes from 48 USD a month.",
    }),
    nodeType: text(
      /^db\.(t4g\.(small|medium)|(r6g|r6gd|r7g)\.(large|(2|4|8|12|16)?xlarge))$/,
      "db.t4g.small, db.t4g.medium, or a size of r6g, r6gd, r7g",
    ),
    replicas: whole(0, 5, "replicas"),
    snapshotDays: whole(0, 35, "days").meta({ description: "Days kept; 0 for none." }),
  }),
  peered.extend({
    tls: z.boolean().default(true).meta({
      description:
        "Whether it speaks TLS, as it should where its password crosses networks. Default on.",
    }),
    clusterMode: z.boolean().default(false).meta({
      description: "Whether clients must speak the cluster protocol. Default off.",
    }),
  }),
]);

/** Ports of PostgreSQL and of Valkey, here and over there. */
const POSTGRES_PORT = 5432;
const REDIS_PORT = 6379;

/** GiB of each size; instances of the families for memory have twice that. */
const MEMORY_GIB: Readonly<Record<string, number>> = {
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
  "4xlarge": 64,
  "8xlarge": 128,
};

/** PostgreSQL needs the other half, and Valkey more for a moment when it writes its log anew. */
function mostCacheMiB(instanceType: string): number {
  const [family = "", size = ""] = instanceType.split(".");
  const gib = (MEMORY_GIB[size] ?? 0) * (family.startsWith("r") ? 2 : 1);
  return (gib * 1_024) / 2;
}

interface Stores {
  readonly database: z.output<typeof databaseChoice>;
  readonly cache: z.output<typeof cacheChoice>;
  readonly network: z.output<typeof trackerNetworkSchema>;
}

/** Refuses stores that the network does not lead to, and a network that leads to none. */
export function checkStores({ database, cache, network }: Stores, problem: Problem): void {
  if (cache.kind === "host" && database.kind !== "host") {
    problem(["cache", "kind"], `memorydb or peered, since database.kind is ${database.kind}`);
  }
  if (cache.kind === "host" && database.kind === "host") {
    const most = mostCacheMiB(database.instanceType);
    if (cache.memoryMiB > most) {
      problem(["cache", "memoryMiB"], `${most} or less, half of what ${database.instanceType} has`);
    }
  }
  if (database.kind === "rds" && database.settings.credentialRotationDays !== undefined) {
    problem(
      ["database", "settings", "credentialRotationDays"],
      "nothing, since tasks get passwords when they start",
    );
  }
  const { peering } = network;
  const stores = [
    { key: "database", store: database, port: POSTGRES_PORT },
    { key: "cache", store: cache, port: REDIS_PORT },
  ].flatMap(({ key, store, port }) =>
    store.kind === "peered" ? [{ key, host: store.host, port }] : [],
  );
  if (peering === undefined && stores.length > 0) {
    const keys = stores.map(({ key }) => key).join(" and ");
    problem(["network", "peering"], `the VPC of ${keys}, since kind is peered there`);
  }
  if (peering === undefined) return;
  for (const { key, host: name, port } of stores) {
    if (!peering.ports.includes(port)) {
      problem(["network", "peering", "ports"], `a list with ${port}, since ${key}.kind is peered`);
    }
    const address = parseIpv4Block(`${name}/32`);
    const block = parseIpv4Block(peering.cidr);
    if (address && block && !contains(block, address)) {
      problem([key, "host"], `an address in ${peering.cidr} (network.peering.cidr)`);
    }
  }
  if (stores.length === 0) {
    problem(["network", "peering"], "nothing, unless database.kind or cache.kind is peered");
  }
}
