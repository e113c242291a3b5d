/**
 * What each file of traps is about: the program's files that make what its checks look at. Checks
 * work on the graph of a whole stack, so no import tells.
 */
export const TRAP_CONCERNS: Readonly<Record<string, readonly string[]>> = {
  "test/traps/account.ts": [
    "components/detection/accessAnalyzer.ts",
    "components/detection/configRules.ts",
    "components/detection/guardDuty.ts",
    "components/detection/securityHub.ts",
  ],
  "test/traps/accountLogs.ts": [
    "components/detection/configRecorder.ts",
    "components/detection/trail.ts",
    "components/keys/grants.ts",
  ],
  "test/traps/accountOnce.ts": [
    "components/detection/accountDefaults.ts",
    "components/detection/costAnomalies.ts",
    "components/detection/inspector.ts",
    "components/identity/githubOidcProvider.ts",
  ],
  "test/traps/backup.ts": ["components/data/backupVault.ts", "components/data/backupPlan.ts"],
  "test/traps/buckets.ts": ["components/storage/secureBucket.ts"],
  "test/traps/cache.ts": ["components/data/cache.ts", "components/data/memoryDb.ts"],
  "test/traps/cloudFront.ts": [
    "components/edge/distribution.ts",
    "components/edge/distributionLogs.ts",
    "components/edge/originGuard.ts",
  ],
  "test/traps/database.ts": ["components/data/postgres.ts", "components/data/postgresInstance.ts"],
  "test/traps/databaseParameters.ts": ["components/data/postgresParameters.ts"],
  "test/traps/dns.ts": ["components/edge/certificate.ts", "components/edge/hostedZone.ts"],
  "test/traps/findings.ts": [
    "components/compute/guardDutyAgent.ts",
    "components/detection/findingPatterns.ts",
    "components/detection/findingRoutes.ts",
  ],
  "test/traps/firewall.ts": [
    "components/edge/webAcl.ts",
    "components/edge/managedRules.ts",
    "components/edge/edgeLogPolicy.ts",
    "components/edge/webAclAssociation.ts",
  ],
  "test/traps/functions.ts": [
    "components/compute/function.ts",
    "components/keys/secretRotation.ts",
    "components/storage/queue.ts",
  ],
  "test/traps/identity.ts": [
    "components/identity/breakGlass.ts",
    "components/identity/githubTrust.ts",
    "components/identity/role.ts",
    "components/identity/secondFactor.ts",
  ],
  "test/traps/ingest.ts": [
    "components/observability/eventRule.ts",
    "components/storage/secureBucket.ts",
    "systems/ingest/access.ts",
    "systems/ingest/pipeline.ts",
  ],
  "test/traps/keys.ts": ["components/keys/encryptionKey.ts", "components/keys/grants.ts"],
  "test/traps/loadBalancer.ts": [
    "components/edge/loadBalancer.ts",
    "components/edge/loadBalancerLogs.ts",
    "components/edge/targetGroup.ts",
  ],
  "test/traps/logGroups.ts": ["components/observability/logGroup.ts"],
  "test/traps/music.ts": [
    "components/edge/pageRewrite.ts",
    "components/edge/siteDistribution.ts",
    "components/identity/userPool.ts",
    "systems/music/alarms.ts",
  ],
  "test/traps/network.ts": [
    "components/network/subnetTiers.ts",
    "components/network/networkAclRules.ts",
    "components/network/securityGroup.ts",
    "components/network/endpoints.ts",
  ],
  "test/traps/observability.ts": [
    "components/observability/alarm.ts",
    "components/observability/budget.ts",
    "components/observability/topic.ts",
    "systems/alerts.ts",
  ],
  "test/traps/response.ts": [
    "components/observability/eventRule.ts",
    "components/observability/topicSubscription.ts",
    "components/storage/queue.ts",
    "components/network/securityGroup.ts",
  ],
  "test/traps/secrets.ts": ["components/keys/secret.ts", "components/keys/generatedPassword.ts"],
  "test/traps/service.ts": [
    "components/compute/fargateService.ts",
    "components/compute/scaling.ts",
    "components/edge/targetGroup.ts",
  ],
  "test/traps/signIn.ts": [
    "components/edge/loadBalancer.ts",
    "components/edge/route.ts",
    "components/edge/signIn.ts",
  ],
  "test/traps/shift.ts": [
    "components/compute/deployment.ts",
    "components/edge/route.ts",
    "systems/platform/applicationTarget.ts",
  ],
  "test/traps/task.ts": [
    "components/compute/taskDefinition.ts",
    "components/compute/containerDefinition.ts",
    "components/compute/taskStatements.ts",
  ],
};
