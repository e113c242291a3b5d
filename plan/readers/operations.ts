import type { Settings } from "../../config/settings.ts";
import type { Graph } from "../graph/resource.ts";
import type { Figure } from "./figures.ts";

type Operations = Settings["operations"];

const DEPLOYMENTS: Readonly<Record<Operations["deployment"], string>> = {
  "on-push": "automatic on push",
  "after-dev": "automatic after dev succeeds",
  "manual-approval": "manual approval",
};

/** The part of an environment's figures that no resource shows (P-ENV). */
export function operationsFigures({ deployment, monthlyCostUsd, shutdown }: Operations): Figure[] {
  const hours = shutdown
    ? `down ${shutdown.down}–${shutdown.up} ${shutdown.timeZone}, and at the weekend`
    : "always up";
  return [
    { name: "hours", value: hours },
    { name: "deployment", value: DEPLOYMENTS[deployment] },
    { name: "monthly cost", value: `${monthlyCostUsd.from}–${monthlyCostUsd.to} USD wanted` },
  ];
}

/** What the settings ask for and no resource does yet. */
export function operationsNotices({ shutdown }: Operations, graph: Graph): string[] {
  const scheduled = graph.resources.some(({ type }) => type === "aws:scheduler/schedule:Schedule");
  return shutdown && !scheduled
    ? ["Nothing enforces operations.shutdown yet: the environment stays up around the clock."]
    : [];
}
