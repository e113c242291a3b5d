import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type Environment, nameOf } from "../shared/environment.ts";
import type { Topic } from "./topic.ts";

/** A share of the budget, and who is told when it is spent. */
export interface BudgetStep {
  /** Percent of the month's limit. */
  readonly percent: number;
  /** `actual`: it is spent; `forecast`: at this pace it will be by the end of the month. */
  readonly of: "actual" | "forecast";
  /** Who is told. */
  readonly topic: Topic;
}

/** How much may be spent, on what, and who is told. */
export interface BudgetArgs {
  /** Opens the name, and is the value of the tag by which an environment's costs are known. */
  readonly environment: Environment;
  /** Last part of the budget's physical name; unique in the environment. */
  readonly identifier: string;
  /** USD a month. */
  readonly monthlyUsd: number;
  /**
   * `account`: all that the account spends; `environment`: what bears the environment's tag; `system`:
   * what bears that one's. Without the cost allocation tag `Environment`, or `System`, switched on,
   * nothing bears it and the budget never tells.
   */
  readonly of: "account" | "environment" | { readonly system: string };
  /** One to ten. */
  readonly steps: readonly BudgetStep[];
}

/** AWS Budgets refuses more. */
const STEP_LIMIT = 10;

/**
 * A monthly budget that tells topics (P-OBS-6). Costs are known some hours late: it limits nothing.
 * It is the only place that creates budgets. Cost: none for a budget without actions. Source: AWS
 * Budgets pricing.
 *
 * @throws Error when the limit is not above 0, or there is no step or more than ten.
 */
export class Budget extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:Budget";

  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Budget.token, name, {}, opts);
    const { environment, steps } = args;
    if (args.monthlyUsd <= 0) {
      throw new Error(`monthlyUsd of ${name} is ${args.monthlyUsd}; allowed: more than 0.`);
    }
    if (steps.length < 1 || steps.length > STEP_LIMIT) {
      throw new Error(`steps of ${name} has ${steps.length}; allowed: 1–${STEP_LIMIT}.`);
    }

    new aws.budgets.Budget(
      name,
      {
        name: nameOf(environment, "budget", args.identifier),
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(args.monthlyUsd),
        limitUnit: "USD",
        ...(args.of !== "account" && {
          costFilters: [{ name: "TagKeyValue", values: [tagOf(args.of, environment)] }],
        }),
        notifications: steps.map(({ percent, of, topic }) => ({
          comparisonOperator: "GREATER_THAN",
          thresholdType: "PERCENTAGE",
          threshold: percent,
          notificationType: of === "actual" ? "ACTUAL" : "FORECASTED",
          subscriberSnsTopicArns: [topic.arn],
        })),
      },
      // AWS Budgets asks whether it may publish.
      { parent: this, dependsOn: [...new Set(steps.map(({ topic }) => topic))] },
    );
    this.registerOutputs({});
  }
}

/** As AWS Budgets writes a tag of the program's. */
function tagOf(of: "environment" | { readonly system: string }, { name }: Environment): string {
  return of === "environment" ? `user:Environment$${name}` : `user:System$${of.system}`;
}
