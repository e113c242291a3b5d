import type { Control } from "../../engine/control.ts";
import { efsEncrypted } from "./efs-encrypted.ts";
import { efsPolicyTlsNoAnonymous } from "./efs-policy-tls-no-anonymous.ts";

export const efsControls: readonly Control[] = [efsEncrypted, efsPolicyTlsNoAnonymous];
