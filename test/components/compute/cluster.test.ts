import assert from "node:assert/strict";

import { Cluster } from "../../../components/compute/cluster.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, waitsFor } from "../../support/graph.ts";

const CLUSTER = "aws:ecs/cluster:Cluster";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

describe("Cluster", () => {
  const environment = testEnvironment();
  const graphOf = () =>
    recorded(() => {
      const { key } = foundation(environment);
      new Cluster("main", { environment, key, identifier: "main", logRetentionDays: 30 });
    });

  it("P-RUN-2: has Container Insights and records debug shells, encrypted", async () => {
    assert.deepEqual(only(await graphOf(), CLUSTER).inputs, {
      name: "rampart-dev-ecs-main",
      settings: [{ name: "containerInsights", value: "enabled" }],
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: { $unknown: true },
          logging: "OVERRIDE",
          logConfiguration: {
            cloudWatchEncryptionEnabled: true,
            cloudWatchLogGroupName: "/ecs/dev/main/debug-shell",
          },
        },
      },
    });
  });

  it("P-RUN-2: offers Fargate and Fargate Spot, Fargate by default", async () => {
    const graph = await graphOf();
    assert.deepEqual(
      only(graph, "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders").inputs,
      {
        clusterName: "rampart-dev-ecs-main",
        capacityProviders: ["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
      },
    );
  });

  it("P-OBS-1: both of its log groups are ours: encrypted, with an end, there first", async () => {
    const graph = await graphOf();
    const groups = ["main-insights", "main-debug-shell"].map((name) =>
      only(graph, LOG_GROUP, name),
    );
    assert.equal(ofType(graph, LOG_GROUP).length, groups.length);
    assert.deepEqual(
      groups.map(({ inputs }) => inputs),
      [
        {
          name: "/aws/ecs/containerinsights/rampart-dev-ecs-main/performance",
          retentionInDays: 30,
          kmsKeyId: { $unknown: true },
        },
        { name: "/ecs/dev/main/debug-shell", retentionInDays: 30, kmsKeyId: { $unknown: true } },
      ],
    );
    const cluster = only(graph, CLUSTER);
    assert.ok(groups.every((group) => waitsFor(graph, cluster, group)));
  });
});
