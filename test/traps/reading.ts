import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { Inventory } from "../../plan/readers/inventory.ts";
import { ofType, policyOf, type Statement, waitsFor } from "../support/graph.ts";
import { sourcesOf } from "../support/network.ts";

// What checks read from a graph. Types stand here when traps of several files look at them.

export const ACL = "aws:wafv2/webAcl:WebAcl";
export const ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
export const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
export const CERTIFICATE = "aws:acm/certificate:Certificate";
export const ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
export const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const INSTANCE = "aws:rds/instance:Instance";
export const KEY = "aws:kms/key:Key";
export const LISTENER = "aws:lb/listener:Listener";
export const LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
export const MEMORY = "aws:memorydb/cluster:Cluster";
export const PASSWORD = "random:index/randomPassword:RandomPassword";
export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
export const SECRET = "aws:secretsmanager/secret:Secret";
export const SERVICE = "aws:ecs/service:Service";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
export const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** Resources of a type that fit; a check of none would be a check of nothing. */
export function some(
  graph: Graph,
  type: string,
  fits: (resource: Resource) => boolean = () => true,
): Resource[] {
  const found = ofType(graph, type).filter(fits);
  assert.ok(found.length > 0, `there is no such ${type}`);
  return found;
}

/** The one resource of a type. */
export function single(graph: Graph, type: string): Resource {
  const [found, ...others] = some(graph, type);
  assert.ok(found);
  assert.deepEqual(
    others.map(({ name }) => name),
    [],
    `there is more than one ${type}`,
  );
  return found;
}

/** The region of a resource, by its own word or by its provider's. */
export function regionOf(graph: Graph, resource: Resource): string {
  return new Inventory(graph).region(resource);
}

/** The resources of a type, of which each region has one at most. */
export function oneARegion(graph: Graph, type: string): Resource[] {
  const found = some(graph, type);
  const regions = found.map((resource) => regionOf(graph, resource));
  assert.equal(new Set(regions).size, found.length, `there is more than one ${type}`);
  return found;
}

/** Asserts that a resource outlives the stack. */
export function assertRetained({ name, retainOnDelete }: Resource): void {
  assert.equal(retainOnDelete, true, `${name} is deleted with the stack`);
}

/** Asserts that each of a type waits for each of the type before it. */
export function assertInOrder(graph: Graph, ...types: readonly string[]): void {
  types.slice(1).forEach((type, index) => {
    for (const earlier of some(graph, types[index] ?? "")) {
      for (const later of some(graph, type)) {
        assert.ok(
          waitsFor(graph, later, earlier),
          `${later.name} does not wait for ${earlier.name}`,
        );
      }
    }
  });
}

/** What of a type a property's value came from. */
export function sources(
  graph: Graph,
  resource: Resource,
  property: string,
  type: string,
): Resource[] {
  return sourcesOf(graph, resource, property).filter((source) => source.type === type);
}

/** Resources of a type, a property of which has its value from this one. */
export function usersOf(
  graph: Graph,
  type: string,
  property: string,
  { urn }: Resource,
): Resource[] {
  return ofType(graph, type).filter(({ propertyDependencies }) =>
    propertyDependencies[property]?.includes(urn),
  );
}

/** What of a type a property stands on, through any number of dependencies. */
export function groundOf(
  graph: Graph,
  resource: Resource,
  property: string,
  type: string,
): Resource[] {
  const byUrn = new Map(graph.resources.map((entry) => [entry.urn, entry]));
  const seen = new Set<Resource>();
  const open = [...(resource.propertyDependencies[property] ?? [])];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    const found = byUrn.get(urn);
    if (found === undefined || seen.has(found)) continue;
    seen.add(found);
    open.push(...found.dependencies);
  }
  return [...seen].filter((entry) => entry.type === type);
}

/** Resources of a type that say something of the bucket with this name. */
export function aboutBucket(graph: Graph, type: string, bucketName: string): Resource[] {
  return ofType(graph, type).filter(({ inputs }) => inputs["bucket"] === bucketName);
}

/** Inline policies of the role that a property names. */
export function rolePoliciesOf(graph: Graph, resource: Resource, property: string): Resource[] {
  return sources(graph, resource, property, ROLE).flatMap((role) =>
    usersOf(graph, ROLE_POLICY, "role", role),
  );
}

/** The texts of a value that a policy may give alone or in a list. */
export function listOf(value: unknown): string[] {
  return [value].flat().filter((entry) => typeof entry === "string");
}

/** The services that a statement speaks of. */
export function servicesOf({ Principal }: Statement): string[] {
  const { Service } = (typeof Principal === "object" ? Principal : {}) as { Service?: unknown };
  return listOf(Service);
}

/** The statements of log policies that admit a service, of which there must be one. */
export function logPoliciesFor(graph: Graph, service: string): [Resource, Statement][] {
  const found = ofType(graph, LOG_POLICY).flatMap((policy) =>
    policyOf(policy, "policyDocument")
      .Statement.filter((entry) => servicesOf(entry).includes(service))
      .map((entry): [Resource, Statement] => [policy, entry]),
  );
  assert.ok(found.length > 0, `no log policy admits ${service}`);
  return found;
}

/** Asserts that what stands in subnets can lose a zone. */
export function assertTwoZones({ name }: Resource, subnets: readonly Resource[]): void {
  const zones = new Set(subnets.map(({ inputs }) => textOf(inputs["availabilityZoneId"])));
  zones.delete("");
  assert.ok(zones.size >= 2, `${name} has subnets in ${zones.size} zones`);
}

export const textOf = (value: Value | undefined): string =>
  typeof value === "string" ? value : "";

/** The entries of a list that are objects. */
export function entriesOf(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isProperties) : [];
}
