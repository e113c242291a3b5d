import type { PolicyResource } from "../../../../policy-pack/engine/resource.ts";
import { extra, REFERENCE } from "./extra.ts";

const { account, region } = REFERENCE;
const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const KEY = arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");

const CACHE: readonly PolicyResource[] = [
  extra(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "sessions",
    {
      replicationGroupId: "rampart-prod-cache-sessions",
      description: "Sessions",
      engine: "valkey",
      engineVersion: "8.0",
      nodeType: "cache.t4g.small",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      subnetGroupName: "rampart-prod-csn-main",
      atRestEncryptionEnabled: true,
      kmsKeyId: KEY,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      userGroupIds: ["rampart-prod-sessions"],
      snapshotRetentionLimit: 7,
    },
    { protect: true },
  ),
  extra("aws:elasticache/serverlessCache:ServerlessCache", "spikes", {
    name: "rampart-prod-cache-spikes",
    engine: "valkey",
    kmsKeyId: KEY,
    userGroupId: "rampart-prod-sessions",
  }),
  extra("aws:elasticache/userGroup:UserGroup", "sessions", {
    engine: "valkey",
    userGroupId: "rampart-prod-sessions",
    userIds: ["rampart-prod-app", "rampart-prod-nobody"],
  }),
  extra("aws:elasticache/user:User", "app", {
    engine: "valkey",
    userId: "rampart-prod-app",
    userName: "rampart-prod-app",
    accessString: "on ~session:* -@all +@read +@write",
    authenticationMode: { type: "iam" },
  }),
  extra("aws:elasticache/user:User", "nobody", {
    engine: "valkey",
    userId: "rampart-prod-nobody",
    userName: "default",
    accessString: "off -@all",
    noPasswordRequired: true,
  }),
];

const UPLOADS = extra(
  "aws:efs/fileSystem:FileSystem",
  "uploads",
  { creationToken: "rampart-prod-uploads", encrypted: true, kmsKeyId: KEY },
  { protect: true },
);
const ofUploads = { propertyDependencies: { fileSystemId: [UPLOADS.urn] } };

const FILES: readonly PolicyResource[] = [
  UPLOADS,
  extra(
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "uploads",
    {
      fileSystemId: { $unknown: true },
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
          {
            Sid: "Application",
            Effect: "Allow",
            Principal: { AWS: role("rampart-prod-role-api-task") },
            Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
          },
        ],
      }),
    },
    ofUploads,
  ),
  extra(
    "aws:efs/backupPolicy:BackupPolicy",
    "uploads",
    { fileSystemId: { $unknown: true }, backupPolicy: { status: "ENABLED" } },
    ofUploads,
  ),
];

const AURORA: readonly PolicyResource[] = [
  extra("aws:rds/clusterParameterGroup:ClusterParameterGroup", "reports", {
    name: "rampart-prod-reports",
    family: "aurora-postgresql16",
    parameters: [{ name: "rds.force_ssl", value: "1" }],
  }),
  extra(
    "aws:rds/cluster:Cluster",
    "reports",
    {
      clusterIdentifier: "rampart-prod-reports",
      engine: "aurora-postgresql",
      engineVersion: "16",
      masterUsername: "platform_admin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: KEY,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: KEY,
      dbSubnetGroupName: "rampart-prod-dbsn-main",
      dbClusterParameterGroupName: "rampart-prod-reports",
      backupRetentionPeriod: 30,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "rampart-prod-reports-last",
      enabledCloudwatchLogsExports: ["postgresql"],
    },
    { protect: true },
  ),
  extra(
    "aws:rds/clusterInstance:ClusterInstance",
    "reports-1",
    {
      identifier: "rampart-prod-reports-1",
      clusterIdentifier: "rampart-prod-reports",
      engine: "aurora-postgresql",
      instanceClass: "db.t4g.medium",
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
    },
    { protect: true },
  ),
  extra("aws:cloudwatch/logGroup:LogGroup", "reports-postgresql", {
    name: "/aws/rds/cluster/rampart-prod-reports/postgresql",
    kmsKeyId: KEY,
    retentionInDays: 365,
  }),
];

const VAULT_NAME = "rampart-prod-vault";

const BACKUP: readonly PolicyResource[] = [
  extra("aws:backup/vault:Vault", "vault", { name: VAULT_NAME, kmsKeyArn: KEY }, { protect: true }),
  extra("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "vault", {
    backupVaultName: VAULT_NAME,
    minRetentionDays: 7,
    changeableForDays: 3,
  }),
  extra("aws:backup/plan:Plan", "daily", {
    name: "rampart-prod-daily",
    rules: [
      {
        ruleName: "daily",
        targetVaultName: VAULT_NAME,
        schedule: "cron(0 6 * * ? *)",
        lifecycle: { deleteAfter: 35 },
      },
    ],
  }),
  extra("aws:backup/selection:Selection", "daily", {
    name: "rampart-prod-data",
    planId: { $unknown: true },
    iamRoleArn: role("rampart-prod-role-backup"),
    // Also what a default provider makes, whose region nobody states.
    resources: ["*"],
  }),
];

const NOTIFIER = "rampart-prod-fn-notifier";

const FUNCTIONS: readonly PolicyResource[] = [
  extra("aws:lambda/function:Function", "notifier", {
    name: NOTIFIER,
    role: role("rampart-prod-role-notifier"),
    runtime: "nodejs22.x",
    handler: "index.handler",
    environment: { variables: { LOG_LEVEL: "info", SECRET_NAME: "/prod/slack/webhook" } },
    kmsKeyArn: KEY,
  }),
  extra("aws:lambda/permission:Permission", "notifier", {
    action: "lambda:InvokeFunction",
    function: NOTIFIER,
    principal: "events.amazonaws.com",
    sourceArn: arn("events", "rule/rampart-prod-findings"),
  }),
  extra("aws:lambda/functionUrl:FunctionUrl", "notifier", {
    functionName: NOTIFIER,
    authorizationType: "AWS_IAM",
    cors: { allowOrigins: ["https://admin.example.com"], allowCredentials: true },
  }),
];

export const dataExtras: readonly PolicyResource[] = [
  ...CACHE,
  ...FILES,
  ...AURORA,
  ...BACKUP,
  ...FUNCTIONS,
];
