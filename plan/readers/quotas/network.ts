import {
  aclRules,
  besidesItsOwn,
  firewallCapacity,
  groupsPerInterface,
  most,
  per,
  perAccount,
  perBalancerOfListener,
  perRegion,
  perResource,
  perZone,
  ruleWeight,
  whose,
} from "./counts.ts";
import { DOCS, type QuotaRow, row } from "./row.ts";

const VPC = `${DOCS}/vpc/latest/userguide/amazon-vpc-limits.html`;
const BALANCING = `${DOCS}/elasticloadbalancing/latest/application/load-balancer-limits.html`;
const FIREWALL = `${DOCS}/waf/latest/developerguide/limits.html`;
const DNS = `${DOCS}/Route53/latest/DeveloperGuide/DNSLimitations.html`;

/** Quotas of networks and of what stands at their edge, by id. */
export const NETWORK_QUOTAS = {
  "elastic-ips": row(
    "Elastic IP addresses per region",
    5,
    VPC,
    most(["aws:ec2/eip:Eip"], perRegion),
  ),
  vpcs: row("VPCs per region", 5, VPC, most(["aws:ec2/vpc:Vpc"], perRegion)),
  "internet-gateways": row(
    "Internet gateways per region",
    5,
    VPC,
    most(["aws:ec2/internetGateway:InternetGateway"], perRegion),
  ),
  "nat-gateways": row(
    "NAT gateways per zone",
    5,
    VPC,
    most(["aws:ec2/natGateway:NatGateway"], perZone),
  ),
  subnets: row("Subnets per VPC", 200, VPC, most(["aws:ec2/subnet:Subnet"], per("vpcId"))),
  "route-tables": row(
    "Route tables per VPC",
    200,
    VPC,
    besidesItsOwn(most(["aws:ec2/routeTable:RouteTable"], per("vpcId"))),
  ),
  routes: row(
    "Routes per route table",
    500,
    VPC,
    most(["aws:ec2/route:Route"], per("routeTableId")),
  ),
  "network-acl-rules-in": row("Inbound rules per network ACL", 20, VPC, aclRules("ingress")),
  "network-acl-rules-out": row("Outbound rules per network ACL", 20, VPC, aclRules("egress")),
  "interface-endpoints": row(
    "Interface endpoints per VPC",
    50,
    VPC,
    most(
      ["aws:ec2/vpcEndpoint:VpcEndpoint"],
      per("vpcId"),
      whose("vpcEndpointType", "Interface", "Gateway"),
    ),
  ),
  "gateway-endpoints": row(
    "Gateway endpoints per region",
    20,
    VPC,
    most(
      ["aws:ec2/vpcEndpoint:VpcEndpoint"],
      perRegion,
      whose("vpcEndpointType", "Gateway", "Gateway"),
    ),
  ),
  "security-groups": row(
    "Security groups per region",
    2_500,
    VPC,
    most(["aws:ec2/securityGroup:SecurityGroup"], perRegion),
  ),
  "group-rules-in": row(
    "Inbound rules per security group",
    60,
    VPC,
    most(
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
      per("securityGroupId"),
      ruleWeight,
    ),
  ),
  "group-rules-out": row(
    "Outbound rules per security group",
    60,
    VPC,
    most(
      ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"],
      per("securityGroupId"),
      ruleWeight,
    ),
  ),
  "groups-per-interface": row("Security groups per network interface", 5, VPC, groupsPerInterface),

  "load-balancers": row(
    "Application Load Balancers per region",
    50,
    BALANCING,
    most(
      ["aws:lb/loadBalancer:LoadBalancer"],
      perRegion,
      whose("loadBalancerType", "application", "application"),
    ),
  ),
  listeners: row(
    "Listeners per load balancer",
    50,
    BALANCING,
    most(["aws:lb/listener:Listener"], per("loadBalancerArn")),
  ),
  "listener-rules": row(
    "Listener rules per load balancer",
    100,
    BALANCING,
    most(["aws:lb/listenerRule:ListenerRule"], perBalancerOfListener),
  ),
  "target-groups": row(
    "Target groups per region",
    3_000,
    BALANCING,
    most(["aws:lb/targetGroup:TargetGroup"], perRegion),
  ),
  certificates: row(
    "Certificates per region",
    2_500,
    `${DOCS}/acm/latest/userguide/acm-limits.html`,
    most(["aws:acm/certificate:Certificate"], perRegion),
  ),
  "hosted-zones": row("Hosted zones", 500, DNS, most(["aws:route53/zone:Zone"], perAccount)),
  records: row(
    "Records per hosted zone",
    10_000,
    DNS,
    most(["aws:route53/record:Record"], per("zoneId")),
  ),
  "web-acls": row(
    "Web ACLs per region",
    100,
    FIREWALL,
    most(["aws:wafv2/webAcl:WebAcl"], perRegion),
  ),
  "web-acl-capacity": row(
    "Capacity units of a web ACL",
    5_000,
    FIREWALL,
    most(["aws:wafv2/webAcl:WebAcl"], perResource, firewallCapacity),
  ),
} as const satisfies Record<string, QuotaRow>;
