import assert from "node:assert/strict";

import { Budget, type BudgetArgs } from "../../../components/observability/budget.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { testTopic } from "./support.ts";

const BUDGET = "aws:budgets/budget:Budget";

const program =
  (overrides: Partial<BudgetArgs> = {}) =>
  () => {
    const environment = testEnvironment();
    const topic = testTopic(environment, "warning", ["budgets"]);
    return new Budget("budget", {
      environment,
      identifier: "monthly",
      monthlyUsd: 120,
      of: "account",
      steps: [
        { percent: 80, of: "actual", topic },
        { percent: 100, of: "forecast", topic },
      ],
      ...overrides,
    });
  };

describe("Budget", () => {
  it("P-OBS-6, feature 59: tells topics of what is spent and of what will be", async () => {
    const step = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: ["arn:aws:sns:us-east-1:111122223333:dev-warning-alerts"],
    };
    assert.deepEqual(only(await recorded(program()), BUDGET).inputs, {
      name: "rampart-dev-budget-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "120",
      limitUnit: "USD",
      notifications: [
        { ...step, threshold: 80, notificationType: "ACTUAL" },
        { ...step, threshold: 100, notificationType: "FORECASTED" },
      ],
    });
  });

  it("P-OBS-6: counts what bears the environment's tag where accounts are shared", async () => {
    const graph = await recorded(program({ of: "environment" }));
    assert.deepEqual(only(graph, BUDGET).inputs["costFilters"], [
      { name: "TagKeyValue", values: ["user:Environment$dev"] },
    ]);
  });

  it("S-MUSIC-7: counts what bears a system's tag where one is watched by itself", async () => {
    const graph = await recorded(program({ of: { system: "music" } }));
    assert.deepEqual(only(graph, BUDGET).inputs["costFilters"], [
      { name: "TagKeyValue", values: ["user:System$music"] },
    ]);
  });

  it("T17: waits for the policy that lets it publish", async () => {
    const graph = await recorded(program());
    const policy = only(graph, "aws:sns/topicPolicy:TopicPolicy");
    assert.ok(waitsFor(graph, only(graph, BUDGET), policy));
  });

  it("refuses a budget of nothing, and one that tells nobody or too many", async () => {
    assert.equal(
      await refusal(program({ monthlyUsd: 0 })),
      "monthlyUsd of budget is 0; allowed: more than 0.",
    );
    assert.equal(await refusal(program({ steps: [] })), "steps of budget has 0; allowed: 1–10.");
    const many = () => {
      const topic = testTopic(testEnvironment(), "critical");
      const steps = Array.from(
        { length: 11 },
        () => ({ percent: 1, of: "actual", topic }) as const,
      );
      return program({ steps })();
    };
    assert.equal(await refusal(many), "steps of budget has 11; allowed: 1–10.");
  });
});
