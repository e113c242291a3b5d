import type { Control } from "../../engine/control.ts";
import { loggroupKmsAndRetention } from "./loggroup-kms-and-retention.ts";

export const logsControls: readonly Control[] = [loggroupKmsAndRetention];
