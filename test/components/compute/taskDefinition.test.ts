import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { agentStatements } from "../../../components/compute/guardDutyAgent.ts";
import {
  NO_IMAGE_DIGEST,
  TaskDefinition,
  type TaskDefinitionArgs,
} from "../../../components/compute/taskDefinition.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, namesOf, ofType, only, policyOf, recorded, refusal } from "../../support/graph.ts";
import { DIGEST, REPOSITORY, textOf } from "../../support/compute.ts";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

describe("TaskDefinition", () => {
  const environment = testEnvironment();
  const build = (overrides: Partial<TaskDefinitionArgs> = {}) => {
    const { key, boundary } = foundation(environment);
    return new TaskDefinition("migrate", {
      environment,
      key,
      boundary,
      identifier: "migrate",
      image: { repository: REPOSITORY, digest: DIGEST },
      cpu: 256,
      memory: 512,
      logRetentionDays: 30,
      ...overrides,
    });
  };
  const graphOf = (overrides: Partial<TaskDefinitionArgs> = {}): Promise<Graph> =>
    recorded(() => build(overrides));
  const container = (graph: Graph) => {
    const text = textOf(only(graph, TASK), "containerDefinitions");
    return (JSON.parse(text) as Record<string, unknown>[])[0] ?? {};
  };

  it("P-RUN-3: is a Fargate task that keeps its revisions for a rollback", async () => {
    const { containerDefinitions, ...inputs } = only(await graphOf(), TASK).inputs;
    assert.equal(typeof containerDefinitions, "string");
    assert.deepEqual(inputs, {
      family: "rampart-dev-task-migrate",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      cpu: "256",
      memory: "512",
      executionRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-migrate-start",
      taskRoleArn: "arn:aws:iam::111122223333:role/rampart-dev-role-migrate-task",
      volumes: [],
      skipDestroy: true,
    });
  });

  it("P-RUN-3: runs the image by digest and logs to its own group, known at preview", async () => {
    const graph = await graphOf();
    assert.equal(container(graph)["image"], `${REPOSITORY.url}@${DIGEST}`);
    assert.equal(
      only(graph, "aws:cloudwatch/logGroup:LogGroup").inputs["name"],
      "/ecs/dev/migrate",
    );
  });

  it("decisions, registry: names an image that can't exist while there is none", async () => {
    let task: TaskDefinition | undefined;
    const graph = await recorded(() => {
      task = build({ image: { repository: REPOSITORY } });
    });
    assert.equal(task?.hasImage, false);
    assert.equal(container(graph)["image"], `${REPOSITORY.url}@${NO_IMAGE_DIGEST}`);
    assert.match(NO_IMAGE_DIGEST, /^sha256:0{64}$/);
  });

  it("P-RUN-1: runs an image that the program builds", async () => {
    let task: TaskDefinition | undefined;
    const builtUri = pulumi.output(`${REPOSITORY.url}@sha256:b`);
    const graph = await recorded(() => {
      task = build({ image: { repository: REPOSITORY, builtUri } });
    });
    assert.equal(task?.hasImage, true);
    assert.equal(container(graph)["image"], `${REPOSITORY.url}@sha256:b`);
  });

  it("P-RUN-5: ECS may pull from the one repository and GuardDuty's, and write the one log, no more", async () => {
    const policy = only(await graphOf(), ROLE_POLICY, "migrate-start-start");
    assert.deepEqual(policyOf(policy).Statement, [
      {
        Sid: "LogInToRegistry",
        Effect: "Allow",
        Action: "ecr:GetAuthorizationToken",
        Resource: "*",
      },
      {
        Sid: "PullImage",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        Resource: REPOSITORY.arn,
      },
      ...agentStatements(testEnvironment()),
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/dev/migrate:*",
      },
    ]);
  });

  it("T56: with injected secrets ECS may read exactly those, through the one key", async () => {
    const pattern = "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/app/jwt-??????";
    const arn = pulumi.output(pulumi.unknown as unknown as string);
    const graph = await graphOf({
      secrets: {
        SECRET_KEY: { arn, arnPattern: pattern },
        OLD_SECRET_KEY: { arn, arnPattern: pattern, jsonKey: "old" },
      },
    });
    const policy = only(graph, ROLE_POLICY, "migrate-start-start");
    assert.deepEqual(policyOf(policy).Statement.slice(4), [
      {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: [pattern],
      },
      {
        Sid: "UseKeyForsecretsmanager",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: "arn:aws:kms:us-east-1:111122223333:key/*",
        Condition: {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-dev" },
          StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
        },
      },
    ]);
    assert.deepEqual(only(graph, TASK).inputs["containerDefinitions"], { $unknown: true });
  });

  it("P-RUN-5: both roles trust ECS for this account's tasks only, under the boundary", async () => {
    const roles = ofType(await graphOf(), ROLE);
    assert.deepEqual(roles.map(({ name }) => name).sort(), ["migrate-start", "migrate-task"]);
    for (const role of roles) {
      assert.deepEqual(policyOf(role, "assumeRolePolicy").Statement, [
        {
          Sid: "TrustService",
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "111122223333" },
            ArnLike: { "aws:SourceArn": "arn:aws:ecs:us-east-1:111122223333:*" },
          },
        },
      ]);
      assert.equal(
        role.inputs["permissionsBoundary"],
        "arn:aws:iam::111122223333:policy/rampart-dev-policy-boundary",
      );
    }
  });

  it("P-RUN-5: the application may do what it is given, and nothing otherwise", async () => {
    const read = {
      Sid: "ReadItems",
      Effect: "Allow",
      Action: "dynamodb:GetItem",
      Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/items",
    } as const;
    const given = await graphOf({ taskStatements: [read] });
    assert.deepEqual(policyOf(only(given, ROLE_POLICY, "migrate-task-application")).Statement, [
      read,
    ]);
    assert.deepEqual(namesOf(await graphOf(), ROLE_POLICY), ["migrate-start-start"]);
  });

  it("T54: a debug shell opens its channel, writes its record and uses the key", async () => {
    const graph = await graphOf({ shellLogGroupName: "/ecs/dev/main/debug-shell" });
    const { Statement } = policyOf(only(graph, ROLE_POLICY, "migrate-task-debug-shell"));
    assert.deepEqual(
      Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        [
          "OpenShellChannel",
          [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          "*",
        ],
        [
          "FindShellRecord",
          "logs:DescribeLogGroups",
          "arn:aws:logs:us-east-1:111122223333:log-group:*",
        ],
        [
          "WriteShellRecord",
          ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/dev/main/debug-shell:*",
        ],
        ["DecryptShell", "kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/*"],
      ],
    );
    assert.deepEqual(Statement[3]?.["Condition"], {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-dev" },
    });
    assert.equal(container(graph)["readonlyRootFilesystem"], false);
  });

  it("T57: EFS is entered through its access point, encrypted, as the task's role", async () => {
    const graph = await recorded(() => {
      const fileSystem = new pulumi.ComponentResource("test:index:FileSystem", "files");
      const mount = { name: "data", fileSystemId: "fs-1", accessPointId: "fsap-1", fileSystem };
      build({ efsMounts: [{ ...mount, containerPath: "/data" }] });
    });
    assert.deepEqual(only(graph, TASK).inputs["volumes"], [
      {
        name: "data",
        efsVolumeConfiguration: {
          fileSystemId: "fs-1",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: "fsap-1", iam: "ENABLED" },
        },
      },
    ]);
    assert.deepEqual(container(graph)["mountPoints"], [
      { sourceVolume: "data", containerPath: "/data", readOnly: false },
    ]);
  });

  it("S-TRACKER-12: logs where it is told to, and may write there only", async () => {
    const graph = await graphOf({ logGroupName: "/aws/ecs/rampart-dev/api" });
    assert.equal(
      only(graph, "aws:cloudwatch/logGroup:LogGroup").inputs["name"],
      "/aws/ecs/rampart-dev/api",
    );
    const { Statement } = policyOf(only(graph, ROLE_POLICY, "migrate-start-start"));
    assert.equal(
      Statement[3]?.["Resource"],
      "arn:aws:logs:us-east-1:111122223333:log-group:/aws/ecs/rampart-dev/api:*",
    );
    const options = at(container(graph) as never, "logConfiguration", "options");
    assert.equal(at(options, "awslogs-group"), "/aws/ecs/rampart-dev/api");
  });

  it("T44: refuses a size that Fargate has not", async () => {
    assert.equal(
      await refusal(() => build({ memory: 4096 })),
      "Size of migrate: Fargate has no 4096 MiB with 256 CPU units; allowed: 512, 1024, 2048.",
    );
  });

  it("P-RUN-1: refuses two images", async () => {
    const image = { repository: REPOSITORY, digest: DIGEST, builtUri: "x" };
    assert.equal(
      await refusal(() => build({ image })),
      "image of migrate has both digest and builtUri; one is allowed.",
    );
  });
});
