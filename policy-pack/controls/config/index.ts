import type { Control } from "../../engine/control.ts";
import { configRecorderAll } from "./config-recorder-all.ts";

export const configControls: readonly Control[] = [configRecorderAll];
