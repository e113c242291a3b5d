import assert from "node:assert/strict";

import { AGENT_ACCOUNTS, agentStatements } from "../../../components/compute/guardDutyAgent.ts";
import { REGIONS } from "../../../components/shared/regions.ts";
import { testEnvironment } from "../../support/fixtures.ts";

describe("agentStatements", () => {
  it("P-DET-2: knows GuardDuty's account in every region of the program, each another", () => {
    assert.deepEqual(Object.keys(AGENT_ACCOUNTS), Object.keys(REGIONS));
    const accounts = Object.values(AGENT_ACCOUNTS);
    assert.equal(new Set(accounts).size, accounts.length);
    for (const account of accounts) assert.match(account, /^\d{12}$/);
  });

  for (const [region, partition, arn] of [
    ["us-east-1", "aws", "arn:aws:ecr:us-east-1:593207742271"],
    ["eu-west-2", "aws", "arn:aws:ecr:eu-west-2:892757235363"],
    ["us-gov-west-1", "aws-us-gov", "arn:aws-us-gov:ecr:us-gov-west-1:383110348953"],
  ] as const) {
    it(`P-DET-2: ${region} pulls the agent from GuardDuty's repository there, and no other`, () => {
      assert.deepEqual(agentStatements(testEnvironment({ region, partition })), [
        {
          Sid: "PullGuardDutyAgent",
          Effect: "Allow",
          Action: [
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
          ],
          Resource: `${arn}:repository/aws-guardduty-agent-fargate`,
        },
      ]);
    });
  }

  it("allows nothing where GuardDuty has no agent", () => {
    assert.deepEqual(agentStatements(testEnvironment({ region: "xx-nowhere-1" })), []);
  });
});
