import { calls, each, type Calls } from "./calls.ts";

const FUNCTION = "function/{name}";
const CONTROL = "origin-access-control/E1";

/** Of a page's users, and of what CloudFront has beside its distributions. */
export const SITE_CALLS: Readonly<Record<string, Calls>> = {
  "aws:cloudfront/function:Function": calls(
    `cloudfront:CreateFunction *
     ${each("cloudfront", "PublishFunction TagResource", FUNCTION)}`,
    each("cloudfront", "DescribeFunction GetFunction ListTagsForResource", FUNCTION),
    each("cloudfront", "UpdateFunction PublishFunction TagResource UntagResource", FUNCTION),
    each("cloudfront", "DescribeFunction DeleteFunction", FUNCTION),
  ),
  "aws:cloudfront/originAccessControl:OriginAccessControl": calls(
    "cloudfront:CreateOriginAccessControl *",
    `cloudfront:GetOriginAccessControl ${CONTROL}`,
    `cloudfront:UpdateOriginAccessControl ${CONTROL}`,
    each("cloudfront", "GetOriginAccessControl DeleteOriginAccessControl", CONTROL),
  ),
  "aws:cognito/managedLoginBranding:ManagedLoginBranding": calls(
    "cognito-idp:CreateManagedLoginBranding ~userpool",
    "cognito-idp:DescribeManagedLoginBranding ~userpool",
    "cognito-idp:UpdateManagedLoginBranding ~userpool",
    "cognito-idp:DeleteManagedLoginBranding ~userpool",
  ),
  "aws:cognito/userPool:UserPool": calls(
    `cognito-idp:CreateUserPool +userpool
     cognito-idp:SetUserPoolMfaConfig ~userpool`,
    each("cognito-idp", "DescribeUserPool GetUserPoolMfaConfig ListTagsForResource", "~userpool"),
    each(
      "cognito-idp",
      "UpdateUserPool SetUserPoolMfaConfig TagResource UntagResource",
      "~userpool",
    ),
    "cognito-idp:DeleteUserPool ~userpool",
  ),
  "aws:cognito/userPoolClient:UserPoolClient": calls(
    "cognito-idp:CreateUserPoolClient ~userpool",
    "cognito-idp:DescribeUserPoolClient ~userpool",
    "cognito-idp:UpdateUserPoolClient ~userpool",
    "cognito-idp:DeleteUserPoolClient ~userpool",
  ),
  "aws:cognito/userPoolDomain:UserPoolDomain": calls(
    "cognito-idp:CreateUserPoolDomain ~userpool; cognito-idp:DescribeUserPoolDomain *",
    "cognito-idp:DescribeUserPoolDomain *",
    "cognito-idp:UpdateUserPoolDomain ~userpool",
    "cognito-idp:DeleteUserPoolDomain ~userpool; cognito-idp:DescribeUserPoolDomain *",
  ),
};
