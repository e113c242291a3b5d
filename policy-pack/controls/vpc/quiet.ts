import { DATA_SUBNET_TYPES } from "./subnetTier.ts";
import { VPC_ENDPOINT } from "./types.ts";

/**
 * Types that name subnets and call no service through the endpoints there: parts of the network
 * itself, ways into it, what AWS runs from networks of its own, and what only tells an id.
 */
export const QUIET_TYPES = [
  ...DATA_SUBNET_TYPES,
  VPC_ENDPOINT,
  "aws:apigatewayv2/vpcLink:VpcLink",
  "aws:docdb/elasticCluster:ElasticCluster",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "aws:ec2/flowLog:FlowLog",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/networkAcl:NetworkAcl",
  "aws:ec2/networkAclAssociation:NetworkAclAssociation",
  "aws:ec2/networkInterface:NetworkInterface",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/subnetCidrReservation:SubnetCidrReservation",
  "aws:ec2/tag:Tag",
  "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion",
  "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
  "aws:ec2clientvpn/networkAssociation:NetworkAssociation",
  "aws:ec2clientvpn/route:Route",
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
  "aws:efs/mountTarget:MountTarget",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:elb/loadBalancer:LoadBalancer",
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:networkfirewall/firewall:Firewall",
  "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
  "aws:networkmanager/vpcAttachment:VpcAttachment",
  "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint",
  "aws:opensearch/vpcEndpoint:VpcEndpoint",
  "aws:route53/resolverEndpoint:ResolverEndpoint",
  "aws:s3/accessPoint:AccessPoint",
  "aws:ssm/parameter:Parameter",
  "aws:vpc/routeServerEndpoint:RouteServerEndpoint",
  "aws:vpclattice/resourceGateway:ResourceGateway",
];
