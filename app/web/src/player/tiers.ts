import type { Tier } from "../api/types.ts";

/** Bit rates in kbit/s that a listener may choose. */
export const TIERS = [64, 128, 320] as const satisfies readonly Tier[];

export const TIER_NAMES: Readonly<Record<Tier, string>> = {
  64: "Low, 64 kbit/s",
  128: "Normal, 128 kbit/s",
  320: "High, 320 kbit/s",
};

export function isTier(value: unknown): value is Tier {
  return TIERS.some((tier) => tier === value);
}
