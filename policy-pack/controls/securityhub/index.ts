import type { Control } from "../../engine/control.ts";
import { securityhubEnabledStandards } from "./securityhub-enabled-standards.ts";

export const securityhubControls: readonly Control[] = [securityhubEnabledStandards];
