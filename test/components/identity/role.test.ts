import assert from "node:assert/strict";

import { Role, type RoleArgs } from "../../../components/identity/role.ts";
import type { Statement } from "../../../components/shared/policy.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, only, policyOf, recorded, refusal } from "../../support/graph.ts";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

const read: Statement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

function program(overrides: Partial<RoleArgs> = {}, seen: (role: Role) => void = () => undefined) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { boundary } = foundation(environment);
    const role = new Role("task", {
      environment,
      boundary,
      identifier: "api-task",
      service: "ecs-tasks.amazonaws.com",
      ...overrides,
    });
    seen(role);
  };
}

describe("Role", () => {
  it("P-RUN-5, P-IAM-3: trusts one service for this account, under the boundary; grants nothing", async () => {
    const graph = await recorded(program());
    const role = only(graph, ROLE);
    assert.equal(role.inputs["name"], "rampart-dev-role-api-task");
    assert.equal(
      role.inputs["permissionsBoundary"],
      "arn:aws:iam::111122223333:policy/rampart-dev-policy-boundary",
    );
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
    assert.deepEqual([namesOf(graph, POLICY), namesOf(graph, ATTACHMENT)], [[], []]);
  });

  it("P-IAM-3: waits for its boundary", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, ROLE).propertyDependencies["permissionsBoundary"], [
      only(graph, "aws:iam/policy:Policy").urn,
    ]);
  });

  it("P-RUN-5: narrows the trust to the resources asked for", async () => {
    const sourceArn = "arn:aws:ecs:us-east-1:111122223333:*";
    const role = only(await recorded(program({ sourceArn })), ROLE);
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement[0]?.["Condition"], {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": sourceArn },
    });
  });

  it("trusts a service that sends no source along without a condition, which would block it", async () => {
    const role = only(await recorded(program({ service: "ec2.amazonaws.com" })), ROLE);
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  it("refuses to narrow the trust of such a service, rather than forget it", async () => {
    const sourceArn = "arn:aws:ec2:us-east-1:111122223333:instance/*";
    assert.equal(
      await refusal(program({ service: "ec2.amazonaws.com", sourceArn })),
      `sourceArn of task is ${sourceArn}; ec2.amazonaws.com sends no source along, so none can be ` +
        "asked for.",
    );
  });

  it("makes one inline policy for each name, and none for an empty list", async () => {
    const policies = { images: [read], nothing: [], logs: [{ ...read, Sid: "Logs" }] };
    const graph = await recorded(program({ policies }));
    assert.deepEqual(namesOf(graph, POLICY), ["task-images", "task-logs"]);
    const images = only(graph, POLICY, "task-images");
    assert.equal(images.inputs["name"], "images");
    assert.equal(images.inputs["role"], "rampart-dev-role-api-task");
    assert.deepEqual(policyOf(images).Statement, [read]);
  });

  it("T28: attaches AWS's own policies by the partition's ARN, named by policy", async () => {
    const graph = await recorded(
      program({
        environment: testEnvironment({ region: "us-gov-west-1" }),
        managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
      }),
    );
    assert.deepEqual(only(graph, ATTACHMENT, "task-AmazonRDSEnhancedMonitoringRole").inputs, {
      role: "rampart-dev-role-api-task",
      policyArn: "arn:aws-us-gov:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  it("its name and ARN are known before it exists", async () => {
    const seen: string[] = [];
    await recorded(
      program({}, ({ roleName, arn }) => {
        roleName.apply((name) => arn.apply((value) => seen.push(name, value)));
      }),
    );
    assert.deepEqual(seen, [
      "rampart-dev-role-api-task",
      "arn:aws:iam::111122223333:role/rampart-dev-role-api-task",
    ]);
  });

  it("T98: refuses a name longer than IAM's 64 characters", async () => {
    const identifier = "a".repeat(48);
    assert.equal(
      await refusal(program({ identifier })),
      `The role name "rampart-dev-role-${identifier}" has 65 characters; 64 are allowed. ` +
        `Shorten the identifier "${identifier}".`,
    );
  });

  it("T98: refuses a trust longer than IAM's 2,048 characters", async () => {
    const message = await refusal(program({ sourceArn: "x".repeat(2_000) }));
    assert.equal(message, "A trust policy has 2251 characters; 2048 are allowed.");
  });

  it("refuses inline policies that fit one by one but not together, as IAM does", async () => {
    const half = (Sid: string) => [{ ...read, Sid, Resource: "x".repeat(5_100) }];
    assert.equal(
      await refusal(program({ policies: { a: half("A"), b: half("B") } })),
      "All inline policies have 10410 characters; 10240 are allowed.",
    );
  });

  it("refuses more managed policies than a role takes", async () => {
    const managedPolicies = Array.from({ length: 11 }, (_, index) => `job-function/P${index}`);
    assert.equal(
      await refusal(program({ managedPolicies })),
      "task has 11 managed policies; 10 are allowed.",
    );
    const graph = await recorded(program({ managedPolicies: managedPolicies.slice(1) }));
    assert.equal(namesOf(graph, ATTACHMENT).length, 10);
  });
});
