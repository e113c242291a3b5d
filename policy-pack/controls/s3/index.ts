import type { Control } from "../../engine/control.ts";
import { s3AccountPublicAccessBlock } from "./s3-account-public-access-block.ts";
import { s3AuditBucketObjectLock } from "./s3-audit-bucket-object-lock.ts";
import { s3BucketAccessLogging } from "./s3-bucket-access-logging.ts";
import { s3BucketNoPublicAcl } from "./s3-bucket-no-public-acl.ts";
import { s3BucketPolicyNotPublic } from "./s3-bucket-policy-not-public.ts";
import { s3BucketPublicAccessBlock } from "./s3-bucket-public-access-block.ts";
import { s3BucketSseKms } from "./s3-bucket-sse-kms.ts";
import { s3BucketTlsOnly } from "./s3-bucket-tls-only.ts";
import { s3BucketVersioning } from "./s3-bucket-versioning.ts";
import { s3ServiceGrantsSourceBound } from "./s3-service-grants-source-bound.ts";

export const s3Controls: readonly Control[] = [
  s3AccountPublicAccessBlock,
  s3BucketPublicAccessBlock,
  s3BucketNoPublicAcl,
  s3BucketPolicyNotPublic,
  s3BucketTlsOnly,
  s3BucketSseKms,
  s3BucketVersioning,
  s3BucketAccessLogging,
  s3ServiceGrantsSourceBound,
  s3AuditBucketObjectLock,
];
