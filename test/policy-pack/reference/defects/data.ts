import type { Defect } from "../defect.ts";
import { extra } from "../extras/extra.ts";

const DATABASE = { type: "aws:rds/instance:Instance", name: "database" };
const CLUSTER = { type: "aws:rds/cluster:Cluster", name: "reports" };
const CACHE = { type: "aws:elasticache/replicationGroup:ReplicationGroup", name: "sessions" };
const FILES = { type: "aws:efs/fileSystem:FileSystem", name: "uploads" };
const FILES_POLICY = { type: "aws:efs/fileSystemPolicy:FileSystemPolicy", name: "uploads" };
const SELECTION = { type: "aws:backup/selection:Selection", name: "daily" };
const FUNCTION = { type: "aws:lambda/function:Function", name: "notifier" };
const FUNCTION_URL = { type: "aws:lambda/functionUrl:FunctionUrl", name: "notifier" };

const PERMISSION = "aws:lambda/permission:Permission";

const DATABASE_DEFECTS: readonly Defect[] = [
  {
    control: "rds-no-public-access",
    title: "an instance of the cluster gets a public address",
    change: {
      of: { type: "aws:rds/clusterInstance:ClusterInstance", name: "reports-1" },
      path: "publiclyAccessible",
      value: true,
    },
  },
  {
    control: "rds-storage-encrypted",
    title: "the database stores in plain",
    change: { of: DATABASE, path: "storageEncrypted", value: false },
  },
  {
    control: "rds-storage-encrypted",
    title: "the cluster uses AWS's key",
    change: { of: CLUSTER, path: "kmsKeyId" },
  },
  {
    control: "rds-force-ssl",
    title: "the parameter group lets clients leave TLS out",
    change: {
      of: { type: "aws:rds/parameterGroup:ParameterGroup", name: "rampart-prod-dbpg-main-16" },
      path: "parameters[0].value",
      value: "0",
    },
    on: DATABASE,
  },
  {
    control: "rds-force-ssl",
    title: "the cluster uses AWS's parameters",
    change: {
      of: CLUSTER,
      path: "dbClusterParameterGroupName",
      value: "default.aurora-postgresql16",
    },
  },
  {
    control: "rds-master-secret-managed",
    title: "nobody manages the master password",
    change: { of: DATABASE, path: "manageMasterUserPassword" },
  },
  {
    control: "rds-iam-authentication",
    title: "the database knows no users of IAM",
    change: { of: DATABASE, path: "iamDatabaseAuthenticationEnabled", value: false },
  },
  {
    control: "rds-backup-retention",
    title: "the database keeps backups for one day",
    change: { of: DATABASE, path: "backupRetentionPeriod", value: 1 },
  },
  {
    control: "rds-deletion-protection",
    title: "the database can be deleted",
    change: { of: DATABASE, path: "deletionProtection", value: false },
  },
  {
    control: "rds-deletion-protection",
    title: "the cluster leaves no last snapshot",
    change: { of: CLUSTER, path: "skipFinalSnapshot", value: true },
  },
  {
    control: "rds-auto-minor-upgrade",
    title: "the database stays at its minor version",
    change: { of: DATABASE, path: "autoMinorVersionUpgrade", value: false },
  },
  {
    control: "rds-log-exports",
    title: "the database exports no queries",
    change: { of: DATABASE, path: "enabledCloudwatchLogsExports", value: ["upgrade"] },
  },
  {
    control: "rds-log-exports",
    title: "RDS makes the cluster's log group itself",
    change: {
      without: { type: "aws:cloudwatch/logGroup:LogGroup", name: "reports-postgresql" },
    },
    on: CLUSTER,
  },
];

const STORE_DEFECTS: readonly Defect[] = [
  {
    control: "elasticache-encryption",
    title: "the cache admits clients without TLS",
    change: { of: CACHE, path: "transitEncryptionMode", value: "preferred" },
  },
  {
    control: "elasticache-auth",
    title: "the cache asks nobody who they are",
    change: { of: CACHE, path: "userGroupIds" },
  },
  {
    control: "elasticache-auth",
    title: "the default user is switched on",
    change: {
      of: { type: "aws:elasticache/user:User", name: "nobody" },
      path: "accessString",
      value: "on ~* +@all",
    },
  },
  {
    control: "dynamodb-pitr",
    title: "a table can't be put back",
    change: {
      of: { type: "aws:dynamodb/table:Table", name: "table" },
      path: "pointInTimeRecovery.enabled",
      value: false,
    },
  },
  {
    control: "efs-encrypted",
    title: "files lie in plain",
    change: { of: FILES, path: "encrypted", value: false },
  },
  {
    control: "efs-policy-tls-no-anonymous",
    title: "the file system loses its policy",
    change: { without: FILES_POLICY },
    on: FILES,
  },
  {
    control: "data-in-backup-plan",
    title: "the cluster is taken out of its plan",
    change: { of: SELECTION, path: "notResources", value: ["arn:aws:rds:*:*:cluster:*"] },
    on: CLUSTER,
  },
  {
    control: "data-in-backup-plan",
    title: "the vault loses its lock",
    change: {
      without: {
        type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        name: "vault",
      },
    },
    on: { type: "aws:backup/vault:Vault", name: "vault" },
  },
  {
    control: "data-in-backup-plan",
    title: "the plan stores in AWS's own vault",
    change: {
      of: { type: "aws:backup/plan:Plan", name: "daily" },
      path: "rules[0].targetVaultName",
      value: "Default",
    },
  },
];

const FUNCTION_DEFECTS: readonly Defect[] = [
  {
    control: "lambda-no-public-permission",
    title: "everyone may call a function",
    change: {
      add: extra(PERMISSION, "open", {
        action: "lambda:InvokeFunction",
        function: "rampart-prod-fn-notifier",
        principal: "*",
      }),
    },
  },
  {
    control: "lambda-permission-source-bound",
    title: "a service may call a function for anyone",
    change: { of: { type: PERMISSION, name: "notifier" }, path: "sourceArn" },
  },
  {
    control: "lambda-url-iam-auth",
    title: "a function's URL asks for no signature",
    change: { of: FUNCTION_URL, path: "authorizationType", value: "NONE" },
  },
  {
    control: "lambda-env-no-plaintext-secrets",
    title: "a function's environment has AWS's key",
    change: { of: FUNCTION, path: "kmsKeyArn" },
  },
  {
    control: "lambda-env-no-plaintext-secrets",
    title: "a function's environment holds a password",
    change: {
      of: FUNCTION,
      path: "environment.variables.SMTP_PASSWORD",
      value: "correct horse battery",
    },
    also: { "any-no-hardcoded-credential": "it looks for credentials in every input" },
  },
];

export const dataDefects: readonly Defect[] = [
  ...DATABASE_DEFECTS,
  ...STORE_DEFECTS,
  ...FUNCTION_DEFECTS,
];
