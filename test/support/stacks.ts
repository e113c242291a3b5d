import program from "../../index.ts";
import { readStackFile } from "../../config/stackFile.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { record, type RecordingArgs } from "../../plan/recorder.ts";
import { ROOT } from "./fixtures.ts";
import { configOf, rawSettings, type SystemName, withSetting, withSystems } from "./settings.ts";
import { SIGN_IN, SIGN_IN_SECRET } from "./signIn.ts";
import type { RawSettings } from "../../config/load.ts";

/** The stacks whose files are shipped. */
export const STACKS = ["dev", "staging", "prod"] as const;

/** What AWS computes in an update and the stack's outputs hand on. */
export const computed = () => ({
  dnsName: "balancer.example.net",
  nameServers: ["ns.example.net"],
});

/** The whole program with a shipped stack file. */
export function stackGraph(stack: string, args: Partial<RecordingArgs> = {}): Promise<Graph> {
  return record(program, { ...readStackFile(ROOT, stack), computed, ...args });
}

/** The same with only those systems beside the platform that are named. */
export function systemGraph(
  stack: string,
  systems: readonly SystemName[],
  args: Partial<RecordingArgs> = {},
): Promise<Graph> {
  return programGraph(withSystems(rawSettings(stack), ...systems), { stack, ...args });
}

/** The resources of each shipped stack, one after the other: the runtime holds one program. */
export async function shippedResources(): Promise<(readonly Resource[])[]> {
  const graphs: (readonly Resource[])[] = [];
  for (const stack of STACKS) graphs.push((await stackGraph(stack)).resources);
  return graphs;
}

/** The whole program with settings that no file has. */
export function programGraph(raw: RawSettings, args: Partial<RecordingArgs> = {}): Promise<Graph> {
  const { project = "rampart" } = args;
  const config = configOf(project, raw);
  return record(program, { project, stack: "dev", config, computed, ...args });
}

const MANAGED_CACHE = { kind: "memorydb", nodeType: "db.t4g.small", replicas: 1, snapshotDays: 7 };

/** Settings with every optional feature on, some of which exclude what the shipped stacks use. */
export function everythingOn(): RawSettings {
  const changes: readonly (readonly [path: string, value: unknown])[] = [
    ["environment.keyAdministrators", ["role/security"]],
    ["environment.tags", { CostCentre: "4711" }],
    [
      "operations.backup.lock",
      { mode: "compliance", minimumDays: 35, maximumDays: 365, changeableForDays: 30 },
    ],
    ["operations.response", { mode: "on", report: { timeZone: "Europe/London", at: "07:30" } }],
    ["account.costAllocationTags", ["Environment", "Project"]],
    ["operations.alerts.pagerDutyFrom", "config"],
    ["operations.alerts.budgetOf", "environment"],
    ["pagerDutyUrl", "https://events.pagerduty.com/integration/0123456789abcdef/enqueue"],
    [
      "platform.network.peering",
      { vpcId: "vpc-0a1b2c3d4e5f67890", cidr: "10.99.0.0/16", ports: [5432, 6379] },
    ],
    [
      "ingest",
      {
        mode: "on",
        emails: ["catalogue@example.com", "editors@example.com"],
        forceDestroy: false,
        replicas: [
          {
            region: "us-east-2",
            keyArn: "arn:aws:kms:us-east-2:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
          },
        ],
      },
    ],
    ["platform.edge.zone", { mode: "create" }],
    ["platform.edge.queryLogging", true],
    ["platform.edge.shieldAdvanced", true],
    ["platform.edge.firewall", { blockedCountries: ["KP"], uploadPaths: ["/upload"] }],
    ["platform.edge.distribution", { originHost: "origin.example.com" }],
    ["platform.repository", { mode: "own", keepImages: 30, pullAccounts: ["444455556666"] }],
    ["platform.service.imageDigest", `sha256:${"a".repeat(64)}`],
    ["platform.service.debugShell", true],
    ["platform.service.spotPercent", 40],
    ["platform.service.scaling", { minimum: 3, maximum: 12 }],
    ["platform.service.deployment", { strategy: "canary" }],
    ["music.service.scaling", { minimum: 2, maximum: 6, requestsPerTarget: 1000 }],
    ["platform.cache", MANAGED_CACHE],
    // The shipped prod has its stores in a network of others.
    ["tracker.network.peering", undefined],
    [
      "tracker.database",
      {
        kind: "rds",
        settings: {
          instanceClass: "db.t3.medium",
          storageGiB: 50,
          maximumStorageGiB: 100,
          multiZone: true,
          backupDays: 7,
          insightsDays: 7,
        },
      },
    ],
    ["tracker.cache", MANAGED_CACHE],
    ["tracker.registry", { mode: "own", pullAccounts: ["444455556666"] }],
    ["tracker.signIn", SIGN_IN],
    ["trackerSignInSecret", SIGN_IN_SECRET],
  ];
  return changes.reduce((raw, [path, value]) => withSetting(raw, path, value), rawSettings("prod"));
}
