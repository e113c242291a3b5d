import type { Control } from "../../engine/control.ts";
import { snsKms } from "./sns-kms.ts";
import { snsPolicyNotPublicTls } from "./sns-policy-not-public-tls.ts";

export const snsControls: readonly Control[] = [snsKms, snsPolicyNotPublicTls];
