import type { Control } from "../../engine/control.ts";
import { dataInBackupPlan } from "./data-in-backup-plan.ts";

export const backupControls: readonly Control[] = [dataInBackupPlan];
