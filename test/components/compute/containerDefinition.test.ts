import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import {
  type ContainerArgs,
  containerDefinitions,
} from "../../../components/compute/containerDefinition.ts";
import { recorded, refusal } from "../../support/graph.ts";

const IMAGE = `111122223333.dkr.ecr.us-east-1.amazonaws.com/api@sha256:${"a".repeat(64)}`;

const ARGS: ContainerArgs = {
  name: "api",
  image: IMAGE,
  region: "us-east-1",
  logGroupName: "/ecs/dev/api",
  writableRoot: false,
};

/** The document, parsed; it must be known. */
async function documentOf(args: Partial<ContainerArgs>): Promise<Record<string, unknown>> {
  let text = "[]";
  await recorded(async () => {
    text = await new Promise((resolve) => {
      containerDefinitions({ ...ARGS, ...args }).apply(resolve);
    });
  });
  return (JSON.parse(text) as Record<string, unknown>[])[0] ?? {};
}

describe("containerDefinitions", () => {
  it("P-RUN-3, feature 23: a bare container is hardened", async () => {
    assert.deepEqual(await documentOf({}), {
      name: "api",
      image: IMAGE,
      essential: true,
      user: "10001:10001",
      readonlyRootFilesystem: true,
      linuxParameters: {
        initProcessEnabled: true,
        capabilities: { drop: ["ALL"] },
        tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev", "noexec"] }],
      },
      portMappings: [],
      environment: [],
      secrets: [],
      mountPoints: [],
      stopTimeout: 60,
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/ecs/dev/api",
          "awslogs-region": "us-east-1",
          "awslogs-stream-prefix": "api",
          mode: "non-blocking",
          "max-buffer-size": "25m",
        },
      },
    });
  });

  it("P-RUN-3: has what the stack says of port, health, command, user and variables", async () => {
    const document = await documentOf({
      port: 8000,
      healthCheck: { command: ["CMD", "node", "health.js"] },
      command: ["node", "worker.js"],
      user: "101:102",
      stopTimeoutSeconds: 120,
      environmentVariables: { PORT: "8000", DB_HOST: "db" },
    });
    const { portMappings, healthCheck, command, user, stopTimeout, environment } = document;
    assert.deepEqual(
      { portMappings, healthCheck, command, user, stopTimeout, environment },
      {
        portMappings: [{ name: "api", containerPort: 8000, protocol: "tcp" }],
        healthCheck: {
          command: ["CMD", "node", "health.js"],
          interval: 15,
          timeout: 5,
          retries: 3,
          startPeriod: 30,
        },
        command: ["node", "worker.js"],
        user: "101:102",
        stopTimeout: 120,
        environment: [
          { name: "DB_HOST", value: "db" },
          { name: "PORT", value: "8000" },
        ],
      },
    );
  });

  for (const [port, controls] of [
    [80, [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }]],
    [1023, [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }]],
    [1024, undefined],
  ] as const) {
    it(`S-TRACKER-10: port ${port} ${controls ? "is opened to" : "needs nothing for"} a user without capabilities`, async () => {
      assert.deepEqual((await documentOf({ port }))["systemControls"], controls);
    });
  }

  it("T56: secrets are named by full ARN, with the JSON key where one is asked for", async () => {
    const arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/app/jwt-secret-AbCdEf";
    const document = await documentOf({
      secrets: {
        SECRET_KEY: { arn, arnPattern: "" },
        POSTGRES_PASSWORD: { arn: pulumi.output(arn), arnPattern: "", jsonKey: "password" },
      },
    });
    assert.deepEqual(document["secrets"], [
      { name: "POSTGRES_PASSWORD", valueFrom: `${arn}:password::` },
      { name: "SECRET_KEY", valueFrom: arn },
    ]);
  });

  it("T54: a debug shell makes the root file system writable, and nothing else", async () => {
    const { readonlyRootFilesystem: closed, ...rest } = await documentOf({});
    const { readonlyRootFilesystem: open, ...others } = await documentOf({ writableRoot: true });
    assert.deepEqual([closed, open], [true, false]);
    assert.deepEqual(others, rest);
  });

  const REFUSED: readonly [what: string, args: Partial<ContainerArgs>, message: string][] = [
    [
      "a variable that is also a secret",
      {
        environmentVariables: { TOKEN: "x", PORT: "1" },
        secrets: { TOKEN: { arn: "a", arnPattern: "a" } },
      },
      "TOKEN of api stands in both environmentVariables and secrets; one is allowed.",
    ],
    [
      "the root user",
      { user: "0:10001" },
      'user of api is "0:10001"; allowed: uid:gid in digits, neither of them 0.',
    ],
    [
      "a user by name",
      { user: "node" },
      'user of api is "node"; allowed: uid:gid in digits, neither of them 0.',
    ],
    [
      "a stop time-out beyond Fargate's",
      { stopTimeoutSeconds: 121 },
      "stopTimeoutSeconds of api is 121; allowed: 2–120.",
    ],
    [
      "a health check without its form",
      { healthCheck: { command: ["node", "health.js"] } },
      'healthCheck.command of api starts with "node"; allowed: CMD, CMD-SHELL.',
    ],
  ];

  for (const [what, args, message] of REFUSED) {
    it(`P-RUN-3: refuses ${what}`, async () => {
      assert.equal(await refusal(() => containerDefinitions({ ...ARGS, ...args })), message);
    });
  }
});
