import assert from "node:assert/strict";

import { PASSED_TO, SHIFTER } from "../../components/identity/deployBeside.ts";
import { EXEMPT_TAG } from "../../functions/auto-remediate/contract.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { covers } from "../../policy-pack/engine/wildcard.ts";
import { IDENTIFIER } from "../../systems/response/remediation.ts";
import type { MadeCall } from "../support/callTargets.ts";
import {
  allowances,
  callsOf,
  deployed,
  inOther,
  isAllowed,
  isReading,
  madeIn,
  type Recorded,
  recordDeployed,
  recorded,
  titleOf,
} from "../support/deployed.ts";
import { only, policyOf } from "../support/graph.ts";
import { answer, roleIn } from "../support/iam.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

type Context = Readonly<Record<string, string>>;

const ROLE = "aws:iam/role:Role";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** What takes no resource and does something nonetheless: IAM can't keep it in the environment. */
const UNFENCED = [
  "backup-storage:MountCapsule",
  // Where there is a distribution, or one of a page.
  "cloudfront:CreateFunction",
  "cloudfront:CreateOriginAccessControl",
  "cloudfront:CreateResponseHeadersPolicy",
  "ecs:DeregisterTaskDefinition",
  "elasticloadbalancing:SetWebAcl",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DeleteQueryDefinition",
  "logs:DeleteResourcePolicy",
  "logs:PutQueryDefinition",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

/** What is done without the provider, or where data need not survive. */
const BESIDE = [
  "iam:PassRole",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:ListBucketVersions",
];

/** Calls that guardrails keep from the deploy role, as they are meant to. */
const GUARDED = [
  "dynamodb:DeleteTable",
  "elasticache:DeleteReplicationGroup",
  "memorydb:DeleteCluster",
  "rds:DeleteDBInstance",
];

/** Calls on keys that are an administrator's, who makes what stands on them. */
const ADMINISTERED = [
  "kms:DeleteAlias",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:UpdateAlias",
];

/** What environments of one account share, or what no name and no tag tells apart. */
const SHARED = [
  /:hostedzone\/|:change\//,
  /:response-headers-policy\//,
  /:origin-access-control\//,
  /:role\/aws-service-role\//,
  /:secret:rds!/,
];

const isShared = ({ requests }: MadeCall): boolean =>
  requests.every(({ resource }) => SHARED.some((pattern) => pattern.test(resource)));

/** Ways to the responder's rights, and out of its reach. */
function responderCalls({ owner }: Recorded): (readonly [string, string, Context?])[] {
  const scope = `${owner.project}-${owner.environment}`;
  const account = `arn:aws:iam::${owner.account}`;
  const at = `us-east-1:${owner.account}`;
  const bounded = { "iam:PermissionsBoundary": `${account}:policy/${scope}-policy-boundary` };
  const on = (resource: string, context: Context, ...actions: string[]) =>
    actions.map((action) => [action, resource, context] as const);
  return [
    ...on(
      `${account}:role/${scope}-role-${IDENTIFIER}`,
      { ...bounded, "iam:PassedToService": "lambda.amazonaws.com" },
      "iam:AttachRolePolicy",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:PassRole",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
      "sts:AssumeRole",
    ),
    ...on(
      `arn:aws:lambda:${at}:function:${scope}-fn-${IDENTIFIER}`,
      {},
      "lambda:AddPermission",
      "lambda:DeleteFunction",
      "lambda:PutFunctionConcurrency",
      "lambda:RemovePermission",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
    ),
    ...["respond-bucket-opened", "guards-touched", "watch-touched", "break-glass-use"].flatMap(
      (rule) =>
        on(
          `arn:aws:events:${at}:rule/${scope}-rule-${rule}`,
          {},
          "events:DeleteRule",
          "events:DisableRule",
          "events:PutRule",
          "events:PutTargets",
          "events:RemoveTargets",
        ),
    ),
    ...[IDENTIFIER, "findings", "break-glass-use"].flatMap((told) => [
      ...on(
        `arn:aws:cloudwatch:${at}:alarm:${scope}-alarm-${told}-undelivered`,
        {},
        "cloudwatch:DeleteAlarms",
        "cloudwatch:DisableAlarmActions",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:SetAlarmState",
      ),
      ...on(
        `arn:aws:sqs:${at}:${scope}-sqs-${told}-undelivered`,
        {},
        "sqs:DeleteQueue",
        "sqs:PurgeQueue",
        "sqs:SetQueueAttributes",
      ),
    ]),
  ];
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

const list = (value: unknown): string[] => [value].flat().map(String);

/** Services that a resource's roles are passed to, by their trust. */
function passes(graph: Graph, { type, inputs }: Resource): [role: string, service: string][] {
  // A profile hands its role on to whatever is launched with it.
  if (type === PROFILE) return [[textOf(inputs["role"]), "ec2.amazonaws.com"]];
  const roles = graph.resources.filter(({ type }) => type === ROLE);
  return roles.flatMap((role): [string, string][] => {
    const name = textOf(role.inputs["name"]);
    if (!JSON.stringify(inputs).includes(`:role/${name}"`)) return [];
    const [trust] = policyOf(role, "assumeRolePolicy").Statement;
    const { Service } = trust?.["Principal"] as { Service: string };
    return [[name, Service]];
  });
}

describe("what the deploy role may do, by the provider's calls", () => {
  recordDeployed();

  it("P-IAM-1: makes, reads, changes and ends whatever is deployed", () => {
    for (const stack of recorded) {
      const guarded = stack.owner.environment === "prod" ? GUARDED : [];
      const made = deployed(stack).flatMap((resource) => callsOf(stack, resource));
      assert.ok(made.length > 1_000, stack.title);
      const refused = made
        .filter(({ action }) => ![...guarded, ...ADMINISTERED].includes(action))
        .filter((call) => !isAllowed(stack, call))
        .map(titleOf);
      assert.deepEqual(unique(refused), [], stack.title);
    }
  });

  it("P-IAM-1: launches hosts with the tags that their templates give what EC2 makes with them", () => {
    for (const stack of recorded) {
      const templates = deployed(stack).filter(({ type }) => type === TEMPLATE);
      assert.ok(templates.length > 0, stack.title);
      for (const { name, inputs } of templates) {
        const kinds = inputs["tagSpecifications"] as { resourceType: string; tags: Context }[];
        assert.deepEqual(
          kinds.map(({ resourceType }) => resourceType),
          ["volume"],
        );
        for (const { resourceType, tags } of kinds) {
          const action = "ec2:CreateTags";
          const resource = `arn:aws:ec2:us-east-1:${stack.owner.account}:${resourceType}/x`;
          const context: Record<string, string> = { "ec2:CreateAction": "RunInstances" };
          for (const [key, value] of Object.entries(tags)) context[`aws:RequestTag/${key}`] = value;
          const call = { action, unnamed: false, requests: [{ action, resource, context }] };
          assert.ok(isAllowed(stack, call), `${stack.title}: ${name}`);
        }
      }
    }
  });

  it("P-IAM-1: passes the roles that are deployed to exactly the services that assume them", () => {
    const services = recorded.flatMap((stack) =>
      deployed(stack)
        .filter(({ type }) => type === PROFILE || !type.startsWith("aws:iam/"))
        .flatMap((resource) => passes(stack.graph, resource))
        .map(([role, service]) => {
          const resource = `arn:aws:iam::${stack.owner.account}:role/${role}`;
          const pass = (context: Record<string, string>) =>
            isAllowed(stack, {
              action: "iam:PassRole",
              unnamed: false,
              requests: [{ action: "iam:PassRole", resource, context }],
            });
          assert.ok(pass({ "iam:PassedToService": service }), `${role} to ${service}`);
          assert.ok(!pass({ "iam:PassedToService": "glue.amazonaws.com" }), role);
          return service;
        }),
    );
    assert.deepEqual(unique(services), unique([...PASSED_TO, SHIFTER]));
  });

  it("P-IAM-1, feature 21: passes a role to ECS itself only where ECS shifts traffic", () => {
    for (const stack of recorded) {
      const shifter = stack.graph.resources.find(
        ({ type, name }) => type === ROLE && name === "api-shift",
      );
      const resource = `arn:aws:iam::${stack.owner.account}:role/rampart-${stack.owner.environment}-role-api-shift`;
      const context = { "iam:PassedToService": SHIFTER };
      const requests = [{ action: "iam:PassRole", resource, context }];
      assert.equal(shifter !== undefined, stack.title === "everything on", stack.title);
      assert.equal(
        isAllowed(stack, { action: "iam:PassRole", unnamed: false, requests }),
        shifter !== undefined,
        stack.title,
      );
    }
  });

  it("P-IAM-4: ends no database in prod", () => {
    for (const stack of recorded.filter(({ owner }) => owner.environment === "prod")) {
      const ends = deployed(stack)
        .flatMap((resource) => callsOf(stack, resource, ["delete"]))
        .filter(({ action }) => GUARDED.includes(action));
      assert.ok(ends.length >= 2, stack.title);
      for (const end of ends) assert.ok(!isAllowed(stack, end), titleOf(end));
    }
  });

  it("P-IAM-1, P-KEY-1: makes, names and turns keys, and neither changes whom one lets in nor ends one", () => {
    for (const stack of recorded) {
      const calls = deployed(stack)
        .filter(({ type }) => type.startsWith("aws:kms/"))
        .flatMap((resource) => callsOf(stack, resource));
      for (const call of calls) {
        assert.equal(isAllowed(stack, call), !ADMINISTERED.includes(call.action), titleOf(call));
      }
      for (const action of ["kms:CreateKey", "kms:CreateAlias", ...ADMINISTERED]) {
        assert.ok(
          calls.some((call) => call.action === action),
          action,
        );
      }
    }
  });

  it("P-IAM-1: changes nothing of another environment in the same account", () => {
    for (const stack of recorded) {
      const other = { ...stack.owner, environment: "qa" };
      const graph = inOther(stack.graph, stack.owner.environment, "qa");
      const foreign = { ...stack, graph, made: madeIn(graph) };
      const allowed = deployed(foreign)
        .flatMap((resource) => callsOf(foreign, resource, ["create", "update", "delete"], other))
        .filter((call) => isAllowed(stack, call) && !isShared(call))
        .filter((call) => !isReading(call))
        .map(({ action, unnamed }) => `${action}${unnamed ? "" : " by name"}`);
      const distributes = stack.graph.resources.some(({ type }) => type === DISTRIBUTION);
      const unfenced = UNFENCED.filter(
        (action) => distributes || !action.startsWith("cloudfront:"),
      );
      assert.deepEqual(unique(allowed), unfenced, stack.title);
    }
  });

  it("P-IAM-1: makes nothing its own by tags but what has none", () => {
    for (const stack of recorded) {
      const claims = deployed(stack)
        .flatMap((resource) => callsOf(stack, resource, ["create"]))
        .filter(({ action, requests }) => {
          const keys = Object.keys(requests[0]?.context ?? {});
          return action.includes("Tag") && keys.some((key) => /RequestTag/.test(key));
        });
      assert.ok(claims.length > 10, stack.title);
      for (const claim of claims) {
        const of = (more: Record<string, string>, without: readonly string[] = []) => ({
          ...claim,
          requests: claim.requests.map(({ context = {}, ...request }) => ({
            ...request,
            context: Object.fromEntries(
              Object.entries({ ...context, ...more }).filter(([key]) => !without.includes(key)),
            ),
          })),
        });
        assert.ok(isAllowed(stack, claim), titleOf(claim));
        const others = {
          "aws:ResourceTag/Environment": "qa",
          "aws:ResourceTag/Project": "rampart",
        };
        const isNew = "ec2:CreateAction" in (claim.requests[0]?.context ?? {});
        // Whatever exists has no action that makes it.
        assert.ok(!isAllowed(stack, of(others, ["ec2:CreateAction"])), titleOf(claim));
        if (isNew) assert.ok(!isAllowed(stack, of({}, ["ec2:CreateAction"])), titleOf(claim));
      }
    }
  });

  it("P-IAM-1: changes nothing of what watches the account, nor of who may do what", () => {
    for (const stack of recorded) {
      const kept = stack.made.filter(([, isDeployed]) => !isDeployed);
      assert.ok(kept.length > 100, stack.title);
      for (const [resource] of kept) {
        for (const call of callsOf(stack, resource, ["create", "update", "delete"])) {
          const isByTag = call.requests.some(({ context = {} }) =>
            Object.keys(context).some((key) => key.includes("Tag/")),
          );
          if (isByTag || isReading(call) || UNFENCED.includes(call.action)) continue;
          assert.ok(!isAllowed(stack, call), `${stack.title}: ${resource.type} ${titleOf(call)}`);
        }
      }
    }
  });

  it("P-IAM-1: is allowed nothing that no call needs", () => {
    const made = recorded.flatMap((stack) =>
      deployed(stack).flatMap((resource) => callsOf(stack, resource)),
    );
    const actions = unique(made.map(({ action }) => action.toLowerCase()));
    const resources = unique(
      made.flatMap(({ requests }) => requests.map(({ resource }) => resource)),
    );
    for (const { graph } of recorded) {
      for (const { Sid, Action, Resource } of allowances(graph)) {
        for (const pattern of list(Action)) {
          if (BESIDE.includes(pattern)) continue;
          const needed = actions.some((action) => covers(pattern.toLowerCase(), action));
          assert.ok(needed, `${Sid}: ${pattern}`);
        }
        for (const pattern of list(Resource)) {
          if (Sid === "PassRoles" || Sid === "EmptyBuckets") continue;
          const needed = resources.some((resource) =>
            covers(
              pattern.replace(/\b(dev|staging|prod)\b/g, "*").replace(/\d{12}/g, "*"),
              resource,
            ),
          );
          assert.ok(needed, `${Sid}: ${pattern}`);
        }
      }
    }
  });

  it("P-IAM-1: neither reads what is kept, nor gives it away, nor ends its copies", () => {
    for (const stack of recorded) {
      const { owner } = stack;
      const scope = `${owner.project}-${owner.environment}`;
      const at = `us-east-1:${owner.account}`;
      const tags = {
        "aws:ResourceTag/Project": owner.project,
        "aws:ResourceTag/Environment": owner.environment,
      };
      const stateKey = { ...tags, "kms:ResourceAliases": `alias/${owner.project}-state` };
      const keys = ["", "-alerts", "-registry"].map((key) => ({
        ...tags,
        "kms:ResourceAliases": `alias/${scope}${key}`,
      }));
      const hostile: readonly (readonly [string, string, Context?])[] = [
        ["s3:GetObject", `arn:aws:s3:::${scope}-s3-backups-x/dump`],
        ["s3:PutReplicationConfiguration", `arn:aws:s3:::${scope}-s3-backups-x`],
        ["rds:ModifyDBSnapshotAttribute", `arn:aws:rds:${at}:snapshot:${scope}-final-main`],
        ["rds:DeleteDBSnapshot", `arn:aws:rds:${at}:snapshot:${scope}-final-main`],
        ["rds-db:connect", `arn:aws:rds-db:${at}:dbuser:*/admin`],
        ["elasticache:DeleteSnapshot", `arn:aws:elasticache:${at}:snapshot:${scope}-final-cache`],
        ["memorydb:DeleteSnapshot", `arn:aws:memorydb:${at}:snapshot/${scope}-final`],
        ["backup:DeleteRecoveryPoint", `arn:aws:backup:${at}:recovery-point:x`, tags],
        [
          "backup:PutBackupVaultAccessPolicy",
          `arn:aws:backup:${at}:backup-vault:${scope}-vault-main`,
        ],
        ["ecr:PutImage", `arn:aws:ecr:${at}:repository/${scope}-ecr-api`],
        [
          "logs:PutSubscriptionFilter",
          `arn:aws:logs:${at}:log-group:/ecs/${owner.environment}/api`,
        ],
        ["logs:GetLogEvents", `arn:aws:logs:${at}:log-group:/ecs/${owner.environment}/api`],
        ["sqs:ReceiveMessage", `arn:aws:sqs:${at}:${scope}-sqs-auto-remediate-failures`],
        ["lambda:InvokeFunction", `arn:aws:lambda:${at}:function:${scope}-fn-auto-remediate`],
        ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:${at}:secret:rds!db-1`],
        ["ecs:ExecuteCommand", `arn:aws:ecs:${at}:task/${scope}-ecs-main/1`],
        ["kms:Decrypt", `arn:aws:kms:${at}:key/1`, tags],
        ["kms:ScheduleKeyDeletion", `arn:aws:kms:${at}:key/1`, stateKey],
        ["kms:PutKeyPolicy", `arn:aws:kms:${at}:key/1`, stateKey],
        ["sts:AssumeRole", `arn:aws:iam::${owner.account}:role/${scope}-role-break-glass`],
        [
          "iam:CreatePolicyVersion",
          `arn:aws:iam::${owner.account}:policy/${scope}-policy-boundary`,
        ],
        ...responderCalls(stack),
        ...["critical", "warning", "info"].flatMap((severity) =>
          ["sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe"].map(
            (action) =>
              [action, `arn:aws:sns:${at}:${owner.environment}-${severity}-alerts`] as const,
          ),
        ),
        ["sns:SetSubscriptionAttributes", "*"],
        ["sns:Unsubscribe", "*"],
        ...[tags, ...keys].flatMap((context) =>
          [...ADMINISTERED, "kms:DisableKey", "kms:DisableKeyRotation"].map(
            (action) => [action, `arn:aws:kms:${at}:key/1`, context] as const,
          ),
        ),
        [
          "ec2:CreateTags",
          `arn:aws:ec2:${at}:security-group/sg-1`,
          { ...tags, "aws:TagKeys": EXEMPT_TAG },
        ],
      ];
      for (const [action, resource, context = {}] of hostile) {
        const call = { action, unnamed: false, requests: [{ action, resource, context }] };
        assert.ok(!isAllowed(stack, call), `${stack.title}: ${titleOf(call)}`);
      }
    }
  });

  it("T21: deploys nothing outside the region that the boundary keeps, wherever that is", async () => {
    const place = Object.entries({
      "environment.region": "eu-west-2",
      "environment.zoneIds": ["euw2-az1", "euw2-az2", "euw2-az3"],
      music: { mode: "off" },
    });
    const raw = place.reduce(
      (all, [path, value]) => withSetting(all, path, value),
      rawSettings("dev"),
    );
    const graph = await programGraph(raw);
    const made = madeIn(graph);
    assert.ok(made.filter(([, isDeployed]) => isDeployed).length > 100);
    const abroad = made.filter(([{ inputs }]) => (inputs["region"] ?? "eu-west-2") !== "eu-west-2");
    // It hands over what the root user does (T24), and is an administrator's.
    assert.deepEqual(
      abroad.map(([{ name }, isDeployed]) => [name, isDeployed]),
      [
        ["findings-root-use-abroad", false],
        ["findings-root-use-abroad-home", false],
      ],
    );
    const deploy = roleIn(graph, only(graph, ROLE, "deploy"));
    const context = {
      "aws:RequestTag/Project": "rampart",
      "aws:RequestTag/Environment": "dev",
    };
    const ask = (region: string) =>
      answer(deploy, {
        action: "acm:RequestCertificate",
        resource: `arn:aws:acm:${region}:111122223333:certificate/x`,
        context: { ...context, "aws:RequestedRegion": region },
      });
    assert.deepEqual([ask("eu-west-2"), ask("us-east-1")], ["allowed", "denied"]);
    // What would need it is refused before.
    await assert.rejects(
      programGraph(
        withSetting(raw, "platform.edge.distribution", { originHost: "origin.dev.example.com" }),
      ),
      /only in an environment of us-east-1/,
    );
  });

  it("P-KEY-4: starts the rotations, and calls no other function", () => {
    for (const stack of recorded) {
      const functions = stack.graph.resources
        .filter(({ type }) => type === "aws:lambda/function:Function")
        .map(({ inputs }) => textOf(inputs["name"]));
      const action = "lambda:InvokeFunction";
      const called = functions.filter((name) => {
        const resource = `arn:aws:lambda:us-east-1:${stack.owner.account}:function:${name}`;
        return isAllowed(stack, { action, unnamed: false, requests: [{ action, resource }] });
      });
      const rotator = `rampart-${stack.owner.environment}-fn-rotate-database-secret`;
      const rotators = functions.filter((name) => name.startsWith(rotator));
      // With everything on the tracker has a managed database, too.
      assert.equal(rotators.length, stack.title === "everything on" ? 2 : 1, stack.title);
      assert.deepEqual(called, rotators, stack.title);
    }
  });

  it("P-IAM-1: empties buckets where data need not survive, and there alone", () => {
    for (const stack of recorded) {
      const action = "s3:DeleteObjectVersion";
      const resource = `arn:aws:s3:::rampart-${stack.owner.environment}-s3-backups-x/dump`;
      const call = { action, unnamed: false, requests: [{ action, resource }] };
      assert.equal(isAllowed(stack, call), stack.owner.environment !== "prod", stack.title);
    }
  });
});
