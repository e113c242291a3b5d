import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";
import { customConfigOf, vpcConfigOf } from "./distribution.ts";
import { surelyNoBucket } from "./givers.ts";

/** Ends of the names of AWS's endpoints, by partition. */
const SUFFIXES = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"];

/**
 * Whether an origin is a bucket: CloudFront takes one for a bucket's that says nothing else, and
 * any host may be a bucket's, its website's or its REST endpoint's.
 */
export function isS3Origin(distribution: View, origin: Reading): boolean {
  if (vpcConfigOf(distribution, origin) !== undefined) return false;
  if (customConfigOf(distribution, origin) === undefined) return true;
  const host = origin.at("domainName");
  if (host.kind === "unknown" && surelyNoBucket(distribution)) return false;
  return bucketInHost(host.text ?? "") !== undefined;
}

/** The bucket that an origin with a known host reads; undefined if the host is none of S3's. */
export function bucketOf(origin: Reading): string | undefined {
  const bucket = bucketInHost(origin.at("domainName").text ?? "");
  // Where the host names none, the path begins with it.
  return bucket === "" ? (origin.at("originPath").text ?? "").split("/")[1] : bucket;
}

/**
 * What stands before S3's own name in a host: `assets` in `assets.s3.eu-west-1.amazonaws.com`,
 * `assets.s3-website-us-east-1.amazonaws.com`, `assets.s3.dualstack.us-east-1.amazonaws.com` and
 * their like. Source: "Amazon S3 endpoints and quotas", checked 2026-11.
 */
export function bucketInHost(host: string): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  const suffix = SUFFIXES.find((end) => name.endsWith(end));
  if (suffix === undefined) return undefined;
  const labels = name.slice(0, -suffix.length).split(".");
  const at = labels.findLastIndex(isService);
  const rest = labels.slice(at + 1).filter((label) => label !== "dualstack");
  // A balancer may be called s3-proxy, but more than a region follows it.
  if (at < 0 || rest.length > 1 || !rest.every(isRegion)) return undefined;
  return labels.slice(0, at).join(".");
}

function isService(label: string): boolean {
  return label === "s3" || label.startsWith("s3-") || label.startsWith("s3express-");
}

function isRegion(label: string): boolean {
  return /^[a-z]+(-[a-z]+)+-\d+$/.test(label);
}
