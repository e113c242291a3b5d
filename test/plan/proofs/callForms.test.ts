import assert from "node:assert/strict";

import { T } from "./defects.ts";
import { ACCOUNT, arn, heard, make, policy, told, topicArn } from "./small.ts";

describe("forms of calls with a role", () => {
  it("a role's leave may stand in its own policies, in managed ones, and below its boundary", () => {
    const role = make(T.role, "r", {
      assumeRolePolicy: policy({
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
      inlinePolicies: [{ policy: policy({ Action: "logs:*", Resource: "*" }) }],
      managedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/p`],
    });
    const managed = make(T.policy, "p", { policy: policy({ Action: "sns:*", Resource: "*" }) });
    const fn = make(T.function, "f", {
      role: `arn:aws:iam::${ACCOUNT}:role/r`,
      environment: { variables: { TOPIC: topicArn } },
    });
    const group = make(T.logGroup, "g", { name: "/aws/lambda/f" });
    assert.deepEqual(told(fn, role, managed, group, ...heard), [
      "passes: function f → role r → topic t → email a@b.c",
      "passes: function f → role r → log group /aws/lambda/f",
    ]);
    const bound = {
      ...role,
      inputs: { ...role.inputs, permissionsBoundary: "arn:aws:iam::aws:policy/x" },
    };
    assert.deepEqual(told(fn, bound, managed, group, ...heard).slice(0, 2), [
      "unknown: function f → role r → topic t",
      "  part of the boundary of role r is AWS's own, which is not read here, so it can't be shown that sns:Publish passes",
    ]);
    assert.deepEqual(told(fn, role, group, ...heard).slice(0, 2), [
      "unknown: function f → role r → topic t",
      "  part of the policies of role r is not of this stack, so it can't be shown that sns:Publish passes",
    ]);
  });

  it("what AWS's own policies allow counts for nothing that can be shown", () => {
    const role = make(T.role, "r", {
      assumeRolePolicy: policy({
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    });
    const attachment = make(T.attachment, "a", {
      role: "r",
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    });
    const fn = make(T.function, "f", { role: `arn:aws:iam::${ACCOUNT}:role/r` });
    const group = make(T.logGroup, "g", { name: "/aws/lambda/f" });
    assert.deepEqual(told(fn, role, attachment, group), [
      "unknown: function f → role r → log group /aws/lambda/f",
      "  part of the policies of role r is AWS's own, which is not read here, so it can't be shown that logs:CreateLogStream passes",
    ]);
  });

  it("a schedule calls a function of the stack, or nobody knows what", () => {
    const role = make(T.role, "r", {
      assumeRolePolicy: policy({
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceArn": arn("scheduler", "schedule-group/default") },
        },
      }),
    });
    const schedule = make(T.schedule, "s", {
      target: { roleArn: `arn:aws:iam::${ACCOUNT}:role/r`, arn: arn("sqs", "q") },
    });
    assert.deepEqual(told(schedule, role), [
      "unknown: schedule s → role r → arn:aws:sqs:eu-west-1:111122223333:q",
      "  the target is no function of this stack, so it can't be shown that it is called",
      "stops: schedule s → nobody",
      "  nobody would hear of calls that schedule s could not make",
    ]);
    assert.deepEqual(told(schedule), [
      "unknown: schedule s → role arn:aws:iam::111122223333:role/r",
      "  the role is not of this stack",
    ]);
  });
});
