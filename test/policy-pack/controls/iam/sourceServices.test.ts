import assert from "node:assert/strict";

import { SENDS_SOURCE, sendsSource } from "../../../../policy-pack/controls/iam/sourceServices.ts";

/**
 * Services and the guide of AWS whose trust policy for a role has a source condition: published
 * sources of June 2023, but for EventBridge and its Scheduler, which were read in 2026. A service
 * that joins the table joins this list with its guide.
 */
const GUIDES: Readonly<Record<string, string>> = {
  airflow: "Amazon MWAA User Guide, cross-service confused deputy prevention",
  "airflow-env": "Amazon MWAA User Guide, cross-service confused deputy prevention",
  bedrock: "Amazon Bedrock User Guide, service roles",
  codebuild: "AWS CodeBuild User Guide, cross-service confused deputy prevention",
  "cognito-idp": "Amazon Cognito Developer Guide, SMS messages of user pools",
  config: "AWS Config Developer Guide, permissions for the IAM role",
  datasync: "AWS DataSync User Guide, cross-service confused deputy prevention",
  "directoryservice.rds": "Amazon RDS User Guide, Windows Authentication",
  "ecs-tasks": "Amazon ECS Developer Guide, task IAM role",
  events: "Amazon EventBridge User Guide, roles of targets",
  iot: "AWS IoT Core Developer Guide, cross-service confused deputy prevention",
  logs: "Amazon CloudWatch Logs User Guide, subscription filters",
  "monitoring.rds": "Amazon RDS User Guide, Enhanced Monitoring",
  pipes: "Amazon EventBridge User Guide, roles of pipes",
  sagemaker: "Amazon SageMaker Developer Guide, cross-service confused deputy prevention",
  scheduler: "EventBridge Scheduler User Guide, cross-service confused deputy prevention",
  ssm: "AWS Systems Manager User Guide, cross-service confused deputy prevention",
  states: "AWS Step Functions Developer Guide, roles of state machines",
  "vpc-flow-logs": "Amazon VPC User Guide, role of flow logs",
};

/** Services that send none, or whose guide shows none for a role: binding them would lock them out. */
const SILENT = ["ec2", "lambda", "cloudtrail", "backup"];

describe("services that tell on whose behalf they assume a role", () => {
  it("each have a guide that says so, and every guide's service is among them", () => {
    assert.deepEqual(SENDS_SOURCE.toSorted(), Object.keys(GUIDES).sort());
    assert.equal(new Set(SENDS_SOURCE).size, SENDS_SOURCE.length);
  });

  it("are written as the first part of a service principal", () => {
    for (const name of SENDS_SOURCE) assert.match(name, /^[a-z]+(?:[.-][a-z]+)*$/);
  });

  for (const [principal, expected] of [
    ["ecs-tasks.amazonaws.com", true],
    ["ECS-Tasks.amazonaws.com", true],
    ["states.us-east-1.amazonaws.com", true],
    ["logs.cn-north-1.amazonaws.com.cn", true],
    ["logs.us-gov-west-1.amazonaws.com", true],
    ["directoryservice.rds.amazonaws.com", true],
    ["rds.amazonaws.com", false],
    ["ecs-tasks.example.com", false],
    ["ecs-tasks", true],
    ["my.states.us-east-1.amazonaws.com", false],
    ["states.us-east-1a.amazonaws.com", false],
    ["", false],
    ...SILENT.map((name) => [`${name}.amazonaws.com`, false] as const),
  ] as const) {
    it(`${expected ? "hold" : "do not hold"} ${principal || "nothing"}`, () => {
      assert.equal(sendsSource(principal), expected);
    });
  }
});
