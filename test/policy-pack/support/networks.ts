import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../policy-pack/engine/resource.ts";
import { resource } from "./resources.ts";

const EC2 = "aws:ec2/";

/** A resource of EC2 whose links are unknown and come from others, as at a first preview. */
export function linked(
  type: string,
  name: string,
  inputs: Properties,
  links: Readonly<Record<string, PolicyResource | readonly PolicyResource[]>> = {},
): PolicyResource {
  const entries = Object.entries(links);
  const sources = (link: PolicyResource | readonly PolicyResource[]) => [link].flat();
  return resource(
    type.startsWith("aws:") ? type : `${EC2}${type}`,
    name,
    {
      ...inputs,
      ...Object.fromEntries(
        entries.map(([path, link]) => [
          path,
          Array.isArray(link) ? sources(link).map(() => UNKNOWN) : UNKNOWN,
        ]),
      ),
    },
    {
      propertyDependencies: Object.fromEntries(
        entries.map(([path, link]) => [path, sources(link).map(({ urn }) => urn)]),
      ),
    },
  );
}

export const vpc = linked("vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
export const gateway = linked("internetGateway:InternetGateway", "gateway", {}, { vpcId: vpc });
export const nat = linked("natGateway:NatGateway", "nat", {});

/** A subnet with a route table of its own, both of that name, and its default route. */
export function routed(
  name: string,
  target: Readonly<Record<string, PolicyResource>> = {},
  destination: Properties = { destinationCidrBlock: "0.0.0.0/0" },
): PolicyResource[] {
  const subnet = linked(
    "subnet:Subnet",
    name,
    { cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: false, tags: { Name: `net-${name}` } },
    { vpcId: vpc },
  );
  const table = linked("routeTable:RouteTable", `${name}-table`, {}, { vpcId: vpc });
  const association = linked(
    "routeTableAssociation:RouteTableAssociation",
    `${name}-association`,
    {},
    { subnetId: subnet, routeTableId: table },
  );
  const route = linked("route:Route", `${name}-route`, destination, {
    routeTableId: table,
    ...target,
  });
  return [subnet, table, association, ...(Object.keys(target).length === 0 ? [] : [route])];
}

export const group = linked("securityGroup:SecurityGroup", "group", {}, { vpcId: vpc });

/** A rule of the newer form of that group. */
export function ingress(name: string, inputs: Properties, of = group): PolicyResource {
  return linked("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, inputs, {
    securityGroupId: of,
  });
}

/** A rule of the older form, in or out. */
export function rule(name: string, inputs: Properties, of = group): PolicyResource {
  return linked(
    "securityGroupRule:SecurityGroupRule",
    name,
    { type: "ingress", ...inputs },
    { securityGroupId: of },
  );
}

/** The same rule in each of its forms: the group's resources, and which of them is judged. */
export function spellings(
  port: { readonly protocol: string | number; readonly from: number; readonly to: number },
  source: { readonly ipv4?: string; readonly ipv6?: string },
): { form: string; subject: string; resources: PolicyResource[] }[] {
  const { protocol, from, to } = port;
  const { ipv4, ipv6 } = source;
  const lists = {
    ...(ipv4 === undefined ? {} : { cidrBlocks: [ipv4] }),
    ...(ipv6 === undefined ? {} : { ipv6CidrBlocks: [ipv6] }),
  };
  const older = { protocol, fromPort: from, toPort: to, ...lists };
  const newer = {
    ipProtocol: protocol,
    fromPort: from,
    toPort: to,
    ...(ipv4 === undefined ? {} : { cidrIpv4: ipv4 }),
    ...(ipv6 === undefined ? {} : { cidrIpv6: ipv6 }),
  };
  const inline = (type: string, inputs: Properties) => [linked(type, "subject", inputs)];
  return [
    { form: "inline", resources: inline("securityGroup:SecurityGroup", { ingress: [older] }) },
    {
      form: "inline and alone",
      resources: inline("securityGroup:SecurityGroup", { ingress: older }),
    },
    {
      form: "of the default group",
      resources: inline("defaultSecurityGroup:DefaultSecurityGroup", { ingress: [older] }),
    },
    { form: "older", resources: [group, rule("subject", older)] },
    {
      form: "older, with numbers in text",
      resources: [group, rule("subject", { ...older, fromPort: String(from), toPort: String(to) })],
    },
    { form: "newer", resources: [group, ingress("subject", newer)] },
  ].map((entry) => ({ subject: "subject", ...entry }));
}
