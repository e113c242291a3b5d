import { arnOf, type Environment } from "../shared/environment.ts";
import { actionsOf, allow, type Statement } from "../shared/policy.ts";
import { besideStatements, type Deployment, ownTags } from "./deployBeside.ts";
import { deployHostsStatements } from "./deployHosts.ts";
import { deploySitesStatements } from "./deploySites.ts";
import { NAMED, NETWORK, type Tagged, TAGGED } from "./deployServices.ts";

/** Services by the policies that they fit in. */
const SHARES = {
  "deploy-by-name-1": [
    "backup",
    "budgets",
    "cloudwatch",
    "dynamodb",
    "ecr",
    "ecs",
    "elasticache",
    "elasticloadbalancing",
  ],
  "deploy-by-name-2": ["lambda", "logs", "memorydb", "rds", "s3", "scheduler"],
  "deploy-by-name-3": ["iam", "secretsmanager", "sqs", "wafv2"],
} as const;

/**
 * What `pulumi up` needs of an environment that an administrator made, in shares of a managed
 * policy's size (P-IAM-1): names that begin as the environment's do, or its tags. The account's
 * baseline, what responds to findings, topics and their listeners, event rules, the groups of people,
 * the boundary, a zone of its own, and the policy and the end of a key are not among it: who deploys
 * the application does not switch off what watches the account, nor decide who hears of it, or who
 * deploys. The application's own alarms, its budget and the notifier of chats are deployed with it.
 *
 * A key, certificate or network that has no tags at all can be claimed, since AWS asks for the right
 * to tag before a new one has any. An environment therefore has an account to itself, or trusts
 * those that it shares one with.
 */
export function deployStatements(deployment: Deployment): Readonly<Record<string, Statement[]>> {
  const { environment } = deployment;
  const byName = Object.entries(SHARES).map(([share, services]): [string, Statement[]] => [
    share,
    services.map((service) => named(environment, service)),
  ]);
  return {
    ...Object.fromEntries(byName),
    "deploy-by-tag": taggedStatements(environment),
    "deploy-network": networkStatements(environment),
    "deploy-hosts": deployHostsStatements(environment),
    ...(deployment.servesPage ? { "deploy-sites": deploySitesStatements(environment) } : {}),
    "deploy-beside": besideStatements(deployment),
  };
}

function named(environment: Environment, service: string): Statement {
  const { verbs, resources } = NAMED[service] ?? { verbs: [], resources: [] };
  const scope = `${environment.project}-${environment.name}`;
  return allow(
    `Named${service}`,
    actionsOf(service, verbs),
    resources.map((resource) =>
      arnOf(
        environment,
        service,
        resource.replaceAll("{scope}", scope).replaceAll("{env}", environment.name),
      ),
    ),
  );
}

/** No tag says whose it is. */
const UNCLAIMED = { "aws:ResourceTag/Environment": "true", "aws:ResourceTag/Project": "true" };

/** A thing is made with the environment's tags, and changed only if it has them. */
function taggedStatements(environment: Environment): Statement[] {
  const all = (kind: keyof Tagged) =>
    Object.entries(TAGGED).flatMap(([service, verbs]) => actionsOf(service, verbs[kind]));
  const requested = ownTags(environment, "Request");
  return [
    allow("MakeTagged", all("make"), "*", { StringEquals: requested }),
    allow("ClaimTagged", all("claim"), "*", { StringEquals: requested, Null: UNCLAIMED }),
    allow("ChangeTagged", all("change"), "*", { StringEquals: ownTags(environment, "Resource") }),
  ];
}

function networkStatements(environment: Environment): Statement[] {
  const requested = ownTags(environment, "Request");
  const tagging = actionsOf("ec2", NETWORK.claim);
  return [
    allow("MakeNetwork", actionsOf("ec2", NETWORK.make), "*", { StringEquals: requested }),
    // While it is made; elsewhere a tag would make anything the environment's.
    allow("TagNew", tagging, "*", {
      StringEquals: requested,
      Null: { "ec2:CreateAction": "false" },
    }),
    // The provider tags a rule once it is there; whoever may not change its group can't use it.
    allow("TagRules", tagging, arnOf(environment, "ec2", "security-group-rule/*"), {
      StringEquals: requested,
      Null: UNCLAIMED,
    }),
    allow("ChangeNetwork", actionsOf("ec2", NETWORK.change), "*", {
      StringEquals: ownTags(environment, "Resource"),
    }),
  ];
}
