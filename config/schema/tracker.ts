import { z } from "zod";

import { REGIONS } from "../../components/shared/regions.ts";
import { imageDigest } from "./compute.ts";
import { firewallSchema } from "./edge.ts";
import { checkZones, zoneIds } from "./environment.ts";
import { accountId, arn, domainName, logRetention, text, whole } from "./primitives.ts";
import { type Problem, withRules } from "./rules.ts";
import { signInSchema } from "./signIn.ts";
import { trackerNetworkSchema } from "./trackerNetwork.ts";
import { cacheChoice, checkStores, databaseChoice } from "./trackerStores.ts";

/** Workers that the one image of services knows, by the names of their services. */
const WORKER = text(
  // With the longest project and stack a role's name has 37 characters left for it.
  /^(?=.{9,37}$)tracker-[a-z]+(-[a-z0-9]+)*$/,
  "a name of up to 37 characters that begins with tracker-, such as tracker-fetcher-2",
);

const certificate = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("pending").meta({
      description:
        "Requested from ACM; the validation records come out as a stack output for the foreign DNS, and no listener uses it yet.",
    }),
  }),
  z.strictObject({
    mode: z.literal("external").meta({ description: "Issued already." }),
    arn: arn("acm").meta({ description: "An issued certificate of this account and region." }),
  }),
]);

const registry = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("own").meta({ description: "This stack owns the repositories." }),
    keepImages: whole(1, 1000, "images")
      .default(30)
      .meta({ description: "Images kept of each beside releases. Default 30." }),
    pullAccounts: z.array(accountId).default([]).meta({
      description:
        "Other accounts that may pull; the repositories then outlive the stack. Default: none.",
    }),
  }),
  z.strictObject({
    mode: z.literal("adopt").meta({ description: "Another stack or account owns them." }),
    arnPrefix: text(
      /^arn:aws(-cn|-us-gov)?:ecr:[a-z0-9-]+:\d{12}:repository\/([a-z0-9][a-z0-9._/-]*[-/])?$/,
      "the beginning of an ARN such as arn:aws:ecr:eu-west-2:111122223333:repository/rampart-dev-ecr-",
    ).meta({
      description: "What the repositories' ARNs begin with; tracker-api and others follow.",
    }),
  }),
]);

const off = z.strictObject({
  mode: z.literal("off").meta({ description: "The environment has no tracker." }),
});

const fields = {
  mode: z.literal("on").meta({ description: "The tracker runs in a VPC of its own." }),
  region: z
    .enum(Object.keys(REGIONS))
    .default("eu-west-2")
    .meta({ description: "Its region, which need not be the environment's. Default eu-west-2." }),
  zoneIds: zoneIds.default(["euw2-az1", "euw2-az2"]).meta({
    description: "Zone ids of its region; a public and a private subnet in each. Default: two.",
  }),
  host: domainName.meta({
    description: "Public name; its DNS is kept by another provider, who is given the outputs.",
  }),
  certificate: certificate.meta({ description: "Where the certificate of the host comes from." }),
  monthlyUsd: whole(1, 1_000_000, "USD a month").default(260).meta({
    description:
      "What the tracker may cost a month; the environment's budget is so much higher. Default 260, which all services beside a host for the database keep.",
  }),
  keyDeletionDays: whole(7, 30, "days").default(7).meta({
    description: "Waiting time before its deleted KMS key is gone. Default 7.",
  }),
  network: trackerNetworkSchema.prefault({}).meta({ description: "Its VPC." }),
  firewall: firewallSchema.prefault({}).meta({ description: "AWS WAF before its balancer." }),
  accessLogDays: whole(1, 3650, "days").default(90).meta({ description: "Days; default 90." }),
  idleTimeoutSeconds: whole(1, 4000, "seconds").default(60).meta({
    description: "Seconds; the API's keep-alive must be longer (T36). Default 60.",
  }),
  signIn: signInSchema.optional().meta({
    description:
      "Who signs people in at the balancer before they see the pages under /admin; the client's secret is the secret setting rampart:trackerSignInSecret. Default: nobody does.",
  }),
  registry: registry
    .prefault({ mode: "own" })
    .meta({ description: "Where its images come from. Default: repositories of this stack." }),
  imageDigests: z
    .strictObject({
      api: imageDigest.optional(),
      frontend: imageDigest.optional(),
      admin: imageDigest.optional(),
      services: imageDigest.optional(),
      anisette: imageDigest.optional(),
    })
    .default({})
    .meta({
      description:
        "Images to run, by digest. Default: none, and then no task of theirs is wanted, so that the first deployment works before the first image exists.",
    }),
  enableWorkers: z.boolean().default(false).meta({
    description: "Whether workers run beside the API, about 9 USD a month each. Default off.",
  }),
  workers: z
    .record(WORKER, z.array(z.string().min(1)).min(1).max(20))
    .default({
      "tracker-fetcher": ["tracker-fetcher"],
      "tracker-fetcher-2": ["tracker-fetcher-2"],
      "tracker-tasks": ["tracker-tasks"],
      "tracker-notifications": ["tracker-notifications"],
    })
    .meta({
      description:
        "Workers by the names of their services, and the command that each gives the services image instead of its own. Default: tracker-fetcher, tracker-fetcher-2, tracker-tasks and tracker-notifications.",
    }),
  enableAnisette: z.boolean().default(false).meta({
    description:
      "Whether the anisette server runs, by a private name and with a file system; tracker-fetcher-2 asks it. Default off.",
  }),
  database: databaseChoice.prefault({ kind: "host" }).meta({ description: "Its PostgreSQL." }),
  cache: cacheChoice.prefault({ kind: "host" }).meta({ description: "Its Valkey." }),
  logRetentionDays: logRetention.default(90).meta({
    description: "Days for which the logs of its services are kept; default 90.",
  }),
};

/** The worker that asks the anisette server, and shares its files. */
const ANISETTE_CLIENT = "tracker-fetcher-2";
/** Its name, for whoever plans the services. */
export type AnisetteClient = typeof ANISETTE_CLIENT;

const TAKEN = ["tracker-api", "tracker-frontend", "tracker-admin", "tracker-anisette"];

/** What else begins so: groups and alarms of stores, files, balancer, rotation, network, backups. */
const RESERVED = /^tracker-(backup|cache|database|db|files|load|nat|rotation)(-|$)/;

/** The settings of a tracker that is on. */
const on = withRules(z.strictObject(fields), [
  { needs: ["region", "zoneIds"], check: checkZones },
  {
    needs: ["zoneIds", "network"],
    check: ({ zoneIds: zones, network }, problem) => {
      for (const key of ["publicSubnets", "privateSubnets"] as const) {
        if (network[key].length !== zones.length) {
          problem(["network", key], `${zones.length} blocks, one for each of zoneIds`);
        }
      }
    },
  },
  {
    needs: ["enableWorkers", "workers", "enableAnisette"],
    check: ({ enableWorkers, workers, enableAnisette }, problem) => {
      if (enableWorkers && !enableAnisette && ANISETTE_CLIENT in workers) {
        const without = `workers without ${ANISETTE_CLIENT}`;
        problem(["enableAnisette"], `true, since ${ANISETTE_CLIENT} asks it; or ${without}`);
      }
    },
  },
  {
    needs: ["enableWorkers", "workers"],
    check: ({ enableWorkers, workers }, problem) => {
      if (enableWorkers && Object.keys(workers).length === 0) {
        problem(["workers"], "one worker or more, since enableWorkers is true");
      }
      for (const taken of TAKEN.filter((name) => name in workers)) {
        problem(["workers", taken], `another name; ${taken} is a service of the tracker already`);
      }
      for (const reserved of Object.keys(workers).filter((name) => RESERVED.test(name))) {
        problem(["workers", reserved], "another name; the tracker's other parts begin so");
      }
    },
  },
  { needs: ["database", "cache", "network"], check: checkStores },
]);

/** Whether the environment has a tracker (S-TRACKER), and how it runs. */
export const trackerSchema = z.discriminatedUnion("mode", [off, on]);

/** Refuses what the tracker's region, or the environment's account, does not have. */
export function checkTracker(
  tracker: z.output<typeof trackerSchema>,
  { accountId: account }: { readonly accountId: string },
  problem: Problem,
): void {
  if (tracker.mode === "off") return;
  const { region, certificate: wanted, registry: images, network } = tracker;
  const placed = (reference: string) => reference.split(":").slice(3, 5).join(" ");
  if (wanted.mode === "external" && placed(wanted.arn) !== `${region} ${account}`) {
    problem(["tracker", "certificate", "arn"], `a certificate of ${account} in ${region}`);
  }
  // The permissions boundary keeps roles in their regions, pulling included.
  if (images.mode === "adopt" && images.arnPrefix.split(":")[3] !== region) {
    problem(["tracker", "registry", "arnPrefix"], `repositories in ${region}`);
  }
  const { peering } = network;
  if (peering === undefined) return;
  const path = ["tracker", "network", "peering", "routeTableIds"];
  const isOurs = (peering.accountId ?? account) === account;
  if (isOurs && peering.routeTableIds.length === 0) {
    problem(path, "one route table or more, or answers find no way back");
  }
  if (!isOurs && peering.routeTableIds.length > 0) {
    problem(path, `none, since account ${peering.accountId ?? ""} routes by itself`);
  }
}
