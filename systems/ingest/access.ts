import type { Trust } from "../../components/identity/role.ts";
import { keyUseStatement } from "../../components/keys/encryptionKey.ts";
import { workTopicArnOf } from "../../components/observability/workTopic.ts";
import { arnOf, type Environment, nameOf } from "../../components/shared/environment.ts";
import { allow, type Statement } from "../../components/shared/policy.ts";
import { bucketArnOf } from "../../components/storage/secureBucket.ts";
import { INGEST_ACTIONS } from "../../functions/ingest/contract.ts";
import type { Foundation } from "../foundation.ts";

/** Identifiers of the buckets: room is left for the account and a long region. */
export const PROCESSING = "processing";
/** See {@link PROCESSING}. */
export const QUARANTINE = "quarantine";
/** Identifier of the function, and of its role. */
export const FUNCTION_IDENTIFIER = "ingest";
/** Identifier of the table. */
export const TABLE_IDENTIFIER = "ingest";
/** Identifier of the topic of outcomes. */
export const TOPIC_IDENTIFIER = "ingest";
/** Identifier of the role that puts objects, and of the user that may assume it. */
export const UPLOADER_IDENTIFIER = "ingest-uploader";
/** Identifier of the role that looks after the quarantine. */
export const OPERATOR_IDENTIFIER = "ingest-operator";

/**
 * Leaves a bucket's encryption and storage class to the bucket: whoever puts an object could else
 * encrypt it with a key that nobody else has, or with another than the environment's, or store it
 * where nobody can read it at once, and its event would fail for ever. An encryption must not even be
 * stated: `aws:kms` without a key is AWS's own one. An operator that negates holds where nothing is
 * stated at all, so that `Null` asks for that, and `…IfExists` would ask for nothing.
 */
export function putAsBucketSays(environment: Environment, bucket: string): Statement[] {
  const deny = (Sid: string, Condition: NonNullable<Statement["Condition"]>): Statement => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${bucketArnOf(environment, bucket)}/*`,
    Condition,
  });
  const storageClass = "s3:x-amz-storage-class";
  return [
    deny("NoOtherEncryption", { Null: { "s3:x-amz-server-side-encryption": "false" } }),
    deny("NoKeyOfTheCaller", {
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
    }),
    deny("NoOtherStorageClass", {
      Null: { [storageClass]: "false" },
      StringNotEquals: { [storageClass]: "STANDARD" },
    }),
  ];
}

/** Those of the account whom its IAM policies let assume the role; nobody of another account. */
export function accountTrust(environment: Environment): Trust {
  return {
    principal: { AWS: arnOf(environment, "iam", "root") },
    action: "sts:AssumeRole",
    conditions: { StringEquals: { "aws:PrincipalAccount": environment.accountId } },
  };
}

/** Putting objects in, and nothing else (S-INGEST-6). */
export function uploaderStatements({ environment, key }: Foundation): Statement[] {
  return [
    {
      Sid: "Upload",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `${bucketArnOf(environment, PROCESSING)}/*`,
    },
    keyUseStatement(environment, key.alias, "s3", ["kms:GenerateDataKey"]),
  ];
}

/**
 * Listing, looking at and ending what is in quarantine (S-INGEST-6). S3 has no permission for a look
 * but that to read; without the key it shows why an object is there, and not what is in it.
 */
export function operatorStatements({ environment }: Foundation): Statement[] {
  const bucket = bucketArnOf(environment, QUARANTINE);
  return [
    {
      Sid: "List",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
      Resource: bucket,
    },
    {
      Sid: "LookAndRemove",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion"],
      Resource: `${bucket}/*`,
    },
  ];
}

/** What the function's contract asks for, on exactly what it is for (S-INGEST-6). */
export function functionStatements({ environment, key }: Foundation): Statement[] {
  const processing = bucketArnOf(environment, PROCESSING);
  const quarantine = bucketArnOf(environment, QUARANTINE);
  const table = arnOf(
    environment,
    "dynamodb",
    `table/${nameOf(environment, "table", TABLE_IDENTIFIER)}`,
  );
  return [
    // Without it S3 answers 403 for an object that is gone, and not 404.
    allow("SeeWhatIsThere", INGEST_ACTIONS.buckets, [processing, quarantine]),
    allow("TakeObjects", INGEST_ACTIONS.processingObjects, `${processing}/*`),
    allow("KeepRejects", INGEST_ACTIONS.quarantineObjects, `${quarantine}/*`),
    allow("StoreItems", INGEST_ACTIONS.table, table),
    allow("Announce", INGEST_ACTIONS.topic, workTopicArnOf(environment, TOPIC_IDENTIFIER)),
    keyUseStatement(environment, key.alias, "s3", ["kms:Decrypt", "kms:GenerateDataKey"]),
    // DynamoDB opens the table's key in the name of whoever asks for an item.
    keyUseStatement(environment, key.alias, "dynamodb", ["kms:Decrypt", "kms:GenerateDataKey"]),
    keyUseStatement(environment, key.alias, "sns", ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}
