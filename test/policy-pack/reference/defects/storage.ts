import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import { document, FOREIGN } from "../../support/resources.ts";
import type { Defect } from "../defect.ts";
import { REFERENCE } from "../extras/extra.ts";

const { account } = REFERENCE;
const NAME = `rampart-prod-s3-backups-${account}-us-east-1`;

/** The bucket of backups, or what is set for it. */
const part = (type: string) => ({ type: `aws:s3/${type}`, name: "backups" });
const BUCKET = part("bucket:Bucket");
const POLICY = part("bucketPolicy:BucketPolicy");
const KEY = { type: "aws:kms/key:Key", name: "main-key" };
/** The tracker has a database with credentials, too. */
const PLATFORM = "rampart:systems:Platform";
const SECRET = { type: "aws:secretsmanager/secret:Secret", name: "jwt-secret" };

const TLS_ONLY = {
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const ROOT = {
  Sid: "DelegateToIam",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const OBJECTS = `arn:aws:s3:::${NAME}/*`;

const BUCKET_DEFECTS: readonly Defect[] = [
  {
    control: "s3-account-public-access-block",
    title: "the account admits public policies",
    change: {
      of: {
        type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
        name: "audit-account",
      },
      path: "blockPublicPolicy",
      value: false,
    },
    on: "stack",
  },
  {
    control: "s3-bucket-public-access-block",
    title: "a bucket lets public policies take effect",
    change: {
      of: part("bucketPublicAccessBlock:BucketPublicAccessBlock"),
      path: "restrictPublicBuckets",
      value: false,
    },
    on: BUCKET,
  },
  {
    control: "s3-bucket-public-access-block",
    title: "a bucket's block is gone",
    change: { without: part("bucketPublicAccessBlock:BucketPublicAccessBlock") },
    on: BUCKET,
  },
  {
    control: "s3-bucket-no-public-acl",
    title: "an ACL lets everyone read",
    change: { of: BUCKET, path: "acl", value: "public-read" },
  },
  {
    control: "s3-bucket-policy-not-public",
    title: "a policy lets everyone of some address read",
    change: {
      of: POLICY,
      path: "policy",
      value: document(TLS_ONLY, {
        Sid: "Office",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "s3:GetObject",
        Resource: OBJECTS,
        Condition: { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } },
      }),
    },
  },
  {
    control: "s3-bucket-tls-only",
    title: "the bucket refuses plain HTTP for its objects alone",
    change: {
      of: POLICY,
      path: "policy",
      value: document({ ...TLS_ONLY, Resource: OBJECTS }),
    },
    on: BUCKET,
  },
  {
    control: "s3-bucket-sse-kms",
    title: "the bucket encrypts with S3's own key",
    change: {
      of: part("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
      path: "rules",
      value: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    on: BUCKET,
  },
  {
    control: "s3-bucket-versioning",
    title: "the bucket keeps no more old versions",
    change: {
      of: part("bucketVersioning:BucketVersioning"),
      path: "versioningConfiguration.status",
      value: "Suspended",
    },
    on: BUCKET,
  },
  {
    control: "s3-bucket-access-logging",
    title: "nobody records who reads the bucket",
    change: { without: part("bucketLogging:BucketLogging") },
    on: BUCKET,
  },
  {
    control: "s3-service-grants-source-bound",
    title: "a service may write for anybody",
    change: {
      of: POLICY,
      path: "policy",
      value: document(TLS_ONLY, {
        Sid: "Inventory",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: OBJECTS,
      }),
    },
  },
  {
    control: "s3-audit-bucket-object-lock",
    title: "a bucket without object lock is declared one of audit",
    change: { of: BUCKET, path: "tags.bucket-role", value: "audit" },
  },
];

/** The key's policy: the account's default delegation, and another statement. */
function keyPolicy(statement: Properties): string {
  return document(ROOT, { Effect: "Allow", Resource: "*", ...statement });
}

const KEY_DEFECTS: readonly Defect[] = [
  {
    control: "kms-rotation",
    title: "the key does not rotate",
    change: { of: KEY, path: "enableKeyRotation", value: false },
  },
  {
    control: "kms-policy-no-wildcard-principal",
    title: "everyone may decrypt",
    change: {
      of: KEY,
      path: "policy",
      value: keyPolicy({ Sid: "Everyone", Principal: "*", Action: "kms:Decrypt" }),
    },
    also: {
      "vpc-endpoints-for-used-services":
        "tasks of a network without KMS's endpoint may call it too",
    },
  },
  {
    control: "kms-policy-explicit-no-lockout",
    title: "the key is left to AWS's own policy",
    change: { of: KEY, path: "policy" },
  },
  {
    control: "kms-policy-explicit-no-lockout",
    title: "the check against a lockout is off",
    change: { of: KEY, path: "bypassPolicyLockoutSafetyCheck", value: true },
  },
  {
    control: "kms-policy-separation-of-duties",
    title: "who administers the key may decrypt with it",
    change: {
      of: KEY,
      path: "policy",
      value: keyPolicy({
        Sid: "Administrators",
        Principal: { AWS: `arn:aws:iam::${account}:role/security` },
        Action: ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Decrypt"],
      }),
    },
  },
  {
    control: "kms-policy-no-foreign-account",
    title: "another account may decrypt",
    change: {
      of: KEY,
      path: "policy",
      value: keyPolicy({
        Sid: "Partner",
        Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` },
        Action: "kms:Decrypt",
      }),
    },
  },
  {
    control: "kms-policy-service-bound",
    title: "log groups of all accounts may use the key",
    change: {
      of: KEY,
      path: "policy",
      value: keyPolicy({
        Sid: "CloudWatchLogs",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"],
      }),
    },
  },
];

const SECRET_DEFECTS: readonly Defect[] = [
  {
    control: "secret-cmk",
    title: "the secret is encrypted with AWS's key",
    change: { of: SECRET, path: "kmsKeyId" },
  },
  {
    control: "secret-rotation",
    title: "the secret has neither a rotation nor a runbook",
    change: { of: SECRET, path: "tags.rotation" },
  },
  {
    control: "secret-rotation",
    title: "the database's secret rotates once a year",
    change: {
      of: {
        type: "aws:secretsmanager/secretRotation:SecretRotation",
        name: "database-credentials",
        within: PLATFORM,
      },
      path: "rotationRules.automaticallyAfterDays",
      value: 365,
    },
    on: { ...SECRET, name: "database-credentials", within: PLATFORM },
  },
  {
    control: "secret-policy-not-public",
    title: "another account may read the secret",
    change: {
      of: SECRET,
      path: "policy",
      value: document({
        Sid: "Partner",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      }),
    },
  },
];

/** For the controls of S3, KMS and Secrets Manager. */
export const storageDefects: readonly Defect[] = [
  ...BUCKET_DEFECTS,
  ...KEY_DEFECTS,
  ...SECRET_DEFECTS,
];
