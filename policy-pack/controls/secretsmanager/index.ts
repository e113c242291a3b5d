import type { Control } from "../../engine/control.ts";
import { secretCmk } from "./secret-cmk.ts";
import { secretPolicyNotPublic } from "./secret-policy-not-public.ts";
import { secretRotation } from "./secret-rotation.ts";

export const secretsmanagerControls: readonly Control[] = [
  secretCmk,
  secretRotation,
  secretPolicyNotPublic,
];
