import assert from "node:assert/strict";

import { JobFunction, type JobFunctionArgs } from "../../../components/identity/jobFunction.ts";
import { ManagedPolicy, policyArnOf } from "../../../components/identity/managedPolicy.ts";
import type { Statement } from "../../../components/shared/policy.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, policyOf, recorded, refusal } from "../../support/graph.ts";

const GROUP = "aws:iam/group:Group";
const POLICY = "aws:iam/policy:Policy";
const ATTACHMENT = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
const ARN = "arn:aws:iam::111122223333:policy/rampart-dev-policy-reading";

const read: Statement = { Sid: "Read", Effect: "Allow", Action: "ecs:Describe*", Resource: "*" };

function program(
  overrides: (reading: ManagedPolicy) => Partial<JobFunctionArgs> = () => ({}),
  statements: readonly Statement[] = [read],
) {
  return () => {
    const environment = testEnvironment();
    const reading = new ManagedPolicy("reading", {
      environment,
      identifier: "reading",
      description: "Reads",
      statements,
    });
    new JobFunction("developer", {
      environment,
      identifier: "developer",
      policies: { reading },
      ...overrides(reading),
    });
  };
}

describe("JobFunction", () => {
  it("P-IAM-2: a group has the program's policies, each of which it waits for, and no member", async () => {
    const graph = await recorded(program());
    assert.deepEqual(only(graph, GROUP).inputs, { name: "rampart-dev-group-developer" });
    const attachment = only(graph, ATTACHMENT);
    assert.deepEqual(attachment.inputs, { group: "rampart-dev-group-developer", policyArn: ARN });
    assert.deepEqual(attachment.propertyDependencies["policyArn"], [only(graph, POLICY).urn]);
    assert.equal(graph.resources.filter(({ type }) => /user|membership/i.test(type)).length, 0);
  });

  it("P-IAM-2: an administrator's has AWS's own beside", async () => {
    const graph = await recorded(program(() => ({ awsPolicies: ["AdministratorAccess"] })));
    assert.deepEqual(
      Object.fromEntries(
        ofType(graph, ATTACHMENT).map(({ name, inputs }) => [name, inputs["policyArn"]]),
      ),
      {
        "developer-reading": ARN,
        "developer-AdministratorAccess": "arn:aws:iam::aws:policy/AdministratorAccess",
      },
    );
  });

  it("refuses to have none of the program's policies, or more than IAM takes", async () => {
    assert.equal(
      await refusal(program(() => ({ policies: {}, awsPolicies: ["AdministratorAccess"] }))),
      "developer has 1 policies; allowed: 1–10, one of them the program's own.",
    );
    const many = (reading: ManagedPolicy) => ({
      policies: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, reading])),
    });
    assert.equal(
      await refusal(program(many)),
      "developer has 11 policies; allowed: 1–10, one of them the program's own.",
    );
  });
});

describe("ManagedPolicy", () => {
  it("has its name from the environment, and an ARN that is known before it exists", async () => {
    const policy = only(await recorded(program()), POLICY);
    const { name, description } = policy.inputs;
    assert.deepEqual([name, description], ["rampart-dev-policy-reading", "Reads"]);
    assert.deepEqual(policyOf(policy).Statement, [read]);
    assert.equal(policyArnOf(testEnvironment(), "reading"), ARN);
  });

  it("T18: refuses a document that is longer than IAM takes", async () => {
    const long = { ...read, Action: Array.from({ length: 400 }, (_, i) => `ecs:Describe${i}xx`) };
    assert.match(
      await refusal(program(undefined, [long])),
      /^A managed policy has \d+ characters; 6144 are allowed\.$/,
    );
  });
});
