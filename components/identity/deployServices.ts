// What is deployed, by service. Names of actions, what they are about and what they can be narrowed
// by: Service Authorization Reference, 2026-11. What the provider calls: its source, version 7.

/** Verbs of one service, and the names that they are for. */
export interface Named {
  /** Names of actions, without the service; `*` stands for anything. */
  readonly verbs: readonly string[];
  /** Resource parts of ARNs; `{scope}` is `{project}-{environment}`, `{env}` the environment. */
  readonly resources: readonly string[];
}

/** What a deployment calls on things that AWS names, by whose they are. */
export interface Tagged {
  /** Those that make one, with the environment's tags on it. */
  readonly make: readonly string[];
  /** Those for one that has these tags. */
  readonly change: readonly string[];
  /** Those that AWS asks for beside a call that makes one, while it has no tags yet. */
  readonly claim: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const named = (verbs: string, resources: string): Named => ({
  verbs: words(verbs),
  resources: words(resources),
});

/** Services whose resources have names that the program chooses, and ARNs that end in them. */
export const NAMED: Readonly<Record<string, Named>> = {
  backup: named(
    `CreateBackupVault DeleteBackupVault* DescribeBackupVault ListTags
     PutBackupVaultLockConfiguration TagResource UntagResource`,
    "backup-vault:{scope}-*",
  ),
  budgets: named(
    "ListTagsForResource ModifyBudget TagResource UntagResource ViewBudget",
    "budget/{scope}-*",
  ),
  // Scaling makes alarms as well, whose names begin with what it scales.
  cloudwatch: named(
    `DeleteAlarms DeleteDashboards GetDashboard ListTagsForResource PutDashboard PutMetricAlarm
     TagResource UntagResource`,
    `alarm:TargetTracking-service/{scope}-* alarm:TargetTracking-{scope}-asg-* alarm:{scope}-*
     dashboard/{scope}-*`,
  ),
  // Replicas are in other regions, where the boundary lets nobody work.
  dynamodb: named(
    `CreateTable DeleteTable Describe* ListTagsOfResource TagResource UntagResource
     UpdateContinuousBackups UpdateTable UpdateTimeToLive`,
    "table/{scope}-*",
  ),
  ecr: named(
    `CreateRepository DeleteLifecyclePolicy DeleteRepository* DescribeRepositories
     GetLifecyclePolicy GetRepositoryPolicy ListTagsForResource PutImageScanningConfiguration
     PutImageTagMutability PutLifecyclePolicy SetRepositoryPolicy TagResource UntagResource`,
    "repository/{scope}-*",
  ),
  ecs: named(
    `CreateCluster CreateService DeleteCluster DeleteService DescribeClusters DescribeServices
     ListServiceDeployments ListTagsForResource PutClusterCapacityProviders RegisterTaskDefinition
     TagResource UntagResource UpdateCluster* UpdateService`,
    "cluster/{scope}-* service/{scope}-* task-definition/{scope}-*",
  ),
  elasticache: named(
    `AddTagsToResource CreateCache* CreateReplicationGroup DecreaseReplicaCount DeleteCache*
     DeleteReplicationGroup Describe* IncreaseReplicaCount ListTagsForResource ModifyCache*
     ModifyReplicationGroup* RemoveTagsFromResource ResetCacheParameterGroup`,
    `cluster:{scope}-* parametergroup:{scope}-* replicationgroup:{scope}-* snapshot:{scope}-*
     subnetgroup:{scope}-*`,
  ),
  elasticloadbalancing: named(
    "AddTags Create* Delete* GetLoadBalancerWebACL Modify* RemoveTags Set*",
    `listener-rule/app/{scope}-* listener/app/{scope}-* loadbalancer/app/{scope}-*
     targetgroup/{scope}-*`,
  ),
  iam: named(
    `AttachRolePolicy CreateRole DeleteRole DeleteRolePolicy DetachRolePolicy GetRole*
     ListAttachedRolePolicies ListInstanceProfilesForRole ListRole* PutRole* TagRole UntagRole
     UpdateAssumeRolePolicy UpdateRole*`,
    "role/{scope}-*",
  ),
  lambda: named(
    `AddPermission CreateFunction DeleteFunction* GetFunction* GetPolicy ListTags
     ListVersionsByFunction PutFunctionConcurrency PutFunctionEventInvokeConfig RemovePermission
     TagResource UntagResource UpdateFunctionC*`,
    "function:{scope}-*",
  ),
  logs: named(
    `AssociateKmsKey CreateDelivery CreateLogGroup DeleteDelivery* DeleteLogGroup
     DeleteMetricFilter DeleteRetentionPolicy DescribeMetricFilters DisassociateKmsKey
     GetDelivery* ListTagsForResource PutDelivery* PutMetricFilter PutRetentionPolicy
     TagResource UntagResource`,
    `delivery-destination:{scope}-* delivery-source:{scope}-*
     log-group:/aws/ecs/containerinsights/{scope}-* log-group:/aws/ecs/{scope}/*
     log-group:/aws/lambda/{scope}-*
     log-group:/aws/rds/instance/{scope}-*
     log-group:/aws/vendedlogs/cloudfront/{scope}-*
     log-group:/aws/vendedlogs/elasticache/{scope}-* log-group:/ecs/{env}/*
     log-group:/vpc/{env}/* log-group:aws-waf-logs-{scope}-*`,
  ),
  memorydb: named(
    `CreateAcl CreateCluster DeleteAcl DeleteCluster DeleteParameterGroup DeleteSubnetGroup
     DeleteUser Describe* ListTags TagResource UntagResource UpdateAcl UpdateCluster
     UpdateParameterGroup UpdateSubnetGroup UpdateUser`,
    `acl/{scope}-* cluster/{scope}-* parametergroup/{scope}-* snapshot/{scope}-*
     subnetgroup/{scope}-* user/{scope}-*`,
  ),
  // Each database is in an option group, and the default ones can't be changed. Snapshots are made,
  // and neither given to others nor ended.
  rds: named(
    `AddTagsToResource CreateDBInstance CreateDBParameterGroup CreateDBSnapshot
     CreateDBSubnetGroup DeleteDBInstance DeleteDBParameterGroup DeleteDBSubnetGroup DescribeDB*
     ListTagsForResource ModifyDBInstance ModifyDBParameterGroup ModifyDBSubnetGroup
     RebootDBInstance RemoveTagsFromResource ResetDBParameterGroup`,
    "db:{scope}-* og:default:* pg:{scope}-* snapshot:{scope}-* subgrp:{scope}-*",
  ),
  // None of these is about what a bucket holds.
  s3: named(
    `CreateBucket DeleteBucket DeleteBucketPolicy GetAccelerateConfiguration GetBucket*
     GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListBucket
     ListTagsForResource PutBucket* PutEncryptionConfiguration PutLifecycleConfiguration
     TagResource UntagResource`,
    "{scope}-s3-*",
  ),
  scheduler: named(
    `CreateSchedule* DeleteSchedule* GetSchedule* ListTagsForResource TagResource UntagResource
     UpdateSchedule`,
    "schedule-group/{scope}-* schedule/{scope}-*",
  ),
  secretsmanager: named(
    `CancelRotateSecret CreateSecret DeleteSecret DescribeSecret Get* PutSecretValue RestoreSecret
     RotateSecret TagResource UntagResource Update*`,
    "secret:/{env}/*",
  ),
  sqs: named(
    `CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes
     TagQueue UntagQueue`,
    "{scope}-sqs-*",
  ),
  // Whoever makes an ACL of AWS's rule groups must be let to them too; they can't be changed.
  wafv2: named(
    `AssociateWebACL CreateWebACL DeleteLoggingConfiguration DeleteWebACL DisassociateWebACL Get*
     ListTagsForResource PutLoggingConfiguration TagResource UntagResource UpdateWebACL`,
    `global/managedruleset/* global/webacl/{scope}-* regional/managedruleset/*
     regional/webacl/{scope}-*`,
  ),
};

const tagged = (make: string, change: string, claim: string): Tagged => ({
  make: words(make),
  change: words(change),
  claim: words(claim),
});

/** Services whose resources AWS names; the tags that the provider sets say whose they are. */
export const TAGGED: Readonly<Record<string, Tagged>> = {
  acm: tagged(
    "RequestCertificate",
    `AddTagsToCertificate DeleteCertificate DescribeCertificate ListTagsForCertificate
     RemoveTagsFromCertificate UpdateCertificateOptions`,
    "AddTagsToCertificate",
  ),
  "application-autoscaling": tagged(
    "RegisterScalableTarget",
    `DeleteScalingPolicy DeregisterScalableTarget ListTagsForResource PutScalingPolicy
     RegisterScalableTarget TagResource UntagResource`,
    "TagResource",
  ),
  backup: tagged(
    "CreateBackupPlan",
    `CreateBackupSelection DeleteBackupPlan DeleteBackupSelection GetBackupPlan GetBackupSelection
     ListTags TagResource UntagResource UpdateBackupPlan`,
    "TagResource",
  ),
  cloudfront: tagged(
    "CreateDistribution",
    `AllowVendedLogDeliveryForResource DeleteDistribution GetDistribution* ListTagsForResource
     TagResource UntagResource UpdateDistribution`,
    "TagResource",
  ),
  // A new key gets its policy as it is made; to change it, to end a key or to name another one as it
  // is called is an administrator's: the trail, its alarms and the responder stand on the main key.
  kms: tagged(
    "CreateKey",
    `CreateAlias DescribeKey EnableKeyRotation GetKey* ListResourceTags TagResource UntagResource
     UpdateKeyDescription`,
    "TagResource",
  ),
  logs: tagged(
    "CreateDelivery",
    `DeleteDelivery GetDelivery ListTagsForResource TagResource UntagResource
     UpdateDeliveryConfiguration`,
    "TagResource",
  ),
  // Its other things have names.
  memorydb: tagged(
    "CreateParameterGroup CreateSubnetGroup CreateUser",
    "TagResource",
    "TagResource",
  ),
  shield: tagged(
    "CreateProtection",
    "DeleteProtection DescribeProtection ListTagsForResource TagResource UntagResource",
    "TagResource",
  ),
};

/** The network: making each is about what it is in as well, which must be the environment's. */
export const NETWORK: Tagged = tagged(
  `AllocateAddress CreateFlowLogs CreateInternetGateway CreateNatGateway CreateNetworkAcl
   CreateRouteTable CreateSecurityGroup CreateSubnet CreateVpc CreateVpcEndpoint
   CreateVpcPeeringConnection`,
  `AcceptVpcPeeringConnection AssociateAddress AssociateRouteTable AttachInternetGateway AuthorizeSecurityGroup*
   CreateFlowLogs CreateNatGateway CreateNetworkAcl CreateNetworkAclEntry CreateRoute
   CreateRouteTable CreateSecurityGroup CreateSubnet CreateTags CreateVpcEndpoint
   CreateVpcPeeringConnection DeleteFlowLogs DeleteInternetGateway DeleteNatGateway
   DeleteNetworkAcl DeleteNetworkAclEntry DeleteRoute DeleteRouteTable DeleteSecurityGroup
   DeleteSubnet DeleteTags DeleteVpc DeleteVpcEndpoints DeleteVpcPeeringConnection
   DetachInternetGateway DisassociateAddress DisassociateRouteTable ModifySecurityGroupRules
   ModifySubnetAttribute ModifyVpcAttribute ModifyVpcEndpoint ModifyVpcPeeringConnectionOptions
   ReleaseAddress ReplaceNetworkAclAssociation ReplaceNetworkAclEntry ReplaceRoute
   ReplaceRouteTableAssociation RevokeSecurityGroup*`,
  "CreateTags",
);

/** What takes no resource at all, so that AWS accepts `*` alone. */
export const UNNAMED: readonly string[] = words(`
  application-autoscaling:Describe* backup-storage:MountCapsule cloudwatch:DescribeAlarms
  ec2:Describe* ecs:DeregisterTaskDefinition ecs:DescribeTaskDefinition
  elasticloadbalancing:Describe* elasticloadbalancing:SetWebAcl kms:ListAliases
  logs:CreateLogDelivery logs:DeleteLogDelivery logs:DeleteQueryDefinition
  logs:DeleteResourcePolicy logs:DescribeLogGroups logs:DescribeQueryDefinitions
  logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries
  logs:PutQueryDefinition logs:PutResourcePolicy logs:UpdateLogDelivery
`);
