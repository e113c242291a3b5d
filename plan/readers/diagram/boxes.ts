import type { Resource } from "../../graph/resource.ts";
import type { Properties } from "../../graph/value.ts";
import { listOf, numberOf, textOf, type Inventory, valueAt } from "../inventory.ts";
import { mostTasks } from "../quotas/counts.ts";
import { publicReason } from "../exposure.ts";

/** What a box is about; decides its colour. */
export type Family = "edge" | "network" | "compute" | "data";

/** One resource, or several equal ones, as a box. */
export interface Box {
  readonly id: string;
  readonly family: Family;
  readonly title: string;
  readonly lines: readonly string[];
  /** Why anyone can reach it. */
  readonly exposure?: string;
  /** Whether Pulumi refuses to delete it. */
  readonly guarded: boolean;
  readonly members: readonly Resource[];
}

/** How resources of a kind are told. */
interface Kind {
  readonly family: Family;
  readonly title: (first: Resource, count: number) => string;
  readonly lines: (
    first: Resource,
    inventory: Inventory,
    members: readonly Resource[],
  ) => readonly string[];
  /** Whether all resources of the kind in one place share a box. */
  readonly folded?: true;
}

/** The boxes of resources that stand in one place, in the order of the kinds. */
export function boxesOf(resources: readonly Resource[], inventory: Inventory): Box[] {
  return Object.entries(KINDS).flatMap(([type, kind]) => {
    const members = resources.filter((resource) => resource.type === type);
    const groups = kind.folded ? [members] : members.map((member) => [member]);
    return groups.flatMap(([first, ...others]) =>
      first === undefined ? [] : [toBox(kind, first, others, inventory)],
    );
  });
}

/** Whether a resource is drawn as a box, alone or with others. */
export function isBoxed(resource: Resource): boolean {
  return resource.type in KINDS;
}

function toBox(
  kind: Kind,
  first: Resource,
  others: readonly Resource[],
  inventory: Inventory,
): Box {
  const members = [first, ...others];
  const exposure = members.map(publicReason).find((reason) => reason !== undefined);
  return {
    id: first.urn.split("::").slice(2).join("::"),
    family: kind.family,
    title: kind.title(first, members.length),
    lines: kind.lines(first, inventory, members),
    ...(exposure === undefined ? {} : { exposure }),
    guarded: members.every((member) => member.protect),
    members,
  };
}

const KINDS: Readonly<Record<string, Kind>> = {
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
    title: ({ inputs, name }) => `Fargate service ${shortName(textOf(inputs["name"], name))}`,
    lines: serviceLines,
  },
  "aws:ec2/instance:Instance": {
    family: "compute",
    title: ({ name }) => `EC2 instance ${name}`,
    lines: ({ inputs }) => [textOf(inputs["instanceType"], "from a launch template")],
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
    folded: true,
  },
  "aws:ec2/natGateway:NatGateway": {
    family: "network",
    title: (_, count) => (count === 1 ? "NAT gateway" : `${count} NAT gateways`),
    lines: (_, __, members) => [members.length === 1 ? "one for all zones" : "one in each zone"],
    folded: true,
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    family: "network",
    title: (_, count) => (count === 1 ? "VPC endpoint" : `${count} VPC endpoints`),
    lines: (_, __, members) => endpointLines(members),
    folded: true,
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

function serviceLines(service: Resource, inventory: Inventory): string[] {
  const task = inventory.source(service, "taskDefinition", "aws:ecs/taskDefinition:TaskDefinition");
  const wanted = numberOf(service.inputs["desiredCount"], 0);
  const scaling = inventory
    .ofType("aws:appautoscaling/target:Target")
    .find((target) => inventory.sources(target, "resourceId").includes(service));
  const least = scaling ? numberOf(scaling.inputs["minCapacity"], wanted) : wanted;
  const greatest = mostTasks(service, inventory);
  const size = (property: string) => numberOf(task?.inputs[property], 0) / 1024;
  return [
    `${least === greatest ? String(least) : `${least} to ${greatest}`} ${greatest === 1 ? "task" : "tasks"}`,
    ...(task ? [`${size("cpu")} vCPU, ${size("memory")} GB each`] : []),
  ];
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
    return wrapped([`${kind}: ${services[0] ?? ""}`, ...services.slice(1)], 40);
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

/** A list in lines of about a width, in characters. */
export function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  words.forEach((word, index) => {
    const text = index === words.length - 1 ? word : `${word},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length + 1 > width) lines.push(text);
    else lines[lines.length - 1] = `${last} ${text}`;
  });
  return lines;
}

/** A name without project, environment and kind, which the diagram says anyway. */
export function shortName(name: string): string {
  const withoutPlace = name.replace(/-\d{12}-[a-z]{2}(-[a-z]+)+-\d$/, "");
  return /^[a-z0-9]+-[a-z0-9]+-[a-z0-9]+-(.+)$/.exec(withoutPlace)?.[1] ?? withoutPlace;
}
