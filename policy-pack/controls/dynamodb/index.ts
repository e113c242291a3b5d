import type { Control } from "../../engine/control.ts";
import { dynamodbPitr } from "./dynamodb-pitr.ts";

export const dynamodbControls: readonly Control[] = [dynamodbPitr];
