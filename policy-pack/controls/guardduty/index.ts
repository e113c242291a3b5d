import type { Control } from "../../engine/control.ts";
import { guarddutyEnabled } from "./guardduty-enabled.ts";
import { guarddutyProtectionPlans } from "./guardduty-protection-plans.ts";

export const guarddutyControls: readonly Control[] = [guarddutyEnabled, guarddutyProtectionPlans];
