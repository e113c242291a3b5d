import type { Control } from "../../engine/control.ts";
import { kmsPolicyExplicitNoLockout } from "./kms-policy-explicit-no-lockout.ts";
import { kmsPolicyNoForeignAccount } from "./kms-policy-no-foreign-account.ts";
import { kmsPolicyNoWildcardPrincipal } from "./kms-policy-no-wildcard-principal.ts";
import { kmsPolicySeparationOfDuties } from "./kms-policy-separation-of-duties.ts";
import { kmsPolicyServiceBound } from "./kms-policy-service-bound.ts";
import { kmsRotation } from "./kms-rotation.ts";

export const kmsControls: readonly Control[] = [
  kmsRotation,
  kmsPolicyNoWildcardPrincipal,
  kmsPolicyExplicitNoLockout,
  kmsPolicySeparationOfDuties,
  kmsPolicyServiceBound,
  kmsPolicyNoForeignAccount,
];
