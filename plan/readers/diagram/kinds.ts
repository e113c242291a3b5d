import type { Resource } from "../../graph/resource.ts";
import type { Properties } from "../../graph/value.ts";
import { listOf, numberOf, textOf, type Inventory, valueAt } from "../inventory.ts";
import { mostTasks } from "../quotas/counts.ts";
import { withTemplates } from "./network.ts";
import { shortName, wrapped } from "./text.ts";

/** What a box is about; decides its colour. */
export type Family = "edge" | "network" | "compute" | "data";

/** How resources of a kind are told. */
export interface Kind {
  readonly family: Family;
  readonly title: (first: Resource, count: number) => string;
  readonly lines: (
    first: Resource,
    inventory: Inventory,
    members: readonly Resource[],
  ) => readonly string[];
  /** Which resources of the kind in one place share a box: all, or those that do the same. */
  readonly folded?: "all" | "alike";
  /** Whether only those are drawn that something on a path uses; the others are told beside. */
  readonly onPath?: true;
}

/** The kinds in the order in which they are drawn. */
export const KINDS: Readonly<Record<string, Kind>> = {
  "aws:cloudfront/distribution:Distribution": {
    family: "edge",
    title: () => "CloudFront",
    lines: (distribution, inventory) => [
      ...listOf(distribution.inputs["aliases"]).map((alias) => textOf(alias, "?")),
      ...firewallLines(inventory.sources(distribution, "webAclId")),
    ],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    family: "edge",
    title: ({ inputs }) =>
      inputs["loadBalancerType"] === "network"
        ? "Network Load Balancer"
        : "Application Load Balancer",
    lines: balancerLines,
  },
  "aws:ecs/service:Service": {
    family: "compute",
    title: ({ inputs, name }, count) =>
      count === 1
        ? `Fargate service ${shortName(textOf(inputs["name"], name))}`
        : `${count} Fargate services`,
    lines: serviceLines,
    folded: "alike",
  },
  "aws:autoscaling/group:Group": {
    family: "compute",
    title: ({ inputs, name }) => `Auto Scaling group ${shortName(textOf(inputs["name"], name))}`,
    lines: (group, inventory) => {
      const { minSize, maxSize } = group.inputs;
      const count = rangeText(numberOf(minSize, 0), numberOf(maxSize, 0));
      return [`${count} × ${instanceType(group, inventory)}`];
    },
  },
  "aws:ec2/instance:Instance": {
    family: "compute",
    title: ({ name }) => `EC2 instance ${name}`,
    lines: (instance, inventory) => [instanceType(instance, inventory)],
  },
  "aws:lambda/function:Function": {
    family: "compute",
    title: ({ inputs, name }) => `Lambda function ${shortName(textOf(inputs["name"], name))}`,
    lines: ({ inputs }) => [`${textOf(inputs["memorySize"], "128")} MB`],
    onPath: true,
  },
  "aws:rds/instance:Instance": {
    family: "data",
    title: ({ inputs }) => engineText(inputs),
    lines: ({ inputs }) => [
      `${textOf(inputs["instanceClass"], "?")}, ${textOf(inputs["allocatedStorage"], "?")} GB`,
      `${inputs["multiAz"] === true ? "Multi-AZ" : "single-AZ"}, ${textOf(inputs["backupRetentionPeriod"], "0")}-day backups`,
    ],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    family: "data",
    title: ({ inputs }) => engineText(inputs),
    lines: ({ inputs }) => [
      textOf(inputs["nodeType"], "?"),
      replicasText(numberOf(inputs["numCacheClusters"], 1) - 1) +
        (inputs["multiAzEnabled"] === true ? ", Multi-AZ" : ""),
    ],
  },
  "aws:memorydb/cluster:Cluster": {
    family: "data",
    title: ({ inputs }) => `MemoryDB ${engineText(inputs)}`,
    lines: ({ inputs }) => [
      textOf(inputs["nodeType"], "?"),
      replicasText(numberOf(inputs["numReplicasPerShard"], 1)),
    ],
  },
  "aws:efs/mountTarget:MountTarget": {
    family: "data",
    title: () => "EFS",
    lines: (_, __, members) => [
      `mounted in ${members.length} ${members.length === 1 ? "zone" : "zones"}`,
    ],
    folded: "all",
  },
  "aws:dynamodb/table:Table": {
    family: "data",
    title: ({ inputs, name }) => `DynamoDB table ${shortName(textOf(inputs["name"], name))}`,
    lines: () => [],
    onPath: true,
  },
  "aws:s3/bucket:Bucket": {
    family: "data",
    title: ({ inputs, name }) => `S3 bucket ${shortName(textOf(inputs["bucket"], name))}`,
    lines: () => [],
    onPath: true,
  },
  "aws:sns/topic:Topic": {
    family: "data",
    title: ({ inputs, name }) => `SNS topic ${shortName(textOf(inputs["name"], name))}`,
    lines: () => [],
    onPath: true,
  },
  "aws:ec2/natGateway:NatGateway": {
    family: "network",
    title: (_, count) => (count === 1 ? "NAT gateway" : `${count} NAT gateways`),
    lines: (_, __, members) => [members.length === 1 ? "one for all zones" : "one in each zone"],
    folded: "all",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    family: "network",
    title: (_, count) => (count === 1 ? "VPC endpoint" : `${count} VPC endpoints`),
    lines: (_, __, members) => endpointLines(members),
    folded: "all",
  },
};

function balancerLines(balancer: Resource, inventory: Inventory): string[] {
  const ownedBy = (property: string) => (resource: Resource) =>
    inventory.sources(resource, property).includes(balancer);
  const hosts = inventory.ofType("aws:route53/record:Record").filter(ownedBy("aliases"));
  const listeners = inventory.ofType("aws:lb/listener:Listener").filter(ownedBy("loadBalancerArn"));
  const acls = inventory
    .ofType("aws:wafv2/webAclAssociation:WebAclAssociation")
    .filter(ownedBy("resourceArn"))
    .flatMap((link) => inventory.sources(link, "webAclArn"));
  return [
    ...new Set(hosts.map(({ inputs }) => textOf(inputs["name"], "?"))),
    ...(listeners.length === 0 ? [] : [listeners.map(listenerText).join(", ")]),
    ...firewallLines(acls),
  ];
}

function listenerText({ inputs }: Resource): string {
  const redirects = listOf(inputs["defaultActions"]).some(
    (action) => valueAt(action, "type") === "redirect",
  );
  const text = `${textOf(inputs["protocol"], "?")} ${textOf(inputs["port"], "?")}`;
  return redirects ? `${text} redirects` : text;
}

function firewallLines(sources: readonly Resource[]): string[] {
  return sources
    .filter(({ type }) => type === "aws:wafv2/webAcl:WebAcl")
    .map(({ inputs }) => `AWS WAF: ${listOf(inputs["rules"]).length} rules`);
}

function serviceLines(
  service: Resource,
  inventory: Inventory,
  members: readonly Resource[],
): string[] {
  const task = inventory.source(service, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition");
  const wanted = numberOf(service.inputs["desiredCount"], 0);
  const scaling = inventory
    .ofType("aws:appautoscaling/target:Target")
    .find((target) => inventory.sources(target, "resourceId").includes(service));
  const least = scaling ? numberOf(scaling.inputs["minCapacity"], wanted) : wanted;
  const greatest = mostTasks(service, inventory);
  const size = (property: string) => numberOf(task?.inputs[property], 0) / 1024;
  const names = members.map(({ inputs, name }) => shortName(textOf(inputs["name"], name)));
  return [
    ...(names.length === 1 ? [] : wrapped(names, 30)),
    `${rangeText(least, greatest)} ${greatest === 1 ? "task" : "tasks"}${names.length === 1 ? "" : " each"}`,
    ...(task ? [`${size("cpu")} vCPU, ${size("memory")} GB each`] : []),
  ];
}

function rangeText(least: number, greatest: number): string {
  return least === greatest ? String(least) : `${least} to ${greatest}`;
}

/** Its own, or that of its launch template. */
function instanceType(resource: Resource, inventory: Inventory): string {
  const types = withTemplates(resource, inventory).map(({ inputs }) => inputs["instanceType"]);
  return textOf(
    types.find((type) => type !== undefined),
    "from a launch template",
  );
}

function endpointLines(endpoints: readonly Resource[]): string[] {
  const kinds = Map.groupBy(endpoints, ({ inputs }) =>
    textOf(inputs["vpcEndpointType"], "Gateway").toLowerCase(),
  );
  return [...kinds].flatMap(([kind, members]) => {
    // `com.amazonaws.us-east-1.ecr.api` → `ecr.api`.
    const services = members.map(({ inputs }) =>
      textOf(inputs["serviceName"], "?").replace(/^.*amazonaws\.[a-z0-9-]+\./, ""),
    );
    return wrapped([`${kind}: ${services[0] ?? ""}`, ...services.slice(1)], 30);
  });
}

const ENGINES: Readonly<Record<string, string>> = {
  postgres: "PostgreSQL",
  valkey: "Valkey",
  redis: "Redis",
};

function engineText({ engine, engineVersion }: Properties): string {
  const name = textOf(engine, "?");
  return [ENGINES[name] ?? name, textOf(engineVersion, "")].join(" ").trim();
}

function replicasText(count: number): string {
  if (count === 0) return "no replica";
  return count === 1 ? "1 replica" : `${count} replicas`;
}
