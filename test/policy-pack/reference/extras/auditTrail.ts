import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { document } from "../../support/resources.ts";
import { auditKey } from "./auditKeys.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;
const TRAIL_NAME = "rampart-prod-trail-account";
const TRAIL_ARN = `arn:aws:cloudtrail:${region}:${account}:trail/${TRAIL_NAME}`;
const AUDIT = `rampart-prod-s3-audit-${account}-${region}`;
const CONFIG = `rampart-prod-s3-config-${account}-${region}`;
const GROUP_ARN = `arn:aws:logs:${region}:${account}:log-group:/aws/cloudtrail/prod`;
const ROLE = "rampart-prod-role-trail";

/** Name of the log group that the trail writes to. */
export const TRAIL_GROUP = "/aws/cloudtrail/prod";

const BY_ACCOUNT = { StringEquals: { "aws:SourceAccount": account } };
const BY_TRAIL = { StringEquals: { "aws:SourceArn": TRAIL_ARN } };

const key = auditKey(
  "audit-key",
  {
    Sid: "CloudTrailEncrypts",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
    Condition: BY_TRAIL,
  },
  {
    Sid: "ConfigEncrypts",
    Principal: { Service: "config.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Condition: BY_ACCOUNT,
  },
  {
    Sid: "CloudWatchLogs",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:*` },
    },
  },
);

/** Two statements that a service needs to put objects into a bucket of its own. */
function delivery(bucket: string, Service: string, condition: Properties): Properties[] {
  const allow = { Effect: "Allow", Principal: { Service } };
  return [
    {
      ...allow,
      Sid: "LooksAtBucket",
      Action: "s3:GetBucketAcl",
      Resource: `arn:aws:s3:::${bucket}`,
      Condition: condition,
    },
    {
      ...allow,
      Sid: "Delivers",
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${bucket}/AWSLogs/${account}/*`,
      Condition: {
        StringEquals: {
          ...(condition["StringEquals"] as Properties),
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
      },
    },
  ];
}

/** A bucket with all that a bucket needs, each part named after the bucket. */
function bucket(
  name: string,
  physical: string,
  role: string,
  uses: Properties[],
): PolicyResource[] {
  const main = extra(
    "aws:s3/bucket:Bucket",
    name,
    { bucket: physical, objectLockEnabled: role === "audit", tags: { "bucket-role": role } },
    { protect: true },
  );
  const part = (type: string, inputs: Properties, origins = {}) =>
    extra(
      `aws:s3/${type}`,
      name,
      { bucket: physical, ...inputs },
      from({ bucket: [main], ...origins }),
    );
  const arn = `arn:aws:s3:::${physical}`;
  return [
    main,
    part("bucketOwnershipControls:BucketOwnershipControls", {
      rule: { objectOwnership: "BucketOwnerEnforced" },
    }),
    part("bucketPublicAccessBlock:BucketPublicAccessBlock", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    part("bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
    part(
      "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      {
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: UNKNOWN,
            },
            bucketKeyEnabled: true,
          },
        ],
      },
      { rules: [key] },
    ),
    part("bucketLogging:BucketLogging", {
      targetBucket: `rampart-prod-s3-access-logs-${account}-${region}`,
      targetPrefix: `${role}/`,
    }),
    part("bucketPolicy:BucketPolicy", {
      policy: document(
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...uses,
      ),
    }),
  ];
}

const group = extra(
  "aws:cloudwatch/logGroup:LogGroup",
  "audit-trail",
  { name: TRAIL_GROUP, retentionInDays: 365, kmsKeyId: UNKNOWN },
  from({ kmsKeyId: [key] }),
);

const role = extra("aws:iam/role:Role", "audit-trail", {
  name: ROLE,
  assumeRolePolicy: document({
    Sid: "TrustService",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "sts:AssumeRole",
  }),
  permissionsBoundary: `arn:aws:iam::${account}:policy/rampart-prod-policy-boundary`,
});

const recorder = extra("aws:cfg/recorder:Recorder", "audit-recorder", {
  name: "default",
  roleArn: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
});

/** Who did what: the trail with its bucket, group, role and key. What changed: Config with its own. */
export const auditTrail: readonly PolicyResource[] = [
  key,
  ...bucket("audit-logs", AUDIT, "audit", delivery(AUDIT, "cloudtrail.amazonaws.com", BY_TRAIL)),
  extra("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "audit-logs", {
    bucket: AUDIT,
    rule: { defaultRetention: { mode: "GOVERNANCE", days: 365 } },
  }),
  group,
  role,
  extra(
    "aws:iam/rolePolicy:RolePolicy",
    "audit-trail",
    {
      name: "write",
      role: ROLE,
      policy: document({
        Sid: "WriteTrail",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${GROUP_ARN}:log-stream:${account}_CloudTrail_${region}*`,
      }),
    },
    from({ role: [role] }),
  ),
  extra(
    "aws:cloudtrail/trail:Trail",
    "audit-trail",
    {
      name: TRAIL_NAME,
      s3BucketName: AUDIT,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogging: true,
      enableLogFileValidation: true,
      kmsKeyId: UNKNOWN,
      cloudWatchLogsGroupArn: `${GROUP_ARN}:*`,
      cloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/${ROLE}`,
      eventSelectors: [
        {
          readWriteType: "All",
          includeManagementEvents: true,
          dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
        },
      ],
    },
    from({ kmsKeyId: [key], cloudWatchLogsGroupArn: [group] }),
  ),
  ...bucket("audit-config", CONFIG, "config", delivery(CONFIG, "config.amazonaws.com", BY_ACCOUNT)),
  recorder,
  extra("aws:cfg/deliveryChannel:DeliveryChannel", "audit-channel", {
    name: "default",
    s3BucketName: CONFIG,
  }),
  extra(
    "aws:cfg/recorderStatus:RecorderStatus",
    "audit-recorder",
    { name: "default", isEnabled: true },
    from({ name: [recorder] }),
  ),
];
