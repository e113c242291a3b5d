import { calls, each, DELIVERY, type Calls } from "./calls.ts";

/** Of what answers the internet. */
export const EDGE_CALLS: Readonly<Record<string, Calls>> = {
  "aws:acm/certificate:Certificate": calls(
    "acm:RequestCertificate +certificate; acm:AddTagsToCertificate !certificate",
    each("acm", "DescribeCertificate ListTagsForCertificate", "~certificate"),
    each(
      "acm",
      "AddTagsToCertificate RemoveTagsFromCertificate UpdateCertificateOptions",
      "~certificate",
    ),
    "acm:DeleteCertificate ~certificate",
  ),
  "aws:acm/certificateValidation:CertificateValidation": calls(
    "acm:DescribeCertificate ~certificate",
    "acm:DescribeCertificate ~certificate",
  ),
  "aws:cloudfront/distribution:Distribution": calls(
    "cloudfront:CreateDistribution +distribution; cloudfront:TagResource !distribution",
    each(
      "cloudfront",
      "GetDistribution GetDistributionConfig ListTagsForResource",
      "~distribution",
    ),
    each("cloudfront", "UpdateDistribution TagResource UntagResource", "~distribution"),
    "cloudfront:DeleteDistribution ~distribution",
  ),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": calls(
    "cloudfront:CreateResponseHeadersPolicy *",
    each(
      "cloudfront",
      "GetResponseHeadersPolicy GetResponseHeadersPolicyConfig",
      "response-headers-policy/x",
    ),
    "cloudfront:UpdateResponseHeadersPolicy response-headers-policy/x",
    "cloudfront:DeleteResponseHeadersPolicy response-headers-policy/x",
  ),
  "aws:lb/listener:Listener": calls(
    `elasticloadbalancing:CreateListener loadbalancer/app/{loadBalancerArn}/50dc
     elasticloadbalancing:AddTags listener/app/{loadBalancerArn}/50dc/a1
     elasticloadbalancing:ModifyListenerAttributes listener/app/{loadBalancerArn}/50dc/a1`,
    each(
      "elasticloadbalancing",
      "DescribeListeners DescribeListenerAttributes DescribeTags DescribeListenerCertificates",
      "*",
    ),
    each(
      "elasticloadbalancing",
      "ModifyListener ModifyListenerAttributes AddTags RemoveTags",
      "listener/app/{loadBalancerArn}/50dc/a1",
    ),
    "elasticloadbalancing:DeleteListener listener/app/{loadBalancerArn}/50dc/a1",
  ),
  "aws:lb/listenerRule:ListenerRule": calls(
    `elasticloadbalancing:CreateRule listener/app/{scope}-alb-main-1a2b3c4/50dc/a1
     elasticloadbalancing:AddTags listener-rule/app/{scope}-alb-main-1a2b3c4/50dc/a1/b2`,
    each("elasticloadbalancing", "DescribeRules DescribeTags", "*"),
    each(
      "elasticloadbalancing",
      "ModifyRule SetRulePriorities AddTags RemoveTags",
      "listener-rule/app/{scope}-alb-main-1a2b3c4/50dc/a1/b2",
    ),
    "elasticloadbalancing:DeleteRule listener-rule/app/{scope}-alb-main-1a2b3c4/50dc/a1/b2",
  ),
  "aws:lb/loadBalancer:LoadBalancer": calls(
    `${each(
      "elasticloadbalancing",
      "CreateLoadBalancer AddTags ModifyLoadBalancerAttributes",
      "loadbalancer/app/{name}/50dc",
    )}
     iam:CreateServiceLinkedRole role/aws-service-role/elasticloadbalancing.amazonaws.com/x @iam:AWSServiceName=elasticloadbalancing.amazonaws.com`,
    each(
      "elasticloadbalancing",
      "DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeTags",
      "*",
    ),
    each(
      "elasticloadbalancing",
      "ModifyLoadBalancerAttributes SetSecurityGroups SetSubnets SetIpAddressType AddTags RemoveTags",
      "loadbalancer/app/{name}/50dc",
    ),
    "elasticloadbalancing:DeleteLoadBalancer loadbalancer/app/{name}/50dc; ec2:DescribeNetworkInterfaces *",
  ),
  "aws:lb/targetGroup:TargetGroup": calls(
    each(
      "elasticloadbalancing",
      "CreateTargetGroup AddTags ModifyTargetGroupAttributes",
      "targetgroup/{name}/50dc",
    ),
    each(
      "elasticloadbalancing",
      "DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags",
      "*",
    ),
    each(
      "elasticloadbalancing",
      "ModifyTargetGroup ModifyTargetGroupAttributes AddTags RemoveTags",
      "targetgroup/{name}/50dc",
    ),
    "elasticloadbalancing:DeleteTargetGroup targetgroup/{name}/50dc",
  ),
  "aws:route53/record:Record": calls(
    "route53:ChangeResourceRecordSets hostedzone/{zoneId}; route53:GetChange change/C1",
    each("route53", "GetHostedZone ListResourceRecordSets", "hostedzone/{zoneId}"),
    "route53:ChangeResourceRecordSets hostedzone/{zoneId}; route53:GetChange change/C1",
    "route53:ChangeResourceRecordSets hostedzone/{zoneId}; route53:GetChange change/C1",
  ),
  "aws:shield/protection:Protection": calls(
    "shield:CreateProtection +protection; shield:TagResource !protection",
    each("shield", "DescribeProtection ListTagsForResource", "~protection"),
    each("shield", "TagResource UntagResource", "~protection"),
    "shield:DeleteProtection ~protection",
  ),
  "aws:wafv2/webAcl:WebAcl": calls(
    `wafv2:CreateWebACL {place}/webacl/{name}/a1 {place}/managedruleset/AWS/x
     wafv2:TagResource {place}/webacl/{name}/a1`,
    each("wafv2", "GetWebACL ListTagsForResource", "{place}/webacl/{name}/a1"),
    `wafv2:UpdateWebACL {place}/webacl/{name}/a1 {place}/managedruleset/AWS/x
     ${each("wafv2", "TagResource UntagResource", "{place}/webacl/{name}/a1")}`,
    "wafv2:DeleteWebACL {place}/webacl/{name}/a1",
  ),
  "aws:wafv2/webAclAssociation:WebAclAssociation": calls(
    `wafv2:AssociateWebACL regional/webacl/{webAclArn}/a1 elasticloadbalancing|loadbalancer/app/{resourceArn}/50dc
     elasticloadbalancing:CreateWebACLAssociation loadbalancer/app/{resourceArn}/50dc
     elasticloadbalancing:SetWebAcl *`,
    `wafv2:GetWebACLForResource regional/webacl/{webAclArn}/a1 elasticloadbalancing|loadbalancer/app/{resourceArn}/50dc
     elasticloadbalancing:GetLoadBalancerWebACL loadbalancer/app/{resourceArn}/50dc`,
    "",
    `wafv2:DisassociateWebACL elasticloadbalancing|loadbalancer/app/{resourceArn}/50dc
     elasticloadbalancing:DeleteWebACLAssociation loadbalancer/app/{resourceArn}/50dc`,
  ),
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": calls(
    `wafv2:PutLoggingConfiguration {place}/webacl/{resourceArn}/a1
     iam:CreateServiceLinkedRole role/aws-service-role/wafv2.amazonaws.com/x @iam:AWSServiceName=wafv2.amazonaws.com
     ${DELIVERY}`,
    "wafv2:GetLoggingConfiguration {place}/webacl/{resourceArn}/a1",
    `wafv2:PutLoggingConfiguration {place}/webacl/{resourceArn}/a1\n${DELIVERY}`,
    "wafv2:DeleteLoggingConfiguration {place}/webacl/{resourceArn}/a1; logs:DeleteLogDelivery *",
  ),
};
