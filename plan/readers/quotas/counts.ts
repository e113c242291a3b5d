import type { Resource } from "../../graph/resource.ts";
import { type Value } from "../../graph/value.ts";
import { type Inventory, listOf, numberOf, textOf, valueAt } from "../inventory.ts";
import { webAclCapacity } from "./firewall.ts";

/** How much of a quota a stack needs: a pure function of its resources, 0 or more. */
export type Count = (inventory: Inventory) => number;

/** How much one resource needs; 1 unless said otherwise. */
type Weight = (resource: Resource, inventory: Inventory) => number;
/** What a quota is per; resources with the same key share it. */
type Key = (resource: Resource, inventory: Inventory) => string;

/**
 * The most that any one of the things needs that a quota is per: the region, the VPC, the group.
 */
export function most(types: readonly string[], key: Key, weight: Weight = () => 1): Count {
  return (inventory) => {
    const totals = new Map<string, number>();
    for (const resource of inventory.ofType(...types)) {
      const owner = key(resource, inventory);
      totals.set(owner, (totals.get(owner) ?? 0) + weight(resource, inventory));
    }
    return Math.max(0, ...totals.values());
  };
}

/** Counts all of a kind together. */
export const perAccount: Key = () => "";
/** Counts each region for itself. */
export const perRegion: Key = (resource, inventory) => inventory.region(resource);
/** Counts each resource for itself. */
export const perResource: Key = ({ urn }) => urn;

/** Per what an input refers to. */
export const per =
  (property: string): Key =>
  (resource, inventory) =>
    inventory.reference(resource, property);

/** Per zone of the subnet that the resource is in. */
export const perZone: Key = (resource, inventory) => {
  const subnet = inventory.source(resource, "subnetId", "aws:ec2/subnet:Subnet");
  if (subnet === undefined) return inventory.reference(resource, "subnetId");
  const { availabilityZoneId, availabilityZone } = subnet.inputs;
  return textOf(availabilityZoneId ?? availabilityZone, subnet.urn);
};

/** Per load balancer, from a rule by way of its listener. */
export const perBalancerOfListener: Key = (rule, inventory) => {
  const listener = inventory.source(rule, "listenerArn", "aws:lb/listener:Listener");
  return listener === undefined
    ? inventory.reference(rule, "listenerArn")
    : inventory.reference(listener, "loadBalancerArn");
};

/** 1 for resources whose input is this, 0 for the others. */
export const whose =
  (property: string, wanted: string, byDefault: string): Weight =>
  ({ inputs }) =>
    textOf(inputs[property], byDefault) === wanted ? 1 : 0;

/** Addresses that CloudFront's prefix list counts as. Source: VPC guide, "AWS-managed prefix lists". */
const CLOUDFRONT_LIST_WEIGHT = 55;

/**
 * A rule counts once, but one for a prefix list counts as the list's entries: 1 for that of a
 * gateway endpoint (S3, DynamoDB), 55 for CloudFront's, the only other one in use here.
 */
export const ruleWeight: Weight = (rule, inventory) => {
  const list = rule.inputs["prefixListId"];
  if (list === undefined) return 1;
  const endpoint = inventory.source(rule, "prefixListId", "aws:ec2/vpcEndpoint:VpcEndpoint");
  return endpoint === undefined ? CLOUDFRONT_LIST_WEIGHT : 1;
};

/** One more than counted where there is any: AWS makes one itself, and it counts. */
export const besidesItsOwn =
  (count: Count): Count =>
  (inventory) => {
    const needed = count(inventory);
    return needed === 0 ? 0 : needed + 1;
  };

/** Entries of a network ACL in one direction, inline or on their own, and its final deny. */
export const aclRules = (direction: "ingress" | "egress"): Count => {
  const inline = most(
    ["aws:ec2/networkAcl:NetworkAcl"],
    perResource,
    ({ inputs }) => listOf(inputs[direction]).length,
  );
  const separate = most(
    ["aws:ec2/networkAclRule:NetworkAclRule"],
    per("networkAclId"),
    ({ inputs }) => ((inputs["egress"] === true) === (direction === "egress") ? 1 : 0),
  );
  return besidesItsOwn((inventory) => Math.max(inline(inventory), separate(inventory)));
};

/** Where the resources that have network interfaces name their security groups. */
const GROUP_PROPERTIES = [
  ["securityGroups"],
  ["vpcSecurityGroupIds"],
  ["securityGroupIds"],
  ["networkConfiguration", "securityGroups"],
  ["vpcConfig", "securityGroupIds"],
] as const;

/** The most security groups that one resource puts on its network interfaces. */
export const groupsPerInterface: Count = ({ graph }) =>
  Math.max(
    0,
    ...graph.resources.flatMap(({ inputs }) =>
      GROUP_PROPERTIES.map((path) => listOf(valueAt(inputs, ...path)).length),
    ),
  );

/** vCPUs of all Fargate services at their largest, of one capacity provider. */
export const fargateCpus = (provider: "FARGATE" | "FARGATE_SPOT"): Count =>
  most(["aws:ecs/service:Service"], perRegion, (service, inventory) => {
    const task = inventory.source(
      service,
      "taskDefinition",
      "aws:ecs/taskDefinition:TaskDefinition",
    );
    const units = numberOf(task?.inputs["cpu"], 0);
    return (tasksOn(provider, service, inventory) * units) / 1024;
  });

function tasksOn(provider: string, service: Resource, inventory: Inventory): number {
  const tasks = mostTasks(service, inventory);
  const strategies = listOf(service.inputs["capacityProviderStrategies"]);
  if (strategies.length === 0) {
    const launchType = textOf(service.inputs["launchType"], "");
    return provider === launchType ? tasks : 0;
  }
  const total = (property: string, of: readonly Value[] = strategies) =>
    of.reduce<number>((sum, entry) => sum + numberOf(valueAt(entry, property), 0), 0);
  const own = strategies.filter((entry) => valueAt(entry, "capacityProvider") === provider);
  const beyondBase = Math.max(0, tasks - total("base"));
  const share = total("weight") === 0 ? 0 : total("weight", own) / total("weight");
  return Math.min(tasks, total("base", own)) + Math.ceil(beyondBase * share);
}

/** Tasks of a service at most: its scaling's maximum, or the number asked for. */
export function mostTasks(service: Resource, inventory: Inventory): number {
  const maxima = inventory
    .ofType("aws:appautoscaling/target:Target")
    .filter((target) => inventory.sources(target, "resourceId").includes(service))
    .map((target) => numberOf(target.inputs["maxCapacity"], 0));
  return Math.max(numberOf(service.inputs["desiredCount"], 0), ...maxima);
}

/** Nodes of an ElastiCache replication group or MemoryDB cluster. */
export const cacheNodes: Weight = ({ inputs }) => {
  const shards = numberOf(inputs["numNodeGroups"] ?? inputs["numShards"], 1);
  const replicas = numberOf(inputs["replicasPerNodeGroup"] ?? inputs["numReplicasPerShard"], 0);
  return numberOf(inputs["numCacheClusters"], shards * (1 + replicas));
};

/** Characters of a policy document as IAM counts them, without white space; 0 while unknown. */
export const characters =
  (property: string): Weight =>
  ({ inputs }) =>
    textOf(inputs[property], "").replace(/\s/g, "").length;

/** Bytes of a policy document; 0 while unknown. */
export const bytes =
  (property: string): Weight =>
  ({ inputs }) =>
    Buffer.byteLength(textOf(inputs[property], ""));

/** Capacity units of a web ACL; 0 where a rule's units aren't known here. */
export const firewallCapacity: Weight = (acl) => webAclCapacity(acl) ?? 0;

/** What Lambda always keeps unreserved. Source: Lambda guide, "Configuring reserved concurrency". */
const UNRESERVED_CONCURRENCY = 100;

/** Concurrency that functions reserve, and what must remain beside it. */
export const reservedConcurrency: Count = (inventory) => {
  const reserved = most(["aws:lambda/function:Function"], perRegion, ({ inputs }) =>
    Math.max(0, numberOf(inputs["reservedConcurrentExecutions"], 0)),
  )(inventory);
  return reserved === 0 ? 0 : reserved + UNRESERVED_CONCURRENCY;
};
