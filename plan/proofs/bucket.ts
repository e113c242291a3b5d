import type { Resource } from "../graph/resource.ts";
import type { Value } from "../graph/value.ts";
import { listOf, valueAt } from "../readers/inventory.ts";
import { keyHops, WRITING } from "./key.ts";
import { type Hop, stops, unknown } from "./path.ts";
import { targetHop } from "./policies.ts";
import type { Need, Sender } from "./sender.ts";
import { TYPE } from "./types.ts";
import type { Found, World } from "./world.ts";

/** What a delivery asks of a bucket. */
export interface BucketDemand {
  /** Calls, on the bucket itself or on a path below it. */
  readonly needs: readonly (Omit<Need, "resource"> & { readonly path?: string })[];
  /** What a person calls the service. */
  readonly writer: string;
  /** Whether it can't write with a key of KMS (T4, T6). */
  readonly withoutKey?: boolean;
  /** Whether it can't write under a default retention (T6, T14). */
  readonly withoutLock?: boolean;
  /** Whether bucket and source must be in one region. */
  readonly region?: string;
  /** Calls of KMS. @default those of writing */
  readonly keyActions?: readonly string[];
  /** Key that the source writes with, if it is told one. @default the bucket's */
  readonly key?: { readonly resource: Resource; readonly property: string };
}

/** Whether a sender's files come into a bucket, and through its key. */
export function bucketHops(
  world: World,
  sender: Sender,
  found: Found,
  demand: BucketDemand,
): Hop[] {
  const { resource: bucket } = found;
  const from = sender.label;
  if (bucket === undefined) {
    return [
      unknown(
        { from, to: `bucket ${found.outside ?? "?"}` },
        "the bucket is not of this stack, so it can't be shown that it takes anything",
        `Let ${from} write to a bucket of this stack.`,
      ),
    ];
  }
  const arn = world.arnOf(bucket) ?? "";
  const needs = demand.needs.map(({ path, ...need }) => ({
    ...need,
    resource: path === undefined ? arn : `${arn}/${path}`,
  }));
  return [
    targetHop(world, sender, bucket, needs),
    ...refusals(world, sender, bucket, demand),
    ...keys(world, sender, bucket, demand),
  ];
}

/** What makes the service refuse the bucket, whatever its policy says. */
function refusals(
  world: World,
  { label: from }: Sender,
  bucket: Resource,
  { writer, withoutKey, withoutLock, region }: BucketDemand,
): Hop[] {
  const to = world.label(bucket);
  const ends = { from, to };
  const found: Hop[] = [];
  if (region !== undefined && region !== world.region(bucket)) {
    found.push(
      stops(
        ends,
        `${to} is in ${world.region(bucket)}, and ${from} in ${region}`,
        `Use a bucket in ${region} for ${from}.`,
      ),
    );
  }
  if (withoutKey && algorithmOf(world, bucket) !== "AES256") {
    found.push(
      stops(ends, `${writer} can't write with a key of KMS`, `Encrypt ${to} with AES256 (SSE-S3).`),
    );
  }
  if (withoutLock && isLocked(world, bucket)) {
    found.push(
      stops(
        ends,
        `${writer} can't write under a default retention`,
        `Take the default retention of ${to} away.`,
      ),
    );
  }
  return found;
}

/** The algorithm that new files get without asking; S3's own where nothing is said. */
function algorithmOf(world: World, bucket: Resource): Value {
  return defaultOf(world, bucket).sseAlgorithm ?? "AES256";
}

function defaultOf(world: World, bucket: Resource) {
  const [encryption] = world.about(TYPE.encryption, "bucket", bucket);
  const [rule] = listOf(encryption?.inputs["rules"]);
  const chosen = valueAt(rule, "applyServerSideEncryptionByDefault");
  return {
    encryption,
    sseAlgorithm: valueAt(chosen, "sseAlgorithm"),
    key: valueAt(chosen, "kmsMasterKeyId"),
  };
}

function isLocked(world: World, bucket: Resource): boolean {
  return world
    .about(TYPE.lock, "bucket", bucket)
    .some(({ inputs }) => valueAt(inputs["rule"], "defaultRetention") !== undefined);
}

function keys(world: World, sender: Sender, bucket: Resource, demand: BucketDemand): Hop[] {
  if (demand.withoutKey) return [];
  const target = world.label(bucket);
  const actions = demand.keyActions ?? WRITING;
  if (demand.key) {
    const { resource, property } = demand.key;
    const place = { target, resource, property, value: resource.inputs[property], service: "s3" };
    if (place.value !== undefined) return keyHops(world, sender, place, actions);
  }
  const { encryption, sseAlgorithm, key } = defaultOf(world, bucket);
  if (encryption === undefined || sseAlgorithm === "AES256") return [];
  return keyHops(
    world,
    sender,
    {
      target,
      resource: encryption,
      property: "rules",
      value: key ?? "alias/aws/s3",
      service: "s3",
    },
    actions,
  );
}

/** A bucket's name below which a service puts its files, with what it was told to put before. */
export function logPath(prefix: Value | undefined, rest: string): string {
  const start = typeof prefix === "string" && prefix !== "" ? `${prefix.replace(/\/$/, "")}/` : "";
  return start + rest;
}

/** The ACL that services put on what they deliver. */
export const OWNERS_ACL = { "s3:x-amz-acl": ["bucket-owner-full-control"] };

/** Whether a bucket takes ACLs at all; the default is that it does not. */
export function takesAcls(world: World, bucket: Resource): boolean {
  return world
    .about(TYPE.ownership, "bucket", bucket)
    .some(({ inputs }) => valueAt(inputs["rule"], "objectOwnership") !== "BucketOwnerEnforced");
}
