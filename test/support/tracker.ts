import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { textOf } from "../../plan/graph/value.ts";
import { ofType, only } from "./graph.ts";
import { rawSettings, withSystems } from "./settings.ts";
import { programGraph, STACKS, systemGraph } from "./stacks.ts";

export const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Services of the shipped stacks, by their names. */
export const ALL = [
  "tracker-admin",
  "tracker-anisette",
  "tracker-api",
  "tracker-fetcher",
  "tracker-fetcher-2",
  "tracker-frontend",
  "tracker-notifications",
  "tracker-tasks",
];

/** Those of them that use database and cache. */
export const BACKEND = [
  "tracker-api",
  "tracker-fetcher",
  "tracker-fetcher-2",
  "tracker-notifications",
  "tracker-tasks",
];

/** Services of AWS in place of the host. */
export const MANAGED = {
  database: {
    kind: "rds",
    settings: {
      instanceClass: "db.t3.medium",
      storageGiB: 50,
      maximumStorageGiB: 100,
      multiZone: false,
      backupDays: 7,
      insightsDays: 0,
    },
  },
  cache: { kind: "memorydb", nodeType: "db.t4g.small", replicas: 1, snapshotDays: 7 },
};

/** Whether a resource is a part of the tracker. */
export const isTracker = ({ urn }: Resource): boolean => urn.includes("rampart:systems:Tracker");

/** The tracker's part of a shipped stack: everything is in it, and nothing else. */
async function trackerOf(stack: string): Promise<Graph> {
  const graph = await systemGraph(stack, ["tracker"]);
  return {
    ...graph,
    resources: graph.resources.filter(
      (resource) => isTracker(resource) || resource.type.startsWith("pulumi:providers:"),
    ),
  };
}

interface Container {
  readonly [field: string]: unknown;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly portMappings: readonly { readonly containerPort: number }[];
}

/** The one container of a service. */
export function containerOf(graph: Graph, name: string): Container {
  const text = only(graph, TASK, name).inputs["containerDefinitions"];
  assert.ok(typeof text === "string", `the containers of ${name} are not known`);
  const [container] = JSON.parse(text) as Container[];
  return container ?? assert.fail(`${name} has no container`);
}

/** Its variables. */
export const environmentOf = (graph: Graph, name: string): Record<string, string> =>
  Object.fromEntries(
    containerOf(graph, name).environment.map(({ name: key, value }) => [key, value]),
  );

/** What may call what, on which port: both ends of a rule by the names of their groups. */
export function calls(graph: Graph, type: string): string[] {
  const groupOf = (rule: Resource, property: string): string | undefined =>
    ofType(graph, SECURITY_GROUP).find(({ urn }) =>
      rule.propertyDependencies[property]?.includes(urn),
    )?.name;
  return ofType(graph, type).map((rule) => {
    const own = groupOf(rule, "securityGroupId") ?? "?";
    const other = groupOf(rule, "referencedSecurityGroupId") ?? textOf(rule.inputs["cidrIpv4"]);
    const ends = type === INGRESS ? [other, own] : [own, other];
    return `${ends.join(" > ")} ${textOf(rule.inputs["toPort"])}`
      .replaceAll("rampart-staging-sg-", "")
      .replaceAll("rampart-prod-sg-", "");
  });
}

/** The tracker of each shipped stack, recorded before the first test of a file. */
export function recordTrackers(): (stack: string) => Graph {
  const graphs: Record<string, Graph> = {};
  for (const stack of STACKS) before(async () => (graphs[stack] = await trackerOf(stack)));
  return (stack) => graphs[stack] ?? assert.fail(`${stack} is not recorded`);
}

/** Staging with RDS and MemoryDB in place of the host, at its first preview or once it is there. */
export function managedGraph(mode: "preview" | "update"): Promise<Graph> {
  const raw = withSystems(rawSettings("staging"), "tracker");
  const tracker = { ...(raw["tracker"] as object), ...MANAGED };
  return programGraph({ ...raw, tracker }, { stack: "staging", mode });
}
