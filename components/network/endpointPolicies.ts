import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";

/**
 * Who may reach what through an endpoint, beside what IAM and the resources' own policies say: with
 * somebody else's credentials nothing, so that data doesn't leave by a way that is private.
 *
 * Sources: AWS PrivateLink guide, "Control access to VPC endpoints using endpoint policies"; AWS
 * whitepaper "Building a data perimeter on AWS".
 */

/** Services whose things are the account's own, all that anything in the network asks for. */
const OWN_THINGS: readonly string[] = ["kms", "logs", "secretsmanager"];

/**
 * Buckets of AWS that hosts and containers read, some without credentials: layers of images (T58),
 * packages of Amazon Linux, and what the SSM agent renews itself by. Sources: Amazon ECR guide,
 * "Amazon ECR interface VPC endpoints"; Amazon Linux 2023 guide, "Deterministic upgrades"; Systems
 * Manager guide, "SSM Agent communications with AWS managed S3 buckets".
 */
const AWS_BUCKETS: readonly string[] = [
  "prod-{region}-starport-layer-bucket",
  "al2023-repos-{region}-de612dc2",
  "amazon-ssm-{region}",
  "amazon-ssm-packages-{region}",
  "aws-ssm-{region}",
  "aws-ssm-document-attachments-{region}",
  "patch-baseline-snapshot-{region}",
  "{region}-birdwatcher-prod",
];

/**
 * The policy of a service's endpoint, known before anything exists.
 *
 * @param service As it stands in the endpoint's name, such as `dynamodb` or `ecr.api`.
 */
export function endpointPolicy(environment: Environment, service: string): string {
  return policyJson("endpoint", statementsOf(environment, service));
}

function statementsOf(environment: Environment, service: string): Statement[] {
  const { accountId } = environment;
  const byOwn = { "aws:PrincipalAccount": accountId };
  switch (service) {
    case "dynamodb":
      return [allow("OwnTables", "dynamodb:*", tablesOf(environment), byOwn)];
    case "s3":
      return [
        allow("OwnBuckets", "s3:*", "*", { ...byOwn, "aws:ResourceAccount": accountId }),
        allow("AwsBuckets", "s3:GetObject", awsBuckets(environment)),
      ];
    default: {
      const things = OWN_THINGS.includes(service) ? { "aws:ResourceAccount": accountId } : {};
      return [allow("OwnPrincipals", "*", "*", { ...byOwn, ...things })];
    }
  }
}

/** Tables of this environment, with their indexes. */
function tablesOf(environment: Environment): string {
  return arnOf(environment, "dynamodb", `table/${nameOf(environment, "table", "x").slice(0, -1)}*`);
}

function awsBuckets({ partition, region }: Environment): string[] {
  return AWS_BUCKETS.map((name) => `arn:${partition}:s3:::${name.replace("{region}", region)}/*`);
}

function allow(
  Sid: string,
  Action: string,
  Resource: string | readonly string[],
  equal?: Readonly<Record<string, string>>,
): Statement {
  return {
    Sid,
    Effect: "Allow",
    Principal: "*",
    Action,
    Resource,
    ...(equal && { Condition: { StringEquals: equal } }),
  };
}
