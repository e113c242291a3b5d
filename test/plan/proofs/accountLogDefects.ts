import { type Defect, given, gone, pointed, reworded, said, T } from "./defects.ts";

/** What can be wrong with the logs of the account, its buckets and what runs in it. */
export const ACCOUNT_LOG_DEFECTS: readonly Defect[] = [
  {
    mutant: given("a trail that is off", T.trail, "trail", { enableLogging: false }),
    faults: [
      "stops: nothing of this stack writes to log group /aws/cloudtrail/rampart-prod-trail-account → Let something write to log group /aws/cloudtrail/rampart-prod-trail-account.",
      "stops: trail rampart-prod-trail-account is switched off → Set enableLogging of trail rampart-prod-trail-account to true.",
    ],
  },
  {
    mutant: pointed(
      "a trail's group without its end",
      T.trail,
      "trail",
      "cloudWatchLogsGroupArn",
      "arn:aws:logs:us-east-1:777788889999:log-group:/aws/cloudtrail/rampart-prod-trail-account",
    ),
    faults: [
      "stops: CloudTrail wants the ARN of its log group with :* at the end (T10) → Add :* to cloudWatchLogsGroupArn of trail rampart-prod-trail-account.",
    ],
  },
  {
    mutant: said(
      "a trail that can't look at its bucket",
      T.bucketPolicy,
      "trail-bucket",
      "TrailChecksAcl",
      undefined,
    ),
    faults: [
      "stops: nothing in the policy of bucket rampart-prod-s3-trail-777788889999-us-east-1 allows cloudtrail.amazonaws.com s3:GetBucketAcl → Allow cloudtrail.amazonaws.com s3:GetBucketAcl on arn:aws:s3:::rampart-prod-s3-trail-777788889999-us-east-1 in the policy of bucket rampart-prod-s3-trail-777788889999-us-east-1.",
    ],
  },
  {
    mutant: reworded(
      "a trail's bucket for another trail",
      T.bucketPolicy,
      "trail-bucket",
      'trail-account","s3',
      'trail-other","s3',
    ),
    faults: [
      "stops: statement TrailDelivers of the policy of bucket rampart-prod-s3-trail-777788889999-us-east-1 wants aws:SourceArn to be arn:aws:cloudtrail:us-east-1:777788889999:trail/rampart-prod-trail-other, and cloudtrail.amazonaws.com sends arn:aws:cloudtrail:us-east-1:777788889999:trail/rampart-prod-trail-account → Let the condition on aws:SourceArn in statement TrailDelivers of the policy of bucket rampart-prod-s3-trail-777788889999-us-east-1 admit arn:aws:cloudtrail:us-east-1:777788889999:trail/rampart-prod-trail-account.",
    ],
  },
  {
    mutant: said(
      "a trail's bucket without the account",
      T.bucketPolicy,
      "trail-bucket",
      "TrailDelivers",
      {
        Resource:
          "arn:aws:s3:::rampart-prod-s3-trail-777788889999-us-east-1/AWSLogs/111122223333/*",
      },
    ),
    faults: [
      "stops: statement TrailDelivers of the policy of bucket rampart-prod-s3-trail-777788889999-us-east-1 allows s3:PutObject, but not on arn:aws:s3:::rampart-prod-s3-trail-777788889999-us-east-1/AWSLogs/777788889999/CloudTrail/* → Name arn:aws:s3:::rampart-prod-s3-trail-777788889999-us-east-1/AWSLogs/777788889999/CloudTrail/* in statement TrailDelivers of the policy of bucket rampart-prod-s3-trail-777788889999-us-east-1.",
    ],
  },
  {
    mutant: said("a trail's key for another context", T.key, "main-key", "TrailEncrypts", {
      Condition: {
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*",
        },
      },
    }),
    faults: [
      "stops: statement TrailEncrypts of the policy of key main-key wants kms:EncryptionContext:aws:cloudtrail:arn to be arn:aws:cloudtrail:*:111122223333:trail/*, and cloudtrail.amazonaws.com sends arn:aws:cloudtrail:us-east-1:777788889999:trail/rampart-prod-trail-account → Let the condition on kms:EncryptionContext:aws:cloudtrail:arn in statement TrailEncrypts of the policy of key main-key admit arn:aws:cloudtrail:us-east-1:777788889999:trail/rampart-prod-trail-account.",
    ],
  },
  {
    mutant: said("a trail's key without bucket keys", T.key, "main-key", "TrailFindsKey", {
      Action: "kms:DescribeKey",
    }),
    faults: [
      "stops: nothing in the policy of key main-key allows cloudtrail.amazonaws.com kms:Decrypt → Allow cloudtrail.amazonaws.com kms:Decrypt in the policy of key main-key.",
    ],
  },
  {
    mutant: said(
      "a trail's role for another stream",
      T.rolePolicy,
      "trail-role-write",
      "WriteEvents",
      {
        Resource:
          "arn:aws:logs:us-east-1:777788889999:log-group:/aws/cloudtrail/rampart-prod-trail-account:log-stream:x",
      },
    ),
    faults: [
      "stops: statement WriteEvents of the policies of role rampart-prod-role-trail allows logs:CreateLogStream, but not on arn:aws:logs:us-east-1:777788889999:log-group:/aws/cloudtrail/rampart-prod-trail-account:log-stream:777788889999_CloudTrail_us-east-1 → Name arn:aws:logs:us-east-1:777788889999:log-group:/aws/cloudtrail/rampart-prod-trail-account:log-stream:777788889999_CloudTrail_us-east-1 in statement WriteEvents of the policies of role rampart-prod-role-trail.",
    ],
  },
  {
    mutant: given("a recorder that is off", T.recorderStatus, "config", { isEnabled: false }),
    faults: ["stops: no recorder is started → Add a recorder status with isEnabled true."],
  },
  {
    mutant: given("a recorder with a role of its own", T.recorder, "config", {
      roleArn: "arn:aws:iam::777788889999:role/config",
    }),
    faults: [
      "unknown: the recorder works with a role of its own, whose delivery is not known here → Give the recorder AWS Config's service-linked role.",
    ],
  },
  {
    mutant: said("AWS Config without the ACL", T.bucketPolicy, "config-bucket", "ConfigDelivers", {
      Condition: { StringEquals: { "s3:x-amz-acl": "private" } },
    }),
    faults: [
      "stops: statement ConfigDelivers of the policy of bucket rampart-prod-s3-config-777788889999-us-east-1 wants s3:x-amz-acl to be private, and config.amazonaws.com sends bucket-owner-full-control → Let the condition on s3:x-amz-acl in statement ConfigDelivers of the policy of bucket rampart-prod-s3-config-777788889999-us-east-1 admit bucket-owner-full-control.",
    ],
  },
  {
    mutant: said("AWS Config without the key", T.key, "main-key", "ConfigDelivers", undefined),
    faults: [
      "stops: nothing in the policy of key main-key names config.amazonaws.com → Allow config.amazonaws.com kms:Decrypt and kms:GenerateDataKey in the policy of key main-key.",
    ],
  },
  {
    mutant: pointed(
      "AWS Config's bucket locked",
      T.lock,
      "trail-bucket",
      "bucket",
      "rampart-prod-s3-config-777788889999-us-east-1",
    ),
    faults: [
      "stops: AWS Config can't write under a default retention → Take the default retention of bucket rampart-prod-s3-config-777788889999-us-east-1 away.",
    ],
  },
  {
    mutant: said("bucket logs of another account", T.bucketPolicy, "access-logs", "S3AccessLogs", {
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    }),
    faults: [
      "stops: statement S3AccessLogs of the policy of bucket rampart-prod-s3-access-logs-777788889999-us-east-1 wants aws:SourceAccount to be 111122223333, and logging.s3.amazonaws.com sends 777788889999 → Let the condition on aws:SourceAccount in statement S3AccessLogs of the policy of bucket rampart-prod-s3-access-logs-777788889999-us-east-1 admit 777788889999.",
    ],
  },
  {
    mutant: given("bucket logs with a key", T.encryption, "access-logs", {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
    }),
    faults: [
      "stops: Amazon S3 can't write with a key of KMS → Encrypt bucket rampart-prod-s3-access-logs-777788889999-us-east-1 with AES256 (SSE-S3).",
    ],
  },
  {
    mutant: pointed(
      "bucket logs elsewhere",
      T.bucketLogging,
      "backups",
      "targetBucket",
      "some-bucket",
    ),
    faults: [
      "unknown: the bucket is not of this stack, so it can't be shown that it takes anything → Let access log of bucket rampart-prod-s3-backups-777788889999-us-east-1 write to a bucket of this stack.",
    ],
  },
  {
    mutant: said(
      "a function that can't log",
      T.rolePolicy,
      "posture-report-runtime",
      "WriteLogs",
      undefined,
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-posture-report allows logs:CreateLogStream on arn:aws:logs:us-east-1:777788889999:log-group:/aws/lambda/rampart-prod-fn-posture-report:log-stream:* → Allow logs:CreateLogStream on arn:aws:logs:us-east-1:777788889999:log-group:/aws/lambda/rampart-prod-fn-posture-report:log-stream:* in the policies of role rampart-prod-role-posture-report.",
    ],
  },
  {
    mutant: said(
      "a function's log under another name",
      T.rolePolicy,
      "posture-report-runtime",
      "WriteLogs",
      { Resource: "arn:aws:logs:us-east-1:777788889999:log-group:/aws/lambda/other:*" },
    ),
    faults: [
      "stops: statement WriteLogs of the policies of role rampart-prod-role-posture-report allows logs:CreateLogStream, but not on arn:aws:logs:us-east-1:777788889999:log-group:/aws/lambda/rampart-prod-fn-posture-report:log-stream:* → Name arn:aws:logs:us-east-1:777788889999:log-group:/aws/lambda/rampart-prod-fn-posture-report:log-stream:* in statement WriteLogs of the policies of role rampart-prod-role-posture-report.",
    ],
  },
  {
    mutant: gone("a group that is not there", T.logGroup, "api"),
    faults: [
      "unknown: the log group is not of this stack, so it can't be shown that log metric filter errors counts anything → Let log metric filter errors read a log group of this stack.",
      "unknown: the log group is not of this stack, so it can't be shown that it takes anything → Let role rampart-prod-role-api-start write to a log group of this stack.",
    ],
  },
  {
    mutant: said(
      "containers that can't log",
      T.rolePolicy,
      "api-start-start",
      "WriteLogs",
      undefined,
    ),
    faults: [
      "stops: nothing in the policies of role rampart-prod-role-api-start allows logs:CreateLogStream on arn:aws:logs:us-east-1:777788889999:log-group:/ecs/prod/api:log-stream:* → Allow logs:CreateLogStream on arn:aws:logs:us-east-1:777788889999:log-group:/ecs/prod/api:log-stream:* in the policies of role rampart-prod-role-api-start.",
    ],
  },
  {
    mutant: gone("a database without its group", T.logGroup, "database-postgresql"),
    faults: [
      "unknown: the log group is not of this stack, so it can't be shown that it takes anything → Let postgresql log of database rampart-prod-db-main write to a log group of this stack.",
    ],
  },
  {
    mutant: pointed(
      "a cache's group with a key elsewhere",
      T.logGroup,
      "cache-slow-log",
      "kmsKeyId",
      "arn:aws:kms:us-east-1:777788889999:key/0",
    ),
    faults: [
      "unknown: the key is not of this stack, so it can't be shown that logs.us-east-1.amazonaws.com may use it → Encrypt log group /aws/vendedlogs/elasticache/rampart-prod-cache-main/slow-log with a key of this stack.",
    ],
  },
];
