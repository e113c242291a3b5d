import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { madeCall, type MadeCall, type Owner } from "./callTargets.ts";
import { everythingGraph } from "./everything.ts";
import { only, policyOf, type Statement } from "./graph.ts";
import { answer, type Identity, roleIn } from "./iam.ts";
import { ACCOUNTS, type Stack } from "./identities.ts";
import type { Calls } from "./providerCalls/calls.ts";
import { PROVIDER_CALLS } from "./providerCalls/index.ts";
import { STACKS, stackGraph } from "./stacks.ts";

// What the deploy role deploys of recorded stacks, and what IAM answers it.

const ROLE = "aws:iam/role:Role";

/** What an administrator makes, changes and ends, with all that is in it; of one kind, by its name. */
const NOT_DEPLOYED = [
  "rampart:systems:Account",
  "rampart:systems:Identity",
  "rampart:detection:AccessAnalyzer",
  "rampart:detection:FindingRoutes",
  "rampart:detection:GuardDuty",
  "rampart:detection:Inspector",
  "rampart:detection:VolumeDefaults",
  "rampart:identity:PermissionsBoundary",
  "rampart:identity:AssumingUser",
  "rampart:keys:EncryptionKey alerts-key",
  "rampart:keys:EncryptionKey region-alerts-key",
  "rampart:observability:EventRule",
  "rampart:observability:Topic",
  "rampart:observability:TopicSubscription",
  "rampart:observability:WorkTopic",
  "rampart:response:Remediation",
  // A zone of its own has an id that nobody knows before it is there.
  "rampart:edge:HostedZone",
  "rampart:compute:DiscoveryName",
  "rampart:compute:Namespace",
  // What mounts files, or holds an address, EC2 makes without a tag.
  "rampart:network:AddressReservation",
  "rampart:storage:FileSystem",
  "rampart:storage:FileSystemAccess",
];

/** A recorded stack, its deploy role, and what that deploys. */
export interface Recorded {
  /** The stack, or what is on in it. */
  readonly title: string;
  /** What the program makes. */
  readonly graph: Graph;
  /** Whose names and tags it has. */
  readonly owner: Owner;
  /** The deploy role. */
  readonly deploy: Identity;
  /** What the systems make, and whether the deploy role is to deploy it. */
  readonly made: readonly (readonly [Resource, boolean])[];
}

/** See {@link recordDeployed}. */
export const recorded: Recorded[] = [];

/** Records the shipped stacks, and one with everything on, before the tests of a block. */
export function recordDeployed(): void {
  for (const stack of STACKS) {
    before(async () => {
      record(stack, stack, await stackGraph(stack));
    });
  }
  before(async () => {
    record("everything on", "prod", await everythingGraph());
  });
}

function record(title: string, stack: Stack, graph: Graph): void {
  recorded.push({
    title,
    graph,
    owner: { project: "rampart", environment: stack, account: ACCOUNTS[stack] },
    deploy: roleIn(graph, only(graph, ROLE, "deploy")),
    made: madeIn(graph),
  });
}

/** What the systems make, and whether it is deployed. */
export function madeIn(graph: Graph): [Resource, boolean][] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const above = ({ parent = "" }: Resource): string[] => {
    const found = byUrn.get(parent);
    return found === undefined ? [] : [found.type, `${found.type} ${found.name}`, ...above(found)];
  };
  return graph.resources
    .filter(({ type }) => type.startsWith("aws:"))
    .map((resource) => [resource, above(resource)] as const)
    .filter(([, types]) => types.some((type) => type.startsWith("rampart:systems:")))
    .map(([resource, types]) => [
      resource,
      !types.some((type) => NOT_DEPLOYED.includes(type)) && !isInOwnZone(graph, resource),
    ]);
}

/** Records of a zone that the stack makes are as unknown as the zone. */
function isInOwnZone(graph: Graph, { type, propertyDependencies }: Resource): boolean {
  const zones = graph.resources.filter((entry) => entry.type === "aws:route53/zone:Zone");
  return (
    type === "aws:route53/record:Record" &&
    zones.some(({ urn }) => propertyDependencies["zoneId"]?.includes(urn))
  );
}

/** What the deploy role makes, changes and ends. */
export const deployed = ({ made }: Recorded): Resource[] =>
  made.filter(([, isDeployed]) => isDeployed).map(([resource]) => resource);

/** What the policies that are made for the deploy role allow. */
export function allowances(graph: Graph): Statement[] {
  return graph.resources
    .filter(({ type, name }) => type === "aws:iam/policy:Policy" && name.startsWith("deploy-"))
    .flatMap((policy) => policyOf(policy).Statement)
    .filter(({ Effect }) => Effect === "Allow");
}

const STAGES = ["create", "read", "update", "delete"] as const;
/** What the provider is asked to do. */
type Stage = (typeof STAGES)[number];

/** What the provider calls for a resource. */
export function callsOf(
  { graph, owner }: Recorded,
  resource: Resource,
  stages: readonly Stage[] = STAGES,
  of: Owner = owner,
): MadeCall[] {
  const calls: Calls | undefined = PROVIDER_CALLS[resource.type];
  assert.ok(calls, `nobody says what the provider calls for ${resource.type}`);
  return stages.flatMap((stage) => calls[stage].map((line) => madeCall(graph, resource, line, of)));
}

/** Whether the deploy role may make a call. */
export function isAllowed({ owner, deploy }: Recorded, { requests }: MadeCall): boolean {
  const scope = `${owner.project}-${owner.environment}`;
  return requests.every(
    ({ action, resource, context }) =>
      answer(deploy, {
        action,
        resource,
        context: {
          "aws:RequestedRegion": "us-east-1",
          "aws:PrincipalArn": `arn:aws:iam::${owner.account}:role/${scope}-role-deploy`,
          ...context,
        },
      }) === "allowed",
  );
}

/** Before it changes a thing, the provider may look at it. */
export const isReading = ({ action }: MadeCall): boolean => /:(?:Describe|Get|List)/.test(action);

/** A call as messages tell it. */
export const titleOf = ({ action, requests }: MadeCall): string =>
  `${action} on ${requests.map(({ resource }) => resource).join(", ")}`;

/** The graph with the names of another environment in it. */
export function inOther(graph: Graph, from: string, to: string): Graph {
  return JSON.parse(
    JSON.stringify(graph)
      .replaceAll(`rampart-${from}`, `rampart-${to}`)
      .replaceAll(`/${from}/`, `/${to}/`)
      .replaceAll(new RegExp(`\\b${from}-(\\w+)-alerts`, "g"), `${to}-$1-alerts`),
  ) as Graph;
}
