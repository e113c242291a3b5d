import type * as aws from "@pulumi/aws";

import { BUCKET_TRAITS, type BucketRole } from "./bucketRoles.ts";

/** How long a bucket keeps its objects; old versions and unfinished uploads always end. */
export interface BucketLifecycle {
  /** What the bucket is for; says how long old versions stay, and when objects are archived. */
  readonly role: BucketRole;
  /** Days until current objects are deleted. @default never */
  readonly expireAfterDays?: number;
  /** Days until current objects move to Glacier. @default what the role says */
  readonly archiveAfterDays?: number;
}

/** Days until objects move to Glacier; undefined for never. */
function archiveDays({ role, archiveAfterDays }: BucketLifecycle): number | undefined {
  return archiveAfterDays ?? BUCKET_TRAITS[role].archiveAfterDays;
}

/**
 * S3 refuses to expire objects before it archives them.
 *
 * @throws Error when objects would expire before they are archived, or on the same day.
 */
export function checkLifecycle(name: string, args: BucketLifecycle): void {
  const { expireAfterDays } = args;
  const archive = archiveDays(args);
  if (archive !== undefined && expireAfterDays !== undefined && expireAfterDays <= archive) {
    throw new Error(
      `expireAfterDays of ${name} is ${expireAfterDays}; allowed: more than the ${archive} days ` +
        "after which its objects are archived.",
    );
  }
}

/** The bucket's rules; each covers all objects. */
export function lifecycleRules(
  args: BucketLifecycle,
): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  const everything = { status: "Enabled", filter: { prefix: "" } };
  const archiveAfterDays = archiveDays(args);
  return [
    {
      ...everything,
      id: "end-old-versions-and-uploads",
      noncurrentVersionExpiration: { noncurrentDays: BUCKET_TRAITS[args.role].keepVersionsDays },
      // What is left of an object whose versions are all gone.
      expiration: { expiredObjectDeleteMarker: true },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    ...(args.expireAfterDays === undefined
      ? []
      : [{ ...everything, id: "expire", expiration: { days: args.expireAfterDays } }]),
    ...(archiveAfterDays === undefined
      ? []
      : [
          {
            ...everything,
            id: "archive",
            transitions: [{ days: archiveAfterDays, storageClass: "GLACIER" }],
          },
        ]),
  ];
}
