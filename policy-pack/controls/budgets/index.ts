import type { Control } from "../../engine/control.ts";
import { budgetWithAlert } from "./budget-with-alert.ts";

export const budgetsControls: readonly Control[] = [budgetWithAlert];
