import { accountTraps } from "./account.ts";
import { accountLogTraps } from "./accountLogs.ts";
import { accountOnceTraps } from "./accountOnce.ts";
import { automationTraps } from "./automation.ts";
import { backupTraps } from "./backup.ts";
import { bucketTraps } from "./buckets.ts";
import { cacheTraps, optionalCacheTraps } from "./cache.ts";
import { optionalCloudFrontTraps } from "./cloudFront.ts";
import { databaseTraps } from "./database.ts";
import { databaseParameterTraps } from "./databaseParameters.ts";
import { dnsTraps, optionalDnsTraps } from "./dns.ts";
import { endpointTraps } from "./endpoints.ts";
import { findingTraps } from "./findings.ts";
import { firewallTraps } from "./firewall.ts";
import { functionTraps } from "./functions.ts";
import { hostTraps, optionalHostTraps } from "./hosts.ts";
import { identityTraps } from "./identity.ts";
import { ingestTraps } from "./ingest.ts";
import { keyTraps } from "./keys.ts";
import { loadBalancerTraps } from "./loadBalancer.ts";
import { logGroupTraps } from "./logGroups.ts";
import { musicTraps } from "./music.ts";
import { networkTraps, optionalNetworkTraps } from "./network.ts";
import { notifierTraps } from "./notifier.ts";
import { observabilityTraps, optionalObservabilityTraps } from "./observability.ts";
import { responseTraps } from "./response.ts";
import { secretTraps } from "./secrets.ts";
import { serviceTraps } from "./service.ts";
import { optionalShiftTraps } from "./shift.ts";
import { optionalSignInTraps } from "./signIn.ts";
import { optionalTableTraps, tableTraps } from "./tables.ts";
import { optionalTaskTraps, taskTraps } from "./task.ts";
import type { Trap } from "./trap.ts";

/** Traps of what every stack has; they hold on each shipped stack. */
export const TRAPS: readonly Trap[] = [
  ...keyTraps,
  ...logGroupTraps,
  ...bucketTraps,
  ...secretTraps,
  ...identityTraps,
  ...networkTraps,
  ...endpointTraps,
  ...loadBalancerTraps,
  ...dnsTraps,
  ...firewallTraps,
  ...serviceTraps,
  ...taskTraps,
  ...databaseTraps,
  ...databaseParameterTraps,
  ...cacheTraps,
  ...backupTraps,
  ...functionTraps,
  ...observabilityTraps,
  ...automationTraps,
  ...accountTraps,
  ...accountOnceTraps,
  ...accountLogTraps,
  ...findingTraps,
  ...responseTraps,
  ...notifierTraps,
  ...tableTraps,
  ...ingestTraps,
  ...hostTraps,
  ...musicTraps,
];

/** Traps of features that a stack may leave out; they hold where everything is on. */
export const OPTIONAL_TRAPS: readonly Trap[] = [
  ...optionalNetworkTraps,
  ...optionalCloudFrontTraps,
  ...optionalDnsTraps,
  ...optionalSignInTraps,
  ...optionalShiftTraps,
  ...optionalTaskTraps,
  ...optionalCacheTraps,
  ...optionalObservabilityTraps,
  ...optionalTableTraps,
  ...optionalHostTraps,
];
