import assert from "node:assert/strict";

import { type Graph, managedResources, type Resource } from "../../plan/graph/resource.ts";
import { systemsByUrn, systemsOf } from "../../plan/readers/systems.ts";
import { scriptOf } from "../support/hosts.ts";
import { STACKS, stackGraph } from "../support/stacks.ts";

/** What all systems may stand on: made to be shared, and used by name. */
const SHARED = [
  "alerts Topic",
  "foundation Alias main-key",
  "foundation Bucket access-logs",
  "foundation Key alerts-key",
  "foundation Key main-key",
  "foundation Policy boundary",
  "foundation Role backup-vault-role",
  "foundation Vault backup-vault",
];

const DOCUMENTS = [
  // Its hosts stand in the platform's network, and reach SSM through its endpoints.
  "platform RouteTableAssociation network-public",
  "platform SecurityGroup main-endpoints",
  "platform Subnet network-application",
  "platform Subnet network-public",
  "platform Vpc network",
];

const MUSIC_ON_FARGATE = [
  // Its tasks run in the platform's cluster, behind its balancer, on its database; CloudFront passes
  // the balancer's guard, and shares the firewall of the platform's own distribution.
  "platform Cluster cluster",
  "platform Listener load-balancer-https",
  "platform LoadBalancer alb-main",
  "platform RandomPassword origin-guard",
  "platform SecurityGroup alb",
  "platform SecurityGroup db-main",
  "platform SecurityGroup main-endpoints",
  "platform Subnet network-application",
  "platform Vpc network",
  "platform WebAcl waf-cdn",
];

/** Alarms of its region are written for Slack by the one function. */
const TRACKER = ["response Function slack-notifier"];

/**
 * Reviewed: what a system is made with of another, beside what is shared. A security group stands
 * here for the rules that let the two talk; a role never may.
 */
const CROSSINGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  dev: { documents: DOCUMENTS, tracker: TRACKER },
  staging: { documents: DOCUMENTS, music: MUSIC_ON_FARGATE, tracker: TRACKER },
  prod: { documents: DOCUMENTS, music: MUSIC_ON_FARGATE, tracker: TRACKER },
};

/** Each use without its zone, and without what the names of all of a stack begin with. */
function usesOf(graph: Graph): Record<string, string[]> {
  const names = new Map(graph.resources.map(({ urn, type, name }) => [urn, { type, name }]));
  return Object.fromEntries(
    systemsOf(graph, [], { results: [] }).flatMap(({ name: system, uses }) => {
      const lines = uses.map(({ system: other, urn }) => {
        const { type = "", name = "" } = names.get(urn) ?? {};
        const kind = type.split(":").at(-1) ?? "";
        const short = name.replace(/-[a-z0-9]+-az\d$/, "").replace(/^rampart-[a-z]+-(sg-)?/, "");
        return other === "alerts" ? `${other} ${kind}` : `${other} ${kind} ${short}`;
      });
      const own = [...new Set(lines)].filter((line) => !SHARED.includes(line)).sort();
      return own.length === 0 ? [] : [[system, own] as const];
    }),
  );
}

/** What a documents' host reads: tokens of callers are checked by the platform's key. */
const DOCUMENTS_NAMES = ["platform Secret jwt-secret"];

/** Whom buckets that others must not read let in all the same. */
const RESCUER = "identity Role break-glass";

/** What its region's rule watches for changes of, as the one at home does. */
const TRACKER_NAMES = [
  "account LogGroup trail-log",
  "account Trail trail",
  "identity Queue break-glass-use-undelivered",
  "response Function auto-remediate",
  "response LogGroup auto-remediate",
  "response Queue auto-remediate-failures",
  "response Queue auto-remediate-undelivered",
];

const FARGATE_NAMES = [RESCUER, "platform Secret database-credentials"];

/** Reviewed: what systems name of others, in policies, scripts and variables, beside what is above. */
const NAMED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  dev: {
    documents: DOCUMENTS_NAMES,
    ingest: [RESCUER],
    music: [RESCUER],
    tracker: TRACKER_NAMES,
  },
  staging: {
    documents: DOCUMENTS_NAMES,
    ingest: [RESCUER],
    music: FARGATE_NAMES,
    tracker: TRACKER_NAMES,
  },
  prod: {
    documents: DOCUMENTS_NAMES,
    ingest: [RESCUER],
    music: FARGATE_NAMES,
    tracker: TRACKER_NAMES,
  },
};

/** They are there for others: to deploy, to watch and to answer, by name. */
const FOR_OTHERS = new Set(["foundation", "alerts", "account", "identity", "response"]);

/** Properties by which types have a name that the stack's opens. */
const NAME_PROPERTIES = ["name", "bucket", "identifier", "replicationGroupId", "family"];

/** Each word of a resource's inputs that may be a name, alone or at the end of an ARN. */
function wordsOf(resource: Resource): Set<string> {
  const script = "userData" in resource.inputs ? scriptOf(resource) : "";
  const text = `${JSON.stringify(resource.inputs)} ${script}`;
  const words = text.match(/[\w/.-]+/g) ?? [];
  return new Set(
    // Policies name a secret up to its six random characters.
    words
      .map((word) => word.replace(/-$/, ""))
      .flatMap((word) => [word, word.split("/").at(-1) ?? ""]),
  );
}

/** What systems name of others without being made with it. */
function namedBy(graph: Graph, stack: string): Record<string, string[]> {
  const systems = systemsByUrn(graph);
  const owners = new Map<string, Resource[]>();
  for (const resource of managedResources(graph)) {
    for (const property of NAME_PROPERTIES) {
      const name = resource.inputs[property];
      const isOurs =
        typeof name === "string" && new RegExp(`(^|/)(rampart-)?${stack}\\b`).test(name);
      if (isOurs) owners.set(name, [...(owners.get(name) ?? []), resource]);
    }
  }
  const found = new Map<string, Set<string>>();
  for (const resource of managedResources(graph)) {
    const system = systems.get(resource.urn) ?? "";
    if (FOR_OTHERS.has(system)) continue;
    const origins = new Set(Object.values(resource.propertyDependencies).flat());
    for (const word of wordsOf(resource)) {
      const named = owners.get(word) ?? [];
      const isKnown = named.some(({ urn }) => systems.get(urn) === system || origins.has(urn));
      const [other] = named;
      if (isKnown || other === undefined) continue;
      const kind = other.type.split(":").at(-1) ?? "";
      const line = `${systems.get(other.urn) ?? ""} ${kind} ${other.name}`;
      if (!SHARED.includes(line)) found.set(system, (found.get(system) ?? new Set()).add(line));
    }
  }
  return Object.fromEntries(
    [...found].map(([system, lines]): [string, string[]] => [system, [...lines].sort()]),
  );
}

describe("what crosses between systems", () => {
  for (const stack of STACKS) {
    it(`is in ${stack} what was reviewed`, async () => {
      assert.deepEqual(usesOf(await stackGraph(stack)), CROSSINGS[stack]);
    });

    it(`is in ${stack} by name alone what was reviewed, in policies and scripts as well`, async () => {
      assert.deepEqual(namedBy(await stackGraph(stack), stack), NAMED[stack]);
    });

    it(`is in ${stack} no rule between two groups that are both of others`, async () => {
      const graph = await stackGraph(stack);
      const systems = systemsByUrn(graph);
      const rules = graph.resources.filter(
        ({ type }) => type.includes(":SecurityGroup") && /Rule$/.test(type),
      );
      assert.ok(rules.length > 20);
      const strangers = rules.filter((rule) => {
        const ends = ["securityGroupId", "referencedSecurityGroupId"].flatMap(
          (end) => rule.propertyDependencies[end] ?? [],
        );
        // The rule's own system is one of the two.
        return !ends.some((urn) => systems.get(urn) === systems.get(rule.urn));
      });
      assert.deepEqual(
        strangers.map(({ urn }) => urn),
        [],
      );
    });
  }
});
