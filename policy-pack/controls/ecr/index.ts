import type { Control } from "../../engine/control.ts";
import { ecrPolicyNotPublic } from "./ecr-policy-not-public.ts";
import { ecrScanOnPush } from "./ecr-scan-on-push.ts";
import { ecrTagImmutable } from "./ecr-tag-immutable.ts";

export const ecrControls: readonly Control[] = [ecrScanOnPush, ecrTagImmutable, ecrPolicyNotPublic];
