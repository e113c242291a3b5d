import type { Control } from "../../engine/control.ts";
import { accessAnalyzerEnabled } from "./access-analyzer-enabled.ts";

export const accessanalyzerControls: readonly Control[] = [accessAnalyzerEnabled];
