import { arnOf, type Environment } from "../shared/environment.ts";
import { actionsOf, allow, type Statement } from "../shared/policy.ts";
import { ownTags } from "./deployBeside.ts";

/** A pool of users with all that is in it; each is about the pool. */
const POOL_ACTIONS = [
  "CreateManagedLoginBranding",
  "CreateUserPoolClient",
  "CreateUserPoolDomain",
  "DeleteManagedLoginBranding",
  "DeleteUserPool",
  "DeleteUserPoolClient",
  "DeleteUserPoolDomain",
  "DescribeManagedLoginBranding",
  "DescribeUserPool",
  "DescribeUserPoolClient",
  "GetUserPoolMfaConfig",
  "ListTagsForResource",
  "SetUserPoolMfaConfig",
  "TagResource",
  "UntagResource",
  "UpdateManagedLoginBranding",
  "UpdateUserPool",
  "UpdateUserPoolClient",
  "UpdateUserPoolDomain",
];

const FUNCTION_ACTIONS = [
  "CreateFunction",
  "DeleteFunction",
  "DescribeFunction",
  "GetFunction",
  "ListTagsForResource",
  "PublishFunction",
  "TagResource",
  "UntagResource",
  "UpdateFunction",
];

const CONTROL_ACTIONS = ["Delete", "Get", "Update"].map((verb) => `${verb}OriginAccessControl`);

/**
 * What a deployment does with a page and its users (P-IAM-1): a pool by its tags, functions of
 * CloudFront by their names. How CloudFront signs its requests to a bucket has neither; whoever
 * changes that for a distribution must be let to the distribution, too.
 */
export function deploySitesStatements(environment: Environment): Statement[] {
  const { project, name, partition, accountId } = environment;
  return [
    // It has no resource to name.
    allow("MakePools", ["cognito-idp:CreateUserPool"], "*", {
      StringEquals: ownTags(environment, "Request"),
    }),
    allow(
      "ChangePools",
      actionsOf("cognito-idp", POOL_ACTIONS),
      arnOf(environment, "cognito-idp", "userpool/*"),
      { StringEquals: ownTags(environment, "Resource") },
    ),
    allow("SeeLogins", ["cognito-idp:DescribeUserPoolDomain"], "*"),
    // To make one names nothing at all.
    allow("MakeParts", ["cloudfront:CreateFunction", "cloudfront:CreateOriginAccessControl"], "*"),
    allow(
      "ChangeFunctions",
      actionsOf("cloudfront", FUNCTION_ACTIONS),
      arnOf(environment, "cloudfront", `function/${project}-${name}-*`),
    ),
    allow(
      "ChangeSigning",
      actionsOf("cloudfront", CONTROL_ACTIONS),
      `arn:${partition}:cloudfront::${accountId}:origin-access-control/*`,
    ),
  ];
}
