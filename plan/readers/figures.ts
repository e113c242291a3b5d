import { type Graph, type Resource } from "../graph/resource.ts";
import { isProperties, type Properties, textOf, type Value } from "../graph/value.ts";
import { Inventory } from "./inventory.ts";

/** One line of what an environment is. */
export interface Figure {
  readonly name: string;
  readonly value: string;
}

/** How a kind of resource is told in a line; `undefined` leaves it out. */
type Teller = (resources: readonly Resource[], inventory: Inventory) => Figure[];

/**
 * The environment in a few lines, read from its resources (P-ENV). Kinds that the stack lacks are
 * left out; several of a kind get a line each.
 */
export function figuresOf(graph: Graph): Figure[] {
  const inventory = new Inventory(graph);
  return TELLERS.flatMap(([type, tell]) => tell(inventory.ofType(type), inventory));
}

const each =
  (tell: (resource: Resource, inventory: Inventory) => Figure | undefined): Teller =>
  (resources, inventory) =>
    resources.flatMap((resource) => tell(resource, inventory) ?? []);

const TELLERS: readonly (readonly [type: string, tell: Teller])[] = [
  ["aws:ec2/vpc:Vpc", each(({ inputs }) => ({ name: "VPC", value: textOf(inputs["cidrBlock"]) }))],
  ["aws:ec2/subnet:Subnet", tellSubnets],
  [
    "aws:ec2/natGateway:NatGateway",
    (gateways) =>
      gateways.length > 0 ? [{ name: "NAT gateways", value: String(gateways.length) }] : [],
  ],
  ["aws:ec2/vpcEndpoint:VpcEndpoint", tellEndpoints],
  ["aws:ecs/service:Service", each(tellService)],
  ["aws:rds/instance:Instance", each(tellDatabase)],
  ["aws:elasticache/replicationGroup:ReplicationGroup", each(tellCache)],
  ["aws:memorydb/cluster:Cluster", each(tellMemoryDb)],
  ["aws:dynamodb/table:Table", each(tellTable)],
  ["aws:cloudwatch/logGroup:LogGroup", tellLogs],
];

function tellSubnets(subnets: readonly Resource[]): Figure[] {
  const zones = new Set(subnets.map(({ inputs }) => textOf(inputs["availabilityZoneId"])));
  const tiers = Map.groupBy(subnets, (subnet) => tierOf(subnet));
  return subnets.length === 0
    ? []
    : [
        { name: "zones", value: `${zones.size} (${[...zones].join(", ")})` },
        ...[...tiers].map(([tier, members]) => ({
          name: `${tier} subnets`,
          value: members.map(({ inputs }) => textOf(inputs["cidrBlock"])).join(", "),
        })),
      ];
}

/** The tier stands in the Name tag between `subnet` and the zone id. */
function tierOf({ inputs, name }: Resource): string {
  const tags = inputs["tags"];
  const label = isProperties(tags) ? textOf(tags["Name"]) : name;
  return /-subnet-(?:.*-)?([a-z]+)-[a-z0-9]+-az\d$/.exec(label)?.[1] ?? label;
}

function tellEndpoints(endpoints: readonly Resource[]): Figure[] {
  const kinds = Map.groupBy(endpoints, ({ inputs }) => textOf(inputs["vpcEndpointType"]));
  return [...kinds].map(([kind, members]) => ({
    name: `${kind.toLowerCase()} endpoints`,
    value: members
      .map(({ inputs }) => textOf(inputs["serviceName"]).replace(/^.*amazonaws\.[a-z0-9-]+\./, ""))
      .join(", "),
  }));
}

function tellService(service: Resource, inventory: Inventory): Figure {
  const { inputs } = service;
  const task = inventory.source(service, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition");
  const scaling = inventory
    .ofType("aws:appautoscaling/target:Target")
    .find((target) => inventory.sources(target, "resourceId").includes(service));
  const size = task
    ? `${Number(textOf(task.inputs["cpu"])) / 1024} vCPU / ${Number(textOf(task.inputs["memory"])) / 1024} GB`
    : "?";
  const count =
    inputs["desiredCount"] === 0 ? `0 now, then ${baseOf(inputs)}` : textOf(inputs["desiredCount"]);
  const most = scaling ? `, at most ${textOf(scaling.inputs["maxCapacity"])}` : "";
  return { name: `service ${textOf(inputs["name"])}`, value: `${count} × ${size}${most}` };
}

/** Tasks that must not be on Spot: what a service that waits for its image will start with. */
function baseOf(inputs: Properties): string {
  const strategies = inputs["capacityProviderStrategies"];
  const bases = Array.isArray(strategies)
    ? (strategies as readonly Value[]).map((entry) => (isProperties(entry) ? entry["base"] : 0))
    : [];
  return textOf(bases.find((base) => typeof base === "number" && base > 0));
}

function tellDatabase({ inputs }: Resource): Figure {
  const facts = [
    `${textOf(inputs["engine"])} ${textOf(inputs["engineVersion"])}`,
    textOf(inputs["instanceClass"]),
    `${textOf(inputs["allocatedStorage"])} GB`,
    inputs["multiAz"] === true ? "Multi-AZ" : "single-AZ",
    `${textOf(inputs["backupRetentionPeriod"])}-day backups`,
    ...(inputs["performanceInsightsEnabled"] === true ? ["Performance Insights"] : []),
    ...(inputs["deletionProtection"] === true ? ["deletion protection"] : []),
  ];
  return { name: `database ${textOf(inputs["identifier"])}`, value: facts.join(", ") };
}

function tellCache({ inputs }: Resource): Figure {
  const replicas = Number(inputs["numCacheClusters"] ?? 1) - 1;
  const facts = [
    `${textOf(inputs["engine"])} ${textOf(inputs["engineVersion"])}`,
    textOf(inputs["nodeType"]),
    replicas === 0 ? "no replica" : `${replicas} replica${replicas === 1 ? "" : "s"}`,
    ...(inputs["multiAzEnabled"] === true ? ["Multi-AZ"] : []),
    ...(inputs["automaticFailoverEnabled"] === true ? ["automatic failover"] : []),
  ];
  return { name: `cache ${textOf(inputs["replicationGroupId"])}`, value: facts.join(", ") };
}

function tellMemoryDb({ inputs }: Resource): Figure {
  const facts = [
    `${textOf(inputs["engine"])} ${textOf(inputs["engineVersion"])}`,
    textOf(inputs["nodeType"]),
    `${textOf(inputs["numReplicasPerShard"])} replicas`,
  ];
  return { name: `cache ${textOf(inputs["name"])}`, value: facts.join(", ") };
}

function tellTable({ inputs }: Resource): Figure {
  const { hashKey, rangeKey, billingMode, pointInTimeRecovery, replicas } = inputs;
  const copies = Array.isArray(replicas) ? (replicas as readonly Value[]) : [];
  const facts = [
    `by ${[hashKey, rangeKey]
      .filter((key) => key !== undefined)
      .map((key) => textOf(key))
      .join(" and ")}`,
    billingMode === "PAY_PER_REQUEST" ? "on demand" : "provisioned",
    ...(isProperties(pointInTimeRecovery) && pointInTimeRecovery["enabled"] === true
      ? ["recoverable to a point in time"]
      : []),
    ...copies.map((copy) => `replica in ${isProperties(copy) ? textOf(copy["regionName"]) : "?"}`),
  ];
  return { name: `table ${textOf(inputs["name"])}`, value: facts.join(", ") };
}

function tellLogs(groups: readonly Resource[]): Figure[] {
  const byDays = Map.groupBy(groups, ({ inputs }) => Number(inputs["retentionInDays"]));
  return [...byDays]
    .sort(([a], [b]) => a - b)
    .map(([days, members]) => ({
      name: `logs kept ${days} days`,
      value: members.map(({ inputs }) => textOf(inputs["name"])).join(", "),
    }));
}
