import assert from "node:assert/strict";

import { DescribeTasksCommand, StopTaskCommand, type Task } from "@aws-sdk/client-ecs";

import { awsRefusal } from "../../support/awsClient.ts";
import { eventOf, EXEMPT, EXEMPTED, rejection, World } from "./world.ts";

const EVENT = eventOf("guardduty-task");
const CLUSTER = "arn:aws:ecs:us-east-1:111122223333:cluster/rampart-dev-ecs-main";
const TASK =
  "arn:aws:ecs:us-east-1:111122223333:task/rampart-dev-ecs-main/0123456789abcdef0123456789abcdef";
const FINDING = "16afba5c5c43e07c9e3e5e2e544e95df";

function worldWith(task: Task | undefined, mode?: "dry-run" | "on"): World {
  const world = new World(mode);
  world.aws
    .on(DescribeTasksCommand, () =>
      task ? { tasks: [task] } : { tasks: [], failures: [{ arn: TASK, reason: "MISSING" }] },
    )
    .on(StopTaskCommand, () => ({}));
  return world;
}

const RUNNING: Task = {
  lastStatus: "RUNNING",
  taskDefinitionArn: "arn:aws:ecs:us-east-1:111122223333:task-definition/rampart-dev-task-api:7",
  group: "service:rampart-dev-svc-api",
  startedBy: "ecs-svc/0123456789",
  startedAt: new Date("2026-11-22T08:00:00Z"),
  containers: [{ name: "api", image: "x@sha256:1", imageDigest: "sha256:1", runtimeId: "r-1" }],
  attachments: [
    {
      details: [
        { name: "subnetId", value: "subnet-1" },
        { name: "networkInterfaceId", value: "eni-1" },
        { name: "privateIPv4Address", value: "10.0.11.9" },
      ],
    },
  ],
};

describe("auto-remediate, when a task is attacked", () => {
  it("P-RESP: writes down what ran, stops it, and tells", async () => {
    const world = worldWith(RUNNING);
    await world.call(EVENT);
    assert.deepEqual(world.log[0], {
      level: "info",
      message: "evidence",
      finding: FINDING,
      task: TASK,
      taskDefinition: RUNNING.taskDefinitionArn,
      group: "service:rampart-dev-svc-api",
      startedBy: "ecs-svc/0123456789",
      startedAt: "2026-11-22T08:00:00.000Z",
      containers: [{ name: "api", image: "x@sha256:1", imageDigest: "sha256:1", runtimeId: "r-1" }],
      interfaces: ["eni-1", "10.0.11.9"],
    });
    assert.deepEqual(world.aws.inputs(DescribeTasksCommand), [
      { cluster: CLUSTER, tasks: [TASK], include: ["TAGS"] },
    ]);
    assert.deepEqual(world.aws.inputs(StopTaskCommand), [
      { cluster: CLUSTER, task: TASK, reason: `GuardDuty finding ${FINDING}` },
    ]);
    assert.deepEqual(
      world.notices.map(({ finding, actions }) => [finding, actions]),
      [["task-compromised", [`stop task ${TASK}`]]],
    );
  });

  it("P-RESP: in a dry run stops nothing", async () => {
    const world = worldWith(RUNNING, "dry-run");
    await world.call(EVENT);
    assert.deepEqual([world.changes, world.notices[0]?.outcome], [[], "dry-run"]);
  });

  it("P-RESP: refuses to stop an exempt task, and tells", async () => {
    const tags = [{ key: EXEMPT.Key, value: EXEMPT.Value }];
    const world = worldWith({ ...RUNNING, tags });
    await world.call(EVENT);
    assert.deepEqual(
      [world.changes, world.notices.map(({ outcome, refused }) => [outcome, refused])],
      [[], [["refused", [`stop task ${TASK}: ${EXEMPTED}`]]]],
    );
  });

  for (const task of [
    undefined,
    { lastStatus: "STOPPED" },
    { lastStatus: "STOPPING" },
    { lastStatus: "DEPROVISIONING" },
  ]) {
    it(`a task that is ${task?.lastStatus ?? "forgotten"} is left alone`, async () => {
      const world = worldWith(task);
      await world.call(EVENT);
      assert.deepEqual([world.changes, world.notices], [[], []]);
    });
  }

  for (const [name, message] of [
    ["ClusterNotFoundException", "Cluster not found."],
    ["InvalidParameterException", "The referenced task was not found."],
  ] as const) {
    it(`is content with "${message}"`, async () => {
      const world = worldWith(RUNNING);
      world.aws.on(StopTaskCommand, () => {
        throw awsRefusal(name, message);
      });
      await world.call(EVENT);
      assert.deepEqual(world.notices, []);
    });
  }

  for (const name of [
    "AccessDeniedException",
    "ThrottlingException",
    "InvalidParameterException",
  ]) {
    it(`leaves ${name} to Lambda's retries and the queue`, async () => {
      const world = worldWith(RUNNING);
      world.aws.on(StopTaskCommand, () => {
        throw awsRefusal(name);
      });
      assert.match(await rejection(world.call(EVENT)), new RegExp(`^${name} `));
    });
  }
});
