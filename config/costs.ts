import type { Settings } from "./settings.ts";

/** What a system may cost a month. */
export interface SystemCost {
  /** As it is called in a stack file. */
  readonly system: "platform" | "documents" | "music" | "tracker";
  /** USD, the most that is wanted. */
  readonly usd: number;
}

/** What a stack's settings say of costs. */
type CostSettings = Pick<Settings, "operations" | "documents" | "music" | "tracker">;

/**
 * What each system that is on may cost a month (P-OBS-6), the platform with all that has no figure of
 * its own: the account's guards, ingest.
 */
export function monthlyCosts(settings: CostSettings): SystemCost[] {
  const { operations, documents, music, tracker } = settings;
  return [
    { system: "platform", usd: operations.monthlyCostUsd.to },
    ...(documents.mode === "off"
      ? []
      : [{ system: "documents" as const, usd: documents.monthlyUsd }]),
    ...(music.mode === "off" ? [] : [{ system: "music" as const, usd: music.costs.monthlyUsd }]),
    ...(tracker.mode === "off" ? [] : [{ system: "tracker" as const, usd: tracker.monthlyUsd }]),
  ];
}

/** The limit of the environment's budget, in USD. */
export function monthlyBudgetUsd(settings: CostSettings): number {
  return sum(monthlyCosts(settings));
}

/** What the account's bill is without the music, in USD: as the stack file says, or all its other systems. */
export function besideMusicUsd(settings: CostSettings): number {
  const { music } = settings;
  const told = music.mode === "off" ? undefined : music.costs.besideUsd;
  return told ?? sum(monthlyCosts(settings).filter(({ system }) => system !== "music"));
}

function sum(costs: readonly SystemCost[]): number {
  return costs.reduce((total, { usd }) => total + usd, 0);
}
