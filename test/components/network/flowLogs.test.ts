import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, refusal, waitsFor } from "../../support/graph.ts";
import { recordedVpc, testVpc } from "../../support/network.ts";

describe("FlowLogs", () => {
  const environment = testEnvironment();
  let graph: Graph;

  before(async () => {
    graph = await recordedVpc(environment);
  });

  it("P-NET-6, feature 6: records all traffic of the VPC in an encrypted group, for 365 days", () => {
    assert.deepEqual(only(graph, "aws:ec2/flowLog:FlowLog").inputs, {
      iamRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-main-flow-logs",
      logDestination: "arn:aws:logs:us-east-1:111122223333:log-group:/vpc/dev/main/flow-logs",
      logDestinationType: "cloud-watch-logs",
      tags: { Name: "rampart-dev-fl-main" },
      trafficType: "ALL",
      vpcId: UNKNOWN,
    });
    const group = only(graph, "aws:cloudwatch/logGroup:LogGroup");
    assert.equal(group.inputs["name"], "/vpc/dev/main/flow-logs");
    assert.equal(group.inputs["retentionInDays"], 365);
    const key = only(graph, "aws:kms/key:Key");
    assert.deepEqual(group.propertyDependencies["kmsKeyId"], [key.urn]);
  });

  it("P-NET-6: its role writes to that log group and nowhere else", () => {
    const group = "arn:aws:logs:us-east-1:111122223333:log-group:/vpc/dev/main/flow-logs";
    assert.deepEqual(policyOf(only(graph, "aws:iam/rolePolicy:RolePolicy")).Statement, [
      {
        Sid: "WriteFlowLogs",
        Effect: "Allow",
        Action: [
          "logs:CreateLogStream",
          "logs:DescribeLogGroups",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
        ],
        Resource: [group, `${group}:*`],
      },
    ]);
  });

  it("P-NET-6: only flow logs of this account may assume it", () => {
    const role = only(graph, "aws:iam/role:Role");
    assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
      {
        Sid: "TrustService",
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/*" },
        },
      },
    ]);
  });

  it("starts once the role has its policy and the group is there", () => {
    const log = only(graph, "aws:ec2/flowLog:FlowLog");
    for (const type of ["aws:iam/rolePolicy:RolePolicy", "aws:cloudwatch/logGroup:LogGroup"]) {
      assert.equal(waitsFor(graph, log, only(graph, type)), true, type);
    }
  });

  it("T19: refuses a retention that CloudWatch Logs refuses", async () => {
    const message = await refusal(() => testVpc(environment, { flowLogRetentionDays: 366 }));
    assert.match(message, /^retentionDays of vpc-flow-logs is 366; allowed: 1, 3, 5,/);
  });
});
