import assert from "node:assert/strict";

import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { textOf } from "../traps/reading.ts";
import { ofType, policyOf } from "./graph.ts";
import { answer, type Request } from "./iam.ts";
import { sourcesOf } from "./network.ts";

const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const VPC = "aws:ec2/vpc:Vpc";

const SOURCES = (graph: Graph, resource: Resource, property: string, type: string): Resource[] =>
  sourcesOf(graph, resource, property).filter((source) => source.type === type);

/** The endpoints of a service in the VPC of a group of hosts. */
function endpointsOf(graph: Graph, vpc: Resource, service: string): Resource[] {
  return ofType(graph, ENDPOINT).filter(
    (endpoint) =>
      textOf(endpoint.inputs["serviceName"]).endsWith(`.${service}`) &&
      SOURCES(graph, endpoint, "vpcId", VPC).includes(vpc),
  );
}

interface Place {
  readonly vpc: Resource;
  readonly tables: readonly Resource[];
  readonly groups: readonly Resource[];
  readonly template: Resource;
}

/** Where a group's hosts are: their network, the route tables of their subnets, their groups. */
function placeOf(graph: Graph, group: Resource): Place {
  const subnets = SOURCES(graph, group, "vpcZoneIdentifiers", "aws:ec2/subnet:Subnet");
  const [template] = SOURCES(graph, group, "launchTemplate", TEMPLATE);
  assert.ok(subnets.length > 0 && template, `${group.name} stands nowhere`);
  const tables = subnets.flatMap((subnet) => {
    const found = ofType(graph, ASSOCIATION)
      .filter((one) => SOURCES(graph, one, "subnetId", subnet.type).includes(subnet))
      .flatMap((one) => SOURCES(graph, one, "routeTableId", "aws:ec2/routeTable:RouteTable"));
    assert.equal(found.length, 1, `${subnet.name} has ${found.length} route tables`);
    return found;
  });
  const vpcs = new Set(subnets.flatMap((subnet) => SOURCES(graph, subnet, "vpcId", VPC)));
  const [vpc, ...others] = vpcs;
  assert.ok(vpc && others.length === 0, `${group.name} is in ${vpcs.size} networks`);
  const groups = SOURCES(
    graph,
    template,
    "networkInterfaces",
    "aws:ec2/securityGroup:SecurityGroup",
  );
  return { vpc, tables, groups, template };
}

/**
 * What of two services behind a gateway crosses NAT: EC2 takes the most exact route, and a gateway's
 * prefix list is more exact than the way to the internet, in each table that has the gateway.
 */
function gatewayFlaws(graph: Graph, { vpc, tables }: Place, service: string): string[] {
  const served = endpointsOf(graph, vpc, service)
    .filter(({ inputs }) => inputs["vpcEndpointType"] === "Gateway")
    .flatMap((endpoint) =>
      SOURCES(graph, endpoint, "routeTableIds", "aws:ec2/routeTable:RouteTable"),
    );
  return tables
    .filter((table) => !served.includes(table))
    .map((table) => `${service} crosses NAT from ${table.name}`);
}

/** The same of one behind addresses of the network: its name leads there, and they let hosts in. */
function interfaceFlaws(graph: Graph, { vpc, groups }: Place, service: string): string[] {
  const { enableDnsSupport, enableDnsHostnames } = vpc.inputs;
  const named = endpointsOf(graph, vpc, service).filter(
    ({ inputs }) =>
      inputs["vpcEndpointType"] === "Interface" && inputs["privateDnsEnabled"] === true,
  );
  if (named.length === 0 || enableDnsSupport !== true || enableDnsHostnames !== true) {
    return [`the name of ${service} leads to the internet`];
  }
  const GROUP = "aws:ec2/securityGroup:SecurityGroup";
  const joins = (type: string, own: readonly Resource[], peers: readonly Resource[]) =>
    ofType(graph, type).some(
      (rule) =>
        rule.inputs["fromPort"] === 443 &&
        SOURCES(graph, rule, "securityGroupId", GROUP).some((one) => own.includes(one)) &&
        SOURCES(graph, rule, "referencedSecurityGroupId", GROUP).some((one) => peers.includes(one)),
    );
  return named.flatMap((endpoint) => {
    const its = SOURCES(graph, endpoint, "securityGroupIds", GROUP);
    const open = joins(INGRESS, its, groups) && joins(EGRESS, groups, its);
    return open ? [] : [`${endpoint.name} lets no host in`];
  });
}

/** What an endpoint's policy keeps from hosts, though their role allows it. */
function policyFlaws(
  graph: Graph,
  { vpc }: Place,
  service: string,
  requests: readonly Request[],
): string[] {
  const endpoints = endpointsOf(graph, vpc, service);
  return requests
    .filter((request) =>
      endpoints.some(
        (endpoint) => answer({ documents: [policyOf(endpoint)] }, request) !== "allowed",
      ),
    )
    .map(({ action }) => `the endpoint of ${service} refuses ${action}`);
}

/** What a group's hosts ask of AWS that crosses NAT or is refused on its way; empty when nothing is. */
export function flawsOfWays(
  graph: Graph,
  group: Resource,
  account: string,
  table: string,
): string[] {
  const place = placeOf(graph, group);
  const own = { "aws:PrincipalAccount": account, "aws:ResourceAccount": account };
  const arn = `arn:aws:dynamodb:us-east-1:${account}:table/${table}`;
  const dynamodb = [
    { action: "dynamodb:PutItem", resource: arn, context: own },
    { action: "dynamodb:Query", resource: `${arn}/index/newest`, context: own },
  ];
  const session = (service: string, action: string) =>
    policyFlaws(graph, place, service, [
      { action: `${service}:${action}`, resource: "*", context: own },
    ]);
  return [
    ...["dynamodb", "s3"].flatMap((service) => gatewayFlaws(graph, place, service)),
    ...["ssm", "ssmmessages", "ec2messages"].flatMap((service) =>
      interfaceFlaws(graph, place, service),
    ),
    ...policyFlaws(graph, place, "dynamodb", dynamodb),
    ...session("ssm", "UpdateInstanceInformation"),
    ...session("ssmmessages", "OpenDataChannel"),
    ...session("ec2messages", "GetMessages"),
  ];
}
