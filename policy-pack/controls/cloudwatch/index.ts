import type { Control } from "../../engine/control.ts";
import { alarmHasLiveAction } from "./alarm-has-live-action.ts";
import { cisMetricAlarms } from "./cis-metric-alarms.ts";

export const cloudwatchControls: readonly Control[] = [cisMetricAlarms, alarmHasLiveAction];
