import type { Control } from "../../engine/control.ts";
import { cognitoClientHardened } from "./cognito-client-hardened.ts";
import { cognitoMfa } from "./cognito-mfa.ts";
import { cognitoNoUnauthenticated } from "./cognito-no-unauthenticated.ts";
import { cognitoPasswordPolicy } from "./cognito-password-policy.ts";

export const cognitoControls: readonly Control[] = [
  cognitoMfa,
  cognitoPasswordPolicy,
  cognitoNoUnauthenticated,
  cognitoClientHardened,
];
