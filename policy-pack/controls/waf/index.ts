import type { Control } from "../../engine/control.ts";
import { wafLogging } from "./waf-logging.ts";
import { wafManagedBaseline } from "./waf-managed-baseline.ts";

export const wafControls: readonly Control[] = [wafLogging, wafManagedBaseline];
