import { monthlyBudgetUsd, monthlyCosts } from "../../config/costs.ts";
import type { Settings } from "../../config/settings.ts";
import type { Graph } from "../graph/resource.ts";
import { isProperties, type Value } from "../graph/value.ts";
import type { Figure } from "./figures.ts";

type Operations = Settings["operations"];

const DEPLOYMENTS: Readonly<Record<Operations["deployment"], string>> = {
  "on-push": "automatic on push",
  "after-dev": "automatic after dev succeeds",
  "manual-approval": "manual approval",
};

/** The part of an environment's figures that no resource shows (P-ENV). */
export function operationsFigures(settings: Settings): Figure[] {
  const { deployment, monthlyCostUsd, shutdown } = settings.operations;
  const others = (["documents", "music", "tracker"] as const).filter(
    (system) => settings[system].mode !== "off",
  );
  const runsOn = others.length === 0 ? "" : `; ${others.join(", ")} always up`;
  const hours = shutdown
    ? `down ${shutdown.down}–${shutdown.up} ${shutdown.timeZone}, and at the weekend${runsOn}`
    : "always up";
  return [
    { name: "hours", value: hours },
    { name: "deployment", value: DEPLOYMENTS[deployment] },
    { name: "monthly cost", value: `${monthlyCostUsd.from}–${monthlyCostUsd.to} USD wanted` },
  ];
}

/** What is told of the costs of all systems together, and of which. */
export function budgetFigure(settings: Settings): Figure {
  const parts = monthlyCosts(settings).map(({ system, usd }) => `${system} ${usd}`);
  return {
    name: "monthly budget",
    value: `${monthlyBudgetUsd(settings)} USD: ${parts.join(", ")}`,
  };
}

/** What the settings ask for and no resource does yet. */
export function operationsNotices({ shutdown }: Operations, graph: Graph): string[] {
  if (shutdown === undefined) return [];
  const calls = callsIn(graph, shutdown.timeZone);
  const missing = (["down", "up"] as const).filter((desired) => !calls.includes(desired));
  if (missing.length === 0) return [];
  const stays = missing.includes("down") ? "up" : "down";
  return [
    `Nothing enforces operations.shutdown: no schedule takes the environment ${missing.join(" and ")} in ${shutdown.timeZone}, so it stays ${stays}.`,
  ];
}

/** Where the enabled schedules of a time zone want the environment to be; others have no such wish. */
function callsIn(graph: Graph, timeZone: string): unknown[] {
  return graph.resources
    .filter(
      ({ type, inputs }) =>
        type === "aws:scheduler/schedule:Schedule" &&
        inputs["state"] === "ENABLED" &&
        inputs["scheduleExpressionTimezone"] === timeZone,
    )
    .map(({ inputs }) => desiredIn(inputs["target"]));
}

function desiredIn(target: Value | undefined): unknown {
  const input = isProperties(target) ? target["input"] : undefined;
  if (typeof input !== "string") return undefined;
  const { desired } = JSON.parse(input) as { desired?: unknown };
  return desired;
}
