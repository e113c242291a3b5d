import type { Control } from "../../engine/control.ts";
import { elasticacheAuth } from "./elasticache-auth.ts";
import { elasticacheEncryption } from "./elasticache-encryption.ts";

export const elasticacheControls: readonly Control[] = [elasticacheEncryption, elasticacheAuth];
