import type { Control } from "../../engine/control.ts";
import { detectionFindingsRouted } from "./detection-findings-routed.ts";
import { eventbridgeBusPolicyBound } from "./eventbridge-bus-policy-bound.ts";

export const eventsControls: readonly Control[] = [
  eventbridgeBusPolicyBound,
  detectionFindingsRouted,
];
