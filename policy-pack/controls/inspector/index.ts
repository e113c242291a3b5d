import type { Control } from "../../engine/control.ts";
import { inspectorEnabled } from "./inspector-enabled.ts";

export const inspectorControls: readonly Control[] = [inspectorEnabled];
