import { calls, each, type Calls } from "./calls.ts";

const EC2_TAGS = (kind: string): string => each("ec2", "CreateTags DeleteTags", `~${kind}`);
const MADE = (kind: string, action: string): string =>
  `ec2:CreateTags +${kind} @ec2:CreateAction=${action}`;

const ENTRIES = `ec2:CreateNetworkAclEntry ~network-acl
  ec2:DeleteNetworkAclEntry ~network-acl`;
const ROUTE_CHANGE = "ec2:ReplaceRoute ~route-table";

const groupRule = (direction: "Egress" | "Ingress"): Calls =>
  calls(
    `ec2:AuthorizeSecurityGroup${direction} ~security-group
     ec2:CreateTags !security-group-rule`,
    "ec2:DescribeSecurityGroupRules *",
    `ec2:ModifySecurityGroupRules ~security-group ~security-group-rule
     ${EC2_TAGS("security-group-rule")}`,
    `ec2:RevokeSecurityGroup${direction} ~security-group`,
  );

/** Of VPCs and what is in them. */
export const NETWORK_CALLS: Readonly<Record<string, Calls>> = {
  // The default ones are made with their VPC, and emptied before they have tags: an administrator's.
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": calls(
    "",
    "ec2:DescribeNetworkAcls *",
    `${ENTRIES}\n${EC2_TAGS("network-acl")}`,
  ),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": calls(
    "",
    "ec2:DescribeRouteTables *",
    `ec2:CreateRoute ~route-table\nec2:DeleteRoute ~route-table\n${EC2_TAGS("route-table")}`,
  ),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": calls(
    "",
    "ec2:DescribeSecurityGroups *",
    `ec2:RevokeSecurityGroupEgress ~security-group
     ec2:RevokeSecurityGroupIngress ~security-group
     ${EC2_TAGS("security-group")}`,
  ),
  "aws:ec2/eip:Eip": calls(
    `ec2:AllocateAddress +elastic-ip\n${MADE("elastic-ip", "AllocateAddress")}
     ec2:AssociateAddress ~elastic-ip ~instance`,
    "ec2:DescribeAddresses *; ec2:DescribeAddressesAttribute *",
    EC2_TAGS("elastic-ip"),
    "ec2:DisassociateAddress ~elastic-ip; ec2:ReleaseAddress ~elastic-ip",
  ),
  "aws:ec2/flowLog:FlowLog": calls(
    `ec2:CreateFlowLogs +vpc-flow-log ~vpc\n${MADE("vpc-flow-log", "CreateFlowLogs")}`,
    "ec2:DescribeFlowLogs *",
    EC2_TAGS("vpc-flow-log"),
    "ec2:DeleteFlowLogs ~vpc-flow-log",
  ),
  "aws:ec2/internetGateway:InternetGateway": calls(
    `ec2:CreateInternetGateway +internet-gateway
     ${MADE("internet-gateway", "CreateInternetGateway")}
     ec2:AttachInternetGateway ~internet-gateway ~vpc`,
    "ec2:DescribeInternetGateways *",
    EC2_TAGS("internet-gateway"),
    `ec2:DetachInternetGateway ~internet-gateway ~vpc
     ec2:DeleteInternetGateway ~internet-gateway`,
  ),
  "aws:ec2/natGateway:NatGateway": calls(
    `ec2:CreateNatGateway +natgateway ~elastic-ip ~subnet\n${MADE("natgateway", "CreateNatGateway")}`,
    "ec2:DescribeNatGateways *",
    EC2_TAGS("natgateway"),
    "ec2:DeleteNatGateway ~natgateway",
  ),
  "aws:ec2/networkAcl:NetworkAcl": calls(
    `ec2:CreateNetworkAcl +network-acl ~vpc
     ${MADE("network-acl", "CreateNetworkAcl")}
     ${ENTRIES}
     ec2:ReplaceNetworkAclAssociation ~network-acl ~subnet`,
    "ec2:DescribeNetworkAcls *",
    `${ENTRIES}
     ec2:ReplaceNetworkAclEntry ~network-acl
     ${EC2_TAGS("network-acl")}`,
    "ec2:ReplaceNetworkAclAssociation ~network-acl ~subnet; ec2:DeleteNetworkAcl ~network-acl",
  ),
  "aws:ec2/route:Route": calls(
    "ec2:CreateRoute ~route-table",
    "ec2:DescribeRouteTables *",
    ROUTE_CHANGE,
    "ec2:DeleteRoute ~route-table",
  ),
  "aws:ec2/routeTable:RouteTable": calls(
    `ec2:CreateRouteTable +route-table ~vpc\n${MADE("route-table", "CreateRouteTable")}`,
    "ec2:DescribeRouteTables *",
    EC2_TAGS("route-table"),
    "ec2:DisassociateRouteTable ~route-table ~subnet; ec2:DeleteRouteTable ~route-table",
  ),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": calls(
    "ec2:AssociateRouteTable ~route-table ~subnet",
    "ec2:DescribeRouteTables *",
    "ec2:ReplaceRouteTableAssociation ~route-table ~subnet",
    "ec2:DisassociateRouteTable ~route-table ~subnet",
  ),
  "aws:ec2/securityGroup:SecurityGroup": calls(
    `ec2:CreateSecurityGroup +security-group ~vpc
     ${MADE("security-group", "CreateSecurityGroup")}
     ec2:RevokeSecurityGroupEgress ~security-group`,
    "ec2:DescribeSecurityGroups *",
    EC2_TAGS("security-group"),
    "ec2:DescribeNetworkInterfaces *; ec2:DeleteSecurityGroup ~security-group",
  ),
  "aws:ec2/subnet:Subnet": calls(
    `ec2:CreateSubnet +subnet ~vpc
     ${MADE("subnet", "CreateSubnet")}
     ec2:ModifySubnetAttribute ~subnet`,
    "ec2:DescribeSubnets *",
    `ec2:ModifySubnetAttribute ~subnet\n${EC2_TAGS("subnet")}`,
    "ec2:DescribeNetworkInterfaces *; ec2:DeleteSubnet ~subnet",
  ),
  "aws:ec2/vpc:Vpc": calls(
    `ec2:CreateVpc +vpc\n${MADE("vpc", "CreateVpc")}\nec2:ModifyVpcAttribute ~vpc`,
    each("ec2", "DescribeVpcs DescribeVpcAttribute DescribeNetworkAcls DescribeRouteTables", "*"),
    `ec2:ModifyVpcAttribute ~vpc\n${EC2_TAGS("vpc")}`,
    "ec2:DeleteVpc ~vpc",
  ),
  "aws:ec2/vpcEndpoint:VpcEndpoint": calls(
    `ec2:CreateVpcEndpoint +vpc-endpoint ~vpc ~subnet ~security-group ~route-table
     ${MADE("vpc-endpoint", "CreateVpcEndpoint")}`,
    "ec2:DescribeVpcEndpoints *; ec2:DescribePrefixLists *",
    `ec2:ModifyVpcEndpoint ~vpc-endpoint ~subnet ~security-group ~route-table
     ${EC2_TAGS("vpc-endpoint")}`,
    "ec2:DeleteVpcEndpoints ~vpc-endpoint",
  ),
  // The other side's VPC is no part of the request's check where it is of another owner.
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": calls(
    `ec2:CreateVpcPeeringConnection +vpc-peering-connection ~vpc
     ${MADE("vpc-peering-connection", "CreateVpcPeeringConnection")}`,
    "ec2:DescribeVpcPeeringConnections *",
    `ec2:ModifyVpcPeeringConnectionOptions ~vpc-peering-connection
     ${EC2_TAGS("vpc-peering-connection")}`,
    "ec2:DeleteVpcPeeringConnection ~vpc-peering-connection",
  ),
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": calls(
    `ec2:AcceptVpcPeeringConnection ~vpc-peering-connection ~vpc
     ${EC2_TAGS("vpc-peering-connection")}`,
    "ec2:DescribeVpcPeeringConnections *",
    `ec2:ModifyVpcPeeringConnectionOptions ~vpc-peering-connection
     ${EC2_TAGS("vpc-peering-connection")}`,
  ),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": groupRule("Egress"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": groupRule("Ingress"),
};
