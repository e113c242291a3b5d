import assert from "node:assert/strict";

import {
  DescribeTasksCommand,
  ListTasksCommand,
  StopTaskCommand,
  type Task,
} from "@aws-sdk/client-ecs";

import { awsRefusal } from "../../support/awsClient.ts";
import { rejection } from "../shared/rejection.ts";
import { eventOf, EXEMPT, EXEMPTED, NOW, World } from "./world.ts";

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

  const MINUTE = 60_000;
  const stop = (minutesAgo: number, overrides: Partial<Task> = {}): Task => ({
    lastStatus: "STOPPED",
    group: "service:rampart-dev-svc-api",
    stoppedReason: "GuardDuty finding another",
    stoppingAt: new Date(NOW - minutesAgo * MINUTE),
    ...overrides,
  });

  /** A cluster whose stopped tasks ECS tells in pages of two. */
  function worldAfter(stopped: readonly Task[], mode?: "dry-run" | "on"): World {
    const world = worldWith(RUNNING, mode);
    world.aws
      .on(ListTasksCommand, ({ nextToken = "0" }) => {
        const end = Number(nextToken) + 2;
        const taskArns = stopped.map((_, index) => String(index)).slice(end - 2, end);
        return end < stopped.length ? { taskArns, nextToken: String(end) } : { taskArns };
      })
      .on(DescribeTasksCommand, ({ tasks: asked = [] }) => ({
        tasks: asked.map((arn) => (arn === TASK ? RUNNING : (stopped[Number(arn)] ?? {}))),
      }));
    return world;
  }

  it("P-RESP: stops three tasks of a service within an hour, and leaves more to people", async () => {
    const stopped = [stop(5), stop(59), stop(0, { stoppingAt: undefined })];
    for (const mode of ["on", "dry-run"] as const) {
      const world = worldAfter(stopped, mode);
      await world.call(EVENT);
      assert.deepEqual(world.aws.inputs(ListTasksCommand)[0], {
        cluster: CLUSTER,
        desiredStatus: "STOPPED",
      });
      const told = `stop task ${TASK}: limit: 3 tasks of service:rampart-dev-svc-api were stopped within the hour`;
      assert.deepEqual(
        [world.changes, world.notices.map(({ outcome, refused }) => [outcome, refused])],
        [[], [["refused", [told]]]],
      );
      assert.equal(world.log[0]?.message, "evidence");
    }
  });

  for (const [what, third] of [
    ["nothing", []],
    ["one of more than an hour ago", [stop(61)]],
    ["one of another service", [stop(5, { group: "service:rampart-dev-svc-other" })]],
    ["a deployment's", [stop(5, { stoppedReason: "Scaling activity initiated by deployment" })]],
    ["one that failed", [stop(5, { stoppedReason: undefined })]],
  ] as const) {
    it(`P-RESP: after two stops and ${what} stops the third`, async () => {
      const world = worldAfter([stop(5), stop(10), ...third]);
      await world.call(EVENT);
      assert.deepEqual(world.changes, ["StopTask"]);
    });
  }

  for (const type of [
    "DefenseEvasion:Runtime/ProcessInjection.Proc",
    "DefenseEvasion:Runtime/ProcessInjection.VirtualMemoryWrite",
    "DefenseEvasion:Runtime/SuspiciousCommand",
    "Execution:Runtime/MaliciousFileExecuted",
    "Execution:Runtime/ReverseShell",
    "Execution:Runtime/SuspiciousCommand",
    "Execution:Runtime/SuspiciousTool",
    "Impact:Runtime/CryptoMinerExecuted",
    "PrivilegeEscalation:Runtime/CGroupsReleaseAgentModified",
    "PrivilegeEscalation:Runtime/RuncContainerEscape",
  ]) {
    it(`P-RESP: stops a task for ${type}`, async () => {
      const world = worldWith(RUNNING);
      await world.call(eventOf("guardduty-task", { type }));
      assert.deepEqual(world.changes, ["StopTask"]);
    });
  }

  for (const type of [
    // Names that are looked up.
    "Backdoor:Runtime/C&CActivity.B!DNS",
    "CryptoCurrency:Runtime/BitcoinTool.B!DNS",
    "Impact:Runtime/MaliciousDomainRequest.Reputation",
    "Trojan:Runtime/DGADomainRequest.C!DNS",
    "UnauthorizedAccess:Runtime/MetadataDNSRebind",
    // Addresses that are called.
    "Backdoor:Runtime/C&CActivity.B",
    "CryptoCurrency:Runtime/BitcoinTool.B",
    "UnauthorizedAccess:Runtime/TorClient",
    "UnauthorizedAccess:Runtime/TorRelay",
    // A file that nobody has run.
    "Execution:ECS/MaliciousFile",
    // A kind that is new, or only looks like one of the list.
    "Execution:Runtime/SomethingNew",
    "Execution:Runtime/ReverseShell!DNS",
    "x:Execution:Runtime/ReverseShell",
  ]) {
    it(`P-RESP: leaves ${type} to people, as who is outside may cause it`, async () => {
      const world = worldWith(RUNNING);
      await world.call(eventOf("guardduty-task", { type }));
      assert.deepEqual(world.aws.calls, []);
      assert.deepEqual(world.log[0]?.["finding"], { kind: "ignored", why: "it is left to people" });
    });
  }

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
    it(`leaves ${name} to the queue after three tries`, async () => {
      const world = worldWith(RUNNING);
      world.aws.on(StopTaskCommand, () => {
        throw awsRefusal(name);
      });
      assert.match(await rejection(world.call(EVENT)), new RegExp(`^${name} `));
    });
  }
});
