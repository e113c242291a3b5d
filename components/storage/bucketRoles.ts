/**
 * What a bucket is for. The role decides what AWS makes possible and what is sensible: encryption,
 * object lock, access logging and lifecycle; a `bucket-role` tag tells it to the policy pack.
 */
export type BucketRole =
  | "data"
  | "audit"
  | "config"
  | "elb-logs"
  | "access-log-target"
  | "media"
  | "frontend"
  | "artefacts";

/** What follows from a bucket's role. */
export interface BucketTraits {
  /**
   * `customer-key`: SSE-KMS with the environment's key; `s3`: SSE-S3, where the service that writes
   * can't use a key, or the readers are not AWS principals.
   */
  readonly encryption: "customer-key" | "s3";
  /** Whether requests are logged to the access-log bucket. */
  readonly logsAccess: boolean;
  /** Whether objects can't be deleted before their retention ends. */
  readonly objectLock: boolean;
  /** Days until replaced or deleted versions are gone; logs are never replaced. */
  readonly keepVersionsDays: number;
  /** Days until objects move to Glacier; undefined for never. */
  readonly archiveAfterDays?: number;
}

/**
 * Sources: T4 (load balancers can't write to SSE-KMS), T6 (an access-log target with SSE-KMS or
 * object lock receives nothing), T14 (AWS Config can't deliver under default retention).
 */
export const BUCKET_TRAITS: Readonly<Record<BucketRole, BucketTraits>> = {
  data: { encryption: "customer-key", logsAccess: true, objectLock: false, keepVersionsDays: 90 },
  audit: {
    encryption: "customer-key",
    logsAccess: true,
    objectLock: true,
    keepVersionsDays: 90,
    archiveAfterDays: 90,
  },
  config: {
    encryption: "customer-key",
    logsAccess: true,
    objectLock: false,
    keepVersionsDays: 90,
    archiveAfterDays: 90,
  },
  "elb-logs": {
    // Elastic Load Balancing can't write to a bucket with a customer key.
    encryption: "s3",
    logsAccess: true,
    objectLock: false,
    keepVersionsDays: 1,
  },
  "access-log-target": {
    // S3 delivers no access logs to a bucket with a customer key.
    encryption: "s3",
    logsAccess: false,
    objectLock: false,
    keepVersionsDays: 1,
  },
  media: {
    // Whoever signs a read for a browser would need the key.
    encryption: "s3",
    logsAccess: true,
    objectLock: false,
    keepVersionsDays: 90,
  },
  frontend: {
    // The page is public through its distribution.
    encryption: "s3",
    logsAccess: true,
    objectLock: false,
    keepVersionsDays: 90,
  },
  artefacts: {
    encryption: "customer-key",
    logsAccess: true,
    objectLock: false,
    keepVersionsDays: 90,
  },
};
