import type { PolicyResource, Value } from "../../../policy-pack/engine/resource.ts";
import { document, resource } from "./resources.ts";

export const NAME = "rampart-dev-s3-data";
export const LOGS = "rampart-dev-s3-logs";

const S3 = "aws:s3/";

/** The statement that refuses plain HTTP. */
export function tlsOnly(bucket: string): { readonly [key: string]: Value } {
  return {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * A bucket `data` with all that a bucket needs, each part named after what it is, and the bucket
 * `logs` that its access logs go to.
 */
export function compliantBucket(): PolicyResource[] {
  const key = resource("aws:kms/key:Key", "key", {});
  const part = (type: string, name: string, inputs: Record<string, Value>) =>
    resource(`${S3}${type}`, name, { bucket: NAME, ...inputs });
  return [
    key,
    resource(`${S3}bucket:Bucket`, "data", { bucket: NAME, tags: { "bucket-role": "data" } }),
    resource(`${S3}bucket:Bucket`, "logs", { bucket: LOGS }),
    part("bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    part("bucketVersioning:BucketVersioning", "versioning", {
      versioningConfiguration: { status: "Enabled" },
    }),
    {
      ...part(
        "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "encryption",
        {
          rules: [
            {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: "aws:kms",
                kmsMasterKeyId: { $unknown: true },
              },
              bucketKeyEnabled: true,
            },
          ],
        },
      ),
      propertyDependencies: { rules: [key.urn] },
    },
    part("bucketPolicy:BucketPolicy", "policy", { policy: document(tlsOnly(NAME)) }),
    part("bucketLogging:BucketLogging", "logging", { targetBucket: LOGS, targetPrefix: "data/" }),
  ];
}
