import type { Control } from "../../engine/control.ts";
import { lambdaEnvNoPlaintextSecrets } from "./lambda-env-no-plaintext-secrets.ts";
import { lambdaNoPublicPermission } from "./lambda-no-public-permission.ts";
import { lambdaPermissionSourceBound } from "./lambda-permission-source-bound.ts";
import { lambdaUrlIamAuth } from "./lambda-url-iam-auth.ts";

export const lambdaControls: readonly Control[] = [
  lambdaNoPublicPermission,
  lambdaPermissionSourceBound,
  lambdaUrlIamAuth,
  lambdaEnvNoPlaintextSecrets,
];
