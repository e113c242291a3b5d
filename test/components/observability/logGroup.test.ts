import assert from "node:assert/strict";

import {
  LogGroup,
  type LogGroupArgs,
  logGroupArnOf,
} from "../../../components/observability/logGroup.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal, statement, waitsFor } from "../../support/graph.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";

function program(
  overrides: Partial<LogGroupArgs> = {},
  seen: (group: LogGroup) => void = () => undefined,
) {
  return () => {
    const environment = overrides.environment ?? testEnvironment();
    const { key } = foundation(environment);
    const group = new LogGroup("logs", {
      environment,
      key,
      logGroupName: "/ecs/dev/api",
      retentionDays: 30,
      ...overrides,
    });
    seen(group);
  };
}

describe("LogGroup", () => {
  it("P-OBS-1, feature 58: is encrypted and ends", async () => {
    assert.deepEqual(only(await recorded(program()), GROUP).inputs, {
      name: "/ecs/dev/api",
      retentionInDays: 30,
      kmsKeyId: UNKNOWN,
    });
  });

  it("T11: waits for the key, whose policy names CloudWatch Logs from the start", async () => {
    const graph = await recorded(program());
    const key = only(graph, "aws:kms/key:Key");
    assert.ok(waitsFor(graph, only(graph, GROUP), key));
    assert.deepEqual(statement(key, "CloudWatchLogs")["Principal"], {
      Service: "logs.us-east-1.amazonaws.com",
    });
  });

  it("P-DATA-5: outlives the stack where data must survive, and only there", async () => {
    const kept = testEnvironment({ dataProtection: "protected" });
    const graphs = [await recorded(program({ environment: kept })), await recorded(program())];
    assert.deepEqual(
      graphs.map((graph) => only(graph, GROUP).retainOnDelete),
      [true, false],
    );
  });

  it("T2, T10: tells its name and its ARN, without a wildcard, before it exists", async () => {
    const seen: unknown[] = [];
    await recorded(
      program({}, ({ logGroupName, arn }) => {
        logGroupName.apply((name) => arn.apply((value) => seen.push(name, value)));
      }),
    );
    const arn = "arn:aws:logs:us-east-1:111122223333:log-group:/ecs/dev/api";
    assert.deepEqual(seen, ["/ecs/dev/api", arn]);
    assert.equal(logGroupArnOf(testEnvironment(), "/ecs/dev/api"), arn);
  });

  for (const retentionDays of [0, 2, 45, -30, 30.5]) {
    it(`T19: refuses a retention of ${retentionDays} days`, async () => {
      assert.equal(
        await refusal(program({ retentionDays })),
        `retentionDays of logs is ${retentionDays}; allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, ` +
          "180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.",
      );
    });
  }
});
