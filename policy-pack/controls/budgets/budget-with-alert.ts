import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, expect, fail, notApplicable, some, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { anyComplies } from "../shared/anyComplies.ts";

const BUDGET = "aws:budgets/budget:Budget";

export const budgetWithAlert = defineControl({
  id: "budget-with-alert",
  title: "A monthly budget warns of what was spent and of what will be",
  severity: "low",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SA-9", "CA-7"] },
  cause: "Stolen credentials, or a mistake, cost money for weeks before anyone looks.",
  remedy: "Add a monthly COST budget with an ACTUAL and a FORECASTED notification to somebody",
  types: [STACK_TYPE],
  related: [BUDGET],
  scope: "stack",
  check({ stack, environment }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const budgets = stack.ofType(BUDGET);
    if (budgets.length === 0) return fail("The account has no budget");
    return anyComplies(budgets, judgeBudget);
  },
});

function judgeBudget(budget: View): Verdict[] {
  const { name } = budget;
  const warns = (type: string) =>
    some(
      budget.at("notifications").items(),
      (entry) => entry.at("notificationType").text === type && hasSubscriber(entry),
    );
  const parts = [
    () => expect(budget.at("budgetType").text === "COST", `${name} is about no costs`),
    () => expect(budget.at("timeUnit").text === "MONTHLY", `${name} is not monthly`),
    () => expect(warns("ACTUAL"), `${name} warns nobody of what was spent`),
    () => expect(warns("FORECASTED"), `${name} warns nobody of what will be spent`),
  ];
  return each(parts, (part) => part());
}

/** Who it is matters not: a list with something in it is enough. */
function hasSubscriber(notification: Reading): boolean {
  const lists = ["subscriberEmailAddresses", "subscriberSnsTopicArns"];
  return some(lists, (list) => notification.at(list).items().length > 0);
}
