import { calls, each, key, ofBucket, DELIVERY, type Calls } from "./calls.ts";

const bucket = (verbs: string): string => each("s3", verbs, "{name}");

/** Whoever sets a rotation up must be let to its function too. */
const ROTATE = `secretsmanager:RotateSecret secret:{secretId}-AbCdEf
  lambda:InvokeFunction {rotationLambdaArn}`;

/** Of keys, secrets, stores and their backups. */
export const DATA_CALLS: Readonly<Record<string, Calls>> = {
  "aws:backup/plan:Plan": calls(
    "backup:CreateBackupPlan +backup-plan; backup:TagResource !backup-plan",
    each("backup", "GetBackupPlan ListTags", "~backup-plan"),
    each("backup", "UpdateBackupPlan TagResource UntagResource", "~backup-plan"),
    "backup:DeleteBackupPlan ~backup-plan",
  ),
  "aws:backup/selection:Selection": calls(
    `backup:CreateBackupSelection ~backup-plan
     iam:CreateServiceLinkedRole role/aws-service-role/backup.amazonaws.com/x @iam:AWSServiceName=backup.amazonaws.com`,
    "backup:GetBackupSelection ~backup-plan",
    "",
    "backup:DeleteBackupSelection ~backup-plan",
  ),
  "aws:backup/vault:Vault": calls(
    `${each("backup", "CreateBackupVault TagResource", "backup-vault:{name}")}
     backup-storage:MountCapsule *
     ${key("CreateGrant Decrypt GenerateDataKey RetireGrant", "backup")}
     kms:DescribeKey ~key`,
    each("backup", "DescribeBackupVault ListTags", "backup-vault:{name}"),
    each("backup", "TagResource UntagResource", "backup-vault:{name}"),
    "backup:DeleteBackupVault backup-vault:{name}",
  ),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": calls(
    "backup:PutBackupVaultLockConfiguration backup-vault:{backupVaultName}",
    "backup:DescribeBackupVault backup-vault:{backupVaultName}",
    "backup:PutBackupVaultLockConfiguration backup-vault:{backupVaultName}",
    "backup:DeleteBackupVaultLockConfiguration backup-vault:{backupVaultName}",
  ),
  "aws:dynamodb/table:Table": calls(
    `${each("dynamodb", "CreateTable TagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive", "table/{name}")}
     kms:DescribeKey ~key
     ${key("CreateGrant Decrypt Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo", "dynamodb")}`,
    each(
      "dynamodb",
      "DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource",
      "table/{name}",
    ),
    each(
      "dynamodb",
      "TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive",
      "table/{name}",
    ),
    "dynamodb:DeleteTable table/{name}",
  ),
  "aws:elasticache/parameterGroup:ParameterGroup": calls(
    each(
      "elasticache",
      "CreateCacheParameterGroup ModifyCacheParameterGroup AddTagsToResource",
      "parametergroup:{name}",
    ),
    each(
      "elasticache",
      "DescribeCacheParameterGroups DescribeCacheParameters ListTagsForResource",
      "parametergroup:{name}",
    ),
    each(
      "elasticache",
      "ModifyCacheParameterGroup ResetCacheParameterGroup AddTagsToResource RemoveTagsFromResource",
      "parametergroup:{name}",
    ),
    "elasticache:DeleteCacheParameterGroup parametergroup:{name}",
  ),
  "aws:elasticache/replicationGroup:ReplicationGroup": calls(
    `elasticache:CreateReplicationGroup replicationgroup:{replicationGroupId} parametergroup:{parameterGroupName} subnetgroup:{subnetGroupName}
     elasticache:AddTagsToResource replicationgroup:{replicationGroupId}
     iam:CreateServiceLinkedRole role/aws-service-role/elasticache.amazonaws.com/x @iam:AWSServiceName=elasticache.amazonaws.com
     kms:DescribeKey ~key
     ${key("CreateGrant", "elasticache")}
     ${DELIVERY}`,
    `${each("elasticache", "DescribeReplicationGroups ListTagsForResource", "replicationgroup:{replicationGroupId}")}
     elasticache:DescribeCacheClusters cluster:{replicationGroupId}-001`,
    `${each(
      "elasticache",
      "ModifyReplicationGroup ModifyReplicationGroupShardConfiguration IncreaseReplicaCount DecreaseReplicaCount AddTagsToResource RemoveTagsFromResource",
      "replicationgroup:{replicationGroupId}",
    )}
     elasticache:ModifyReplicationGroup parametergroup:{parameterGroupName}
     ${DELIVERY}`,
    `elasticache:DeleteReplicationGroup replicationgroup:{replicationGroupId} snapshot:{scope}-final-cache-x
     logs:DeleteLogDelivery *`,
  ),
  "aws:elasticache/subnetGroup:SubnetGroup": calls(
    each("elasticache", "CreateCacheSubnetGroup AddTagsToResource", "subnetgroup:{name}"),
    each("elasticache", "DescribeCacheSubnetGroups ListTagsForResource", "subnetgroup:{name}"),
    each(
      "elasticache",
      "ModifyCacheSubnetGroup AddTagsToResource RemoveTagsFromResource",
      "subnetgroup:{name}",
    ),
    "elasticache:DeleteCacheSubnetGroup subnetgroup:{name}",
  ),
  "aws:kms/alias:Alias": calls(
    "kms:CreateAlias {name} ~key",
    "kms:ListAliases *",
    "kms:UpdateAlias {name} ~key",
    "kms:DeleteAlias {name} ~key",
  ),
  "aws:kms/key:Key": calls(
    `kms:CreateKey +key
     kms:TagResource !key
     kms:EnableKeyRotation ~key`,
    each("kms", "DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags", "~key"),
    each(
      "kms",
      "PutKeyPolicy EnableKeyRotation UpdateKeyDescription TagResource UntagResource",
      "~key",
    ),
    "kms:ScheduleKeyDeletion ~key",
  ),
  "aws:memorydb/acl:Acl": calls(
    `memorydb:CreateAcl user/{scope}-muser-x; memorydb:TagResource acl/{name}`,
    each("memorydb", "DescribeAcls ListTags", "acl/{name}"),
    `memorydb:UpdateAcl acl/{name} user/{scope}-muser-x
     ${each("memorydb", "TagResource UntagResource", "acl/{name}")}`,
    "memorydb:DeleteAcl acl/{name}",
  ),
  "aws:memorydb/cluster:Cluster": calls(
    `memorydb:CreateCluster acl/{aclName} parametergroup/{parameterGroupName} subnetgroup/{subnetGroupName}
     memorydb:TagResource cluster/{name}
     kms:DescribeKey ~key
     ${key("CreateGrant", "memorydb")}
     iam:CreateServiceLinkedRole role/aws-service-role/memorydb.amazonaws.com/x @iam:AWSServiceName=memorydb.amazonaws.com`,
    each("memorydb", "DescribeClusters ListTags", "cluster/{name}"),
    `memorydb:UpdateCluster cluster/{name} acl/{aclName} parametergroup/{parameterGroupName}
     ${each("memorydb", "TagResource UntagResource", "cluster/{name}")}`,
    "memorydb:DeleteCluster cluster/{name} snapshot/{scope}-final-x",
  ),
  "aws:memorydb/parameterGroup:ParameterGroup": calls(
    `memorydb:CreateParameterGroup +parametergroup
     memorydb:TagResource parametergroup/{name}
     memorydb:UpdateParameterGroup parametergroup/{name}`,
    each(
      "memorydb",
      "DescribeParameterGroups DescribeParameters ListTags",
      "parametergroup/{name}",
    ),
    each("memorydb", "UpdateParameterGroup TagResource UntagResource", "parametergroup/{name}"),
    "memorydb:DeleteParameterGroup parametergroup/{name}",
  ),
  "aws:memorydb/subnetGroup:SubnetGroup": calls(
    "memorydb:CreateSubnetGroup +subnetgroup; memorydb:TagResource subnetgroup/{name}",
    each("memorydb", "DescribeSubnetGroups ListTags", "subnetgroup/{name}"),
    each("memorydb", "UpdateSubnetGroup TagResource UntagResource", "subnetgroup/{name}"),
    "memorydb:DeleteSubnetGroup subnetgroup/{name}",
  ),
  "aws:memorydb/user:User": calls(
    "memorydb:CreateUser +user; memorydb:TagResource user/{userName}",
    each("memorydb", "DescribeUsers ListTags", "user/{userName}"),
    each("memorydb", "UpdateUser TagResource UntagResource", "user/{userName}"),
    "memorydb:DeleteUser user/{userName}",
  ),
  "aws:rds/instance:Instance": calls(
    `rds:CreateDBInstance db:{identifier} pg:{parameterGroupName} subgrp:{dbSubnetGroupName} og:default:postgres-16
     rds:AddTagsToResource db:{identifier}
     kms:DescribeKey ~key
     ${key("CreateGrant Decrypt GenerateDataKey", "rds")}
     ${key("CreateGrant Decrypt GenerateDataKey", "secretsmanager")}
     secretsmanager:CreateSecret secret:rds!db-1a2b-x
     secretsmanager:TagResource secret:rds!db-1a2b-x
     iam:CreateServiceLinkedRole role/aws-service-role/rds.amazonaws.com/x @iam:AWSServiceName=rds.amazonaws.com`,
    each("rds", "DescribeDBInstances ListTagsForResource", "db:{identifier}"),
    `rds:ModifyDBInstance db:{identifier} pg:{parameterGroupName} og:default:postgres-16
     ${each("rds", "RebootDBInstance AddTagsToResource RemoveTagsFromResource", "db:{identifier}")}`,
    `rds:DeleteDBInstance db:{identifier}
     rds:CreateDBSnapshot db:{identifier} snapshot:{scope}-final-main-x
     rds:AddTagsToResource snapshot:{scope}-final-main-x`,
  ),
  "aws:rds/parameterGroup:ParameterGroup": calls(
    each("rds", "CreateDBParameterGroup ModifyDBParameterGroup AddTagsToResource", "pg:{name}"),
    each("rds", "DescribeDBParameterGroups DescribeDBParameters ListTagsForResource", "pg:{name}"),
    each(
      "rds",
      "ModifyDBParameterGroup ResetDBParameterGroup AddTagsToResource RemoveTagsFromResource",
      "pg:{name}",
    ),
    "rds:DeleteDBParameterGroup pg:{name}",
  ),
  "aws:rds/subnetGroup:SubnetGroup": calls(
    each("rds", "CreateDBSubnetGroup AddTagsToResource", "subgrp:{name}"),
    each("rds", "DescribeDBSubnetGroups ListTagsForResource", "subgrp:{name}"),
    each("rds", "ModifyDBSubnetGroup AddTagsToResource RemoveTagsFromResource", "subgrp:{name}"),
    "rds:DeleteDBSubnetGroup subgrp:{name}",
  ),
  "aws:s3/bucket:Bucket": calls(
    `${bucket("CreateBucket TagResource PutBucketTagging")}
     s3:PutBucketObjectLockConfiguration {name}`,
    bucket(
      "ListBucket GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetAccelerateConfiguration GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListTagsForResource",
    ),
    bucket("PutBucketTagging TagResource UntagResource"),
    bucket("DeleteBucket"),
  ),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": ofBucket(
    "PutBucketCORS",
    "GetBucketCORS",
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket(
    "PutLifecycleConfiguration",
    "GetLifecycleConfiguration",
  ),
  "aws:s3/bucketLogging:BucketLogging": ofBucket("PutBucketLogging", "GetBucketLogging"),
  "aws:s3/bucketNotification:BucketNotification": ofBucket(
    "PutBucketNotification",
    "GetBucketNotification",
  ),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket(
    "PutBucketOwnershipControls",
    "GetBucketOwnershipControls",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket(
    "PutBucketPolicy DeleteBucketPolicy",
    "GetBucketPolicy",
  ),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket(
    "PutBucketPublicAccessBlock",
    "GetBucketPublicAccessBlock",
  ),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    ofBucket("PutEncryptionConfiguration", "GetEncryptionConfiguration"),
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket(
    "PutBucketVersioning",
    "GetBucketVersioning",
  ),
  "aws:secretsmanager/secret:Secret": calls(
    each("secretsmanager", "CreateSecret TagResource", "secret:{name}-AbCdEf"),
    each("secretsmanager", "DescribeSecret GetResourcePolicy", "secret:{name}-AbCdEf"),
    each("secretsmanager", "UpdateSecret TagResource UntagResource", "secret:{name}-AbCdEf"),
    each("secretsmanager", "DeleteSecret RestoreSecret", "secret:{name}-AbCdEf"),
  ),
  "aws:secretsmanager/secretRotation:SecretRotation": calls(
    ROTATE,
    "secretsmanager:DescribeSecret secret:{secretId}-AbCdEf",
    ROTATE,
    "secretsmanager:CancelRotateSecret secret:{secretId}-AbCdEf",
  ),
  "aws:secretsmanager/secretVersion:SecretVersion": calls(
    `secretsmanager:PutSecretValue secret:{secretId}-AbCdEf
     ${key("Decrypt GenerateDataKey", "secretsmanager")}`,
    `secretsmanager:GetSecretValue secret:{secretId}-AbCdEf
     ${key("Decrypt", "secretsmanager")}`,
    "secretsmanager:UpdateSecretVersionStage secret:{secretId}-AbCdEf",
    "secretsmanager:UpdateSecretVersionStage secret:{secretId}-AbCdEf",
  ),
};
