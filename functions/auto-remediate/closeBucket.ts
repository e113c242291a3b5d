import {
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
  type S3Client,
  type Tag,
} from "@aws-sdk/client-s3";
import {
  GetPublicAccessBlockCommand as GetAccountBlockCommand,
  PutPublicAccessBlockCommand as PutAccountBlockCommand,
  type S3ControlClient,
} from "@aws-sdk/client-s3-control";

import { isRefusal } from "../shared/failure.ts";
import type { Changes } from "./changes.ts";

/** What the responses to an opened bucket or account work with. */
export interface CloseBucketParts {
  readonly s3: S3Client;
  readonly s3Control: S3ControlClient;
}

const CLOSED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
} as const satisfies PublicAccessBlockConfiguration;

/** S3 says so where nothing was ever set, or all was taken away. */
const NO_BLOCK = "NoSuchPublicAccessBlockConfiguration";

/** Groups of S3 that stand for everyone, and for everyone with an account of any company. */
const EVERYONE = [
  "http://acs.amazonaws.com/groups/global/AllUsers",
  "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
];

/** A bucket of this account; a name can pass to another one. */
interface Bucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}

/**
 * Puts a bucket's public access block back, when it was changed, or the bucket is public without
 * it. A bucket that is gone, closed already, or exempt is left alone.
 */
export async function closeBucket(
  { s3 }: CloseBucketParts,
  finding: { readonly bucket: string; readonly blockChanged: boolean },
  account: string,
  changes: Changes,
): Promise<void> {
  const bucket = { Bucket: finding.bucket, ExpectedBucketOwner: account };
  try {
    if (await isBlocked(s3, bucket)) return;
    if (!finding.blockChanged && !(await isPublic(s3, bucket))) return;
    const change = `put the public access block of ${finding.bucket} back`;
    if (changes.refuse(change, await tagsOf(s3, bucket))) return;
    await changes.make(change, () =>
      s3.send(
        new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: CLOSED }),
      ),
    );
  } catch (error) {
    if (!isRefusal(error, "NoSuchBucket")) throw error;
  }
}

/** Puts the account's public access block back. */
export async function closeAccount(
  { s3Control }: CloseBucketParts,
  account: string,
  changes: Changes,
): Promise<void> {
  const AccountId = account;
  const block = await found(
    async () =>
      (await s3Control.send(new GetAccountBlockCommand({ AccountId })))
        .PublicAccessBlockConfiguration,
    NO_BLOCK,
  );
  if (isClosed(block)) return;
  await changes.make(`put the public access block of account ${account} back`, () =>
    s3Control.send(
      new PutAccountBlockCommand({ AccountId, PublicAccessBlockConfiguration: CLOSED }),
    ),
  );
}

async function isBlocked(s3: S3Client, bucket: Bucket): Promise<boolean> {
  const block = await found(
    async () =>
      (await s3.send(new GetPublicAccessBlockCommand(bucket))).PublicAccessBlockConfiguration,
    NO_BLOCK,
  );
  return isClosed(block);
}

function isClosed(block: PublicAccessBlockConfiguration | undefined): boolean {
  return (
    block?.BlockPublicAcls === true &&
    block.IgnorePublicAcls === true &&
    block.BlockPublicPolicy === true &&
    block.RestrictPublicBuckets === true
  );
}

/** A bucket's tags; those that its own policy hides from the response exempt it from nothing. */
function tagsOf(s3: S3Client, bucket: Bucket): Promise<Tag[] | undefined> {
  return found(
    async () => (await s3.send(new GetBucketTaggingCommand(bucket))).TagSet,
    "NoSuchTagSet",
    "AccessDenied",
  );
}

/** Whether a bucket's policy or access list admits everyone, as S3 itself judges them. */
async function isPublic(s3: S3Client, bucket: Bucket): Promise<boolean> {
  const status = await found(
    async () => (await s3.send(new GetBucketPolicyStatusCommand(bucket))).PolicyStatus,
    "NoSuchBucketPolicy",
  );
  if (status?.IsPublic === true) return true;
  const { Grants = [] } = await s3.send(new GetBucketAclCommand(bucket));
  return Grants.some(({ Grantee }) => EVERYONE.includes(Grantee?.URI ?? ""));
}

/** What S3 has; undefined when it says that there is none. */
async function found<T>(ask: () => Promise<T>, ...none: readonly string[]): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error, ...none)) return undefined;
    throw error;
  }
}
