import assert from "node:assert/strict";

import { budgetWithAlert } from "../../../../policy-pack/controls/budgets/budget-with-alert.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const SPENT = "budget warns nobody of what was spent";
const WILL = "budget warns nobody of what will be spent";

const notification = (notificationType: string, more: Properties = {}) => ({
  notificationType,
  comparisonOperator: "GREATER_THAN",
  threshold: 80,
  thresholdType: "PERCENTAGE",
  subscriberEmailAddresses: ["owner@example.com"],
  ...more,
});
const budget = (more: Properties = {}, name = "budget") =>
  resource("aws:budgets/budget:Budget", name, {
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: "200",
    limitUnit: "USD",
    notifications: [notification("ACTUAL"), notification("FORECASTED")],
    ...more,
  });
const ask = (...resources: ReturnType<typeof resource>[]) =>
  said(judged(budgetWithAlert, resources, "rampart-dev", settings));

describe("budget-with-alert", () => {
  itBehaves({
    control: budgetWithAlert,
    compliant: [budget()],
    subject: "rampart-dev",
    settings,
    fails: [
      {
        title: "it counts hours",
        of: "budget",
        path: "budgetType",
        value: "USAGE",
        messages: ["budget is about no costs"],
      },
      {
        title: "it is a year's",
        of: "budget",
        path: "timeUnit",
        value: "ANNUALLY",
        messages: ["budget is not monthly"],
      },
      {
        title: "nothing is forecast",
        of: "budget",
        path: "notifications[1].notificationType",
        value: "ACTUAL",
        messages: [WILL],
      },
      {
        title: "forecasts alone warn",
        of: "budget",
        path: "notifications",
        value: notification("FORECASTED"),
        messages: [SPENT],
      },
      {
        title: "nobody is subscribed",
        of: "budget",
        path: "notifications[0].subscriberEmailAddresses",
        value: [],
        messages: [SPENT],
      },
      {
        title: "it warns nobody",
        of: "budget",
        path: "notifications",
        messages: [SPENT, WILL],
      },
    ],
    accepts: [
      {
        title: "a topic instead of a person, known or not",
        of: "budget",
        path: "notifications[0]",
        value: {
          notificationType: "ACTUAL",
          subscriberSnsTopicArns: [UNKNOWN],
        },
      },
      {
        title: "warnings that go nowhere beside the others",
        of: "budget",
        path: "notifications",
        value: [
          notification("ACTUAL", { subscriberEmailAddresses: [] }),
          notification("ACTUAL"),
          notification("FORECASTED"),
        ],
      },
    ],
  });

  it("wants all of it from one budget, whatever the others are", () => {
    const yearly = budget({ timeUnit: "ANNUALLY" }, "yearly");
    const silent = budget({ notifications: [] }, "silent");
    assert.equal(ask(yearly, budget(), silent), "pass");
    assert.deepEqual(ask(yearly, silent), [
      "yearly is not monthly",
      "silent warns nobody of what was spent",
      "silent warns nobody of what will be spent",
    ]);
    assert.equal(ask(yearly, budget({ timeUnit: UNKNOWN }, "open")), "undecided");
  });

  it("fails on the stack when there is no budget at all", () => {
    assert.deepEqual(ask(), ["The account has no budget"]);
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(budgetWithAlert, [], "rampart-dev")), "notApplicable");
  });
});
