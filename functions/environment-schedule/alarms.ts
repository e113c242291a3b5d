import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  type MetricAlarm,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";

import { MEMORY_TAG } from "./contract.ts";
import { type Parts, told } from "./parts.ts";

interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly loud: boolean;
  /** Whether it is in alarm by a metric of its own. */
  readonly ringing: boolean;
}

/** Alarms that one call of CloudWatch takes. */
const MOST = 100;

/**
 * Turns the actions of alarms off which a stop would set off. Each gets a mark first, so that the
 * morning tells them from those which somebody has turned off.
 */
export async function silenceAlarms(parts: Parts): Promise<void> {
  const { cloudWatch } = parts;
  const loud = (await describeAlarms(parts)).filter((alarm) => alarm.loud);
  if (loud.length === 0) return;
  const Tags = [{ Key: MEMORY_TAG, Value: "silenced" }];
  for (const { arn } of loud) {
    await cloudWatch.send(new TagResourceCommand({ ResourceARN: arn, Tags }));
  }
  for (const AlarmNames of chunked(loud.map(({ name }) => name))) {
    await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  }
  told(parts, `silenced ${loud.length} alarms`);
}

/**
 * Turns the actions of marked alarms on again. One that is still in alarm is judged anew, since
 * CloudWatch tells only of changes, and it changed at night.
 */
export async function restoreAlarms(parts: Parts): Promise<void> {
  const { cloudWatch } = parts;
  const marked: Alarm[] = [];
  for (const alarm of await describeAlarms(parts)) {
    const asked = new ListTagsForResourceCommand({ ResourceARN: alarm.arn });
    const { Tags = [] } = await cloudWatch.send(asked);
    if (Tags.some(({ Key }) => Key === MEMORY_TAG)) marked.push(alarm);
  }
  if (marked.length === 0) return;
  for (const AlarmNames of chunked(marked.map(({ name }) => name))) {
    await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
  }
  for (const { name } of marked.filter(({ ringing }) => ringing)) {
    const judgedAnew = { StateValue: "INSUFFICIENT_DATA", StateReason: "Loud again" } as const;
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: name, ...judgedAnew }));
  }
  for (const { arn } of marked) {
    await cloudWatch.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: [MEMORY_TAG] }));
  }
  told(parts, `restored ${marked.length} alarms`);
}

async function describeAlarms({ cloudWatch, settings }: Parts): Promise<Alarm[]> {
  const alarms: Alarm[] = [];
  // Without a name CloudWatch would tell all alarms of the account.
  for (const AlarmNames of chunked(settings.alarms)) {
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
      new DescribeAlarmsCommand({
        AlarmNames,
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: MOST,
      }),
    );
    // A composite alarm does not come back from a state that it was set to.
    alarms.push(
      ...MetricAlarms.map((alarm) => read(alarm, alarm.StateValue === "ALARM")),
      ...CompositeAlarms.map((alarm) => read(alarm, false)),
    );
  }
  return alarms;
}

function read(alarm: MetricAlarm | CompositeAlarm, ringing: boolean): Alarm {
  const { AlarmName: name = "", AlarmArn: arn = "", ActionsEnabled: loud = false } = alarm;
  return { name, arn, loud, ringing };
}

function chunked(names: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let start = 0; start < names.length; start += MOST) {
    chunks.push(names.slice(start, start + MOST));
  }
  return chunks;
}
