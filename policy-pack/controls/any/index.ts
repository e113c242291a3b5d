import type { Control } from "../../engine/control.ts";
import { anyNoHardcodedCredential } from "./any-no-hardcoded-credential.ts";
import { anyStatefulProtected } from "./any-stateful-protected.ts";
import { exemptionValid } from "./exemption-valid.ts";

export { anyNoIgnoredSecurityProperty } from "./any-no-ignored-security-property.ts";

/** All but the one that is made from the other controls. */
export const anyControls: readonly Control[] = [
  anyNoHardcodedCredential,
  anyStatefulProtected,
  exemptionValid,
];
