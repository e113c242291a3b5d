import assert from "node:assert/strict";

import { ofType, only, policyOf } from "../support/graph.ts";
import {
  ACCOUNTS,
  graphOf,
  judge,
  made,
  own,
  PIPELINE,
  recordStacks,
} from "../support/identities.ts";
import { STACKS } from "../support/stacks.ts";

const ROLE = "aws:iam/role:Role";
const JOBS = { dev: "dev", staging: "staging", prod: "production" };
const SUBJECT = "token.actions.githubusercontent.com:sub";
const AUDIENCE = "token.actions.githubusercontent.com:aud";

describe("jobs of GitHub that work with an environment", () => {
  recordStacks();

  for (const stack of STACKS) {
    it(`P-IAM-1, T95: in ${stack} each role of the pipeline is for exact jobs of one repository`, () => {
      const graph = graphOf(stack);
      const subjects = PIPELINE.map((name) => {
        const role = only(graph, ROLE, name);
        const [trust, ...more] = policyOf(role, "assumeRolePolicy").Statement;
        assert.equal(more.length, 0);
        const condition = trust?.["Condition"] as { StringEquals: Record<string, string> };
        assert.deepEqual(Object.keys(condition), ["StringEquals"], "no pattern");
        assert.equal(condition.StringEquals[AUDIENCE], "sts.amazonaws.com");
        assert.equal(trust?.["Action"], "sts:AssumeRoleWithWebIdentity");
        assert.deepEqual(trust["Principal"], {
          Federated: `arn:aws:iam::${ACCOUNTS[stack]}:oidc-provider/token.actions.githubusercontent.com`,
        });
        assert.equal(
          role.inputs["permissionsBoundary"],
          `arn:aws:iam::${ACCOUNTS[stack]}:policy/rampart-${stack}-policy-boundary`,
        );
        return condition.StringEquals[SUBJECT];
      });
      const jobs = `repo:example/rampart:environment:${JOBS[stack]}`;
      assert.deepEqual(subjects, [jobs, "repo:example/rampart:pull_request", jobs]);
    });

    it(`P-IAM-1: in ${stack} a release updates the platform's service with its own task's roles`, () => {
      const others = (allowed: readonly string[]) => ({ allowed });
      judge(
        stack,
        ["release"],
        [
          {
            action: "ecs:UpdateService",
            on: "ecs service/{scope}-ecs-main/{scope}-svc-api",
            allowed: ["release"],
          },
          { action: "ecs:UpdateService", on: "ecs service/{scope}-ecs-main/other", ...others([]) },
          {
            action: "ecs:RegisterTaskDefinition",
            on: "ecs task-definition/{scope}-task-api:7",
            allowed: ["release"],
          },
          {
            action: "ecs:RegisterTaskDefinition",
            on: "ecs task-definition/{scope}-task-api-2:7",
            allowed: [],
          },
          ...["start", "task"].map((purpose) => ({
            action: "iam:PassRole",
            on: `iam role/{scope}-role-api-${purpose}`,
            context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
            allowed: ["release"],
          })),
          {
            action: "iam:PassRole",
            on: "iam role/{scope}-role-api-task",
            context: { "iam:PassedToService": "lambda.amazonaws.com" },
            allowed: [],
          },
          {
            action: "iam:PassRole",
            on: "iam role/{scope}-role-deploy",
            context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
            allowed: [],
            denied: ["release"],
          },
          {
            action: "ecr:PutImage",
            on: "ecr repository/{scope}-ecr-api",
            allowed: stack === "dev" ? ["release"] : [],
          },
          { action: "ecr:PutImage", on: "ecr repository/{scope}-ecr-other", allowed: [] },
          { action: "s3:GetObject", on: "s3 {scope}-s3-backups/x", allowed: [] },
        ],
      );
      // Both roles exist under these names.
      for (const purpose of ["start", "task"]) {
        const name = `rampart-${stack}-role-api-${purpose}`;
        assert.ok(ofType(graphOf(stack), ROLE).some(({ inputs }) => inputs["name"] === name));
      }
    });

    it(`P-IAM-1, P-IAM-3: in ${stack} the deploy role makes what is the environment's, inside the boundary`, () => {
      const boundary = `arn:aws:iam::${ACCOUNTS[stack]}:policy/rampart-${stack}-policy-boundary`;
      const other = stack === "dev" ? "staging" : "dev";
      judge(
        stack,
        ["deploy"],
        [
          { action: "rds:CreateDBInstance", on: "rds db:{scope}-db-main", allowed: ["deploy"] },
          { action: "rds:ModifyDBInstance", on: `rds db:rampart-${other}-db-main`, allowed: [] },
          {
            action: "lambda:UpdateFunctionCode",
            on: "lambda function:{scope}-fn-x",
            allowed: ["deploy"],
          },
          {
            action: "s3:PutBucketPolicy",
            on: "s3 {scope}-s3-backups-1-us-east-1",
            allowed: ["deploy"],
          },
          { action: "s3:PutBucketPolicy", on: "s3 somebody-elses", allowed: [] },
          {
            action: "secretsmanager:CreateSecret",
            on: "secretsmanager secret:/{env}/app/x-AbCdEf",
            allowed: ["deploy"],
          },
          {
            action: "ec2:CreateVpc",
            on: "ec2 vpc/vpc-1",
            context: made(stack),
            allowed: ["deploy"],
          },
          { action: "ec2:CreateVpc", on: "ec2 vpc/vpc-1", context: made(other), allowed: [] },
          {
            action: "ec2:CreateSubnet",
            on: "ec2 vpc/vpc-1",
            context: own(stack),
            allowed: ["deploy"],
          },
          { action: "ec2:DeleteVpc", on: "ec2 vpc/vpc-1", context: own(other), allowed: [] },
          { action: "kms:ScheduleKeyDeletion", on: "kms key/1", context: own(other), allowed: [] },
          {
            action: "ec2:AuthorizeSecurityGroupIngress",
            on: "ec2 security-group/sg-1",
            context: own(stack),
            allowed: ["deploy"],
          },
          {
            action: "iam:CreateRole",
            on: "iam role/{scope}-role-new",
            context: { "iam:PermissionsBoundary": boundary },
            allowed: ["deploy"],
          },
          {
            action: "iam:CreateRole",
            on: "iam role/{scope}-role-new",
            allowed: [],
            denied: ["deploy"],
          },
          { action: "iam:CreateRole", on: "iam role/other", allowed: [], denied: ["deploy"] },
          { action: "iam:CreateUser", on: "iam user/x", allowed: [], denied: ["deploy"] },
          {
            action: "iam:AddUserToGroup",
            on: "iam group/{scope}-group-admin",
            allowed: [],
            denied: ["deploy"],
          },
          ...[...PIPELINE, "break-glass"].map((name) => ({
            action: "iam:PutRolePolicy",
            on: `iam role/{scope}-role-${name}`,
            context: { "iam:PermissionsBoundary": boundary },
            allowed: [],
            denied: ["deploy"],
          })),
          {
            action: "iam:PassRole",
            on: "iam role/{scope}-role-break-glass",
            context: { "iam:PassedToService": "lambda.amazonaws.com" },
            allowed: [],
            denied: ["deploy"],
          },
          {
            action: "iam:CreatePolicyVersion",
            on: "iam policy/{scope}-policy-deploy-by-tag",
            allowed: [],
            denied: ["deploy"],
          },
          { action: "organizations:LeaveOrganization", on: "*", allowed: [], denied: ["deploy"] },
          {
            action: "rds:CreateDBInstance",
            on: "rds db:{scope}-db-main",
            context: { "aws:RequestedRegion": "eu-central-1" },
            allowed: [],
            denied: ["deploy"],
          },
          {
            action: "s3:PutObject",
            on: `s3 rampart-state-${ACCOUNTS[stack]}-us-east-1/.pulumi/stacks/rampart/${stack}.json`,
            allowed: ["deploy"],
          },
        ],
      );
    });

    it(`P-IAM-1: in ${stack} a pull request's preview reads state and changes nothing`, () => {
      const bucket = `s3 rampart-state-${ACCOUNTS[stack]}-us-east-1/.pulumi/stacks/rampart/${stack}.json`;
      judge(
        stack,
        ["preview"],
        [
          { action: "s3:GetObject", on: bucket, allowed: ["preview"] },
          { action: "s3:PutObject", on: bucket, allowed: [] },
          {
            action: "kms:Decrypt",
            on: "kms key/1",
            context: { "kms:ResourceAliases": "alias/rampart-state" },
            allowed: ["preview"],
          },
          {
            action: "kms:Decrypt",
            on: "kms key/1",
            context: { "kms:ResourceAliases": `alias/rampart-${stack}` },
            allowed: [],
          },
          {
            action: "ecs:UpdateService",
            on: "ecs service/{scope}-ecs-main/{scope}-svc-api",
            allowed: [],
          },
          {
            action: "secretsmanager:GetSecretValue",
            on: "secretsmanager secret:/{env}/x-AbCdEf",
            allowed: [],
          },
        ],
      );
      const attached = ofType(graphOf(stack), "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ name }) => name.startsWith("preview-"))
        .map(({ inputs }) => inputs["policyArn"]);
      assert.deepEqual(attached, [
        "arn:aws:iam::aws:policy/SecurityAudit",
        "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
      ]);
    });
  }
});
