import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, pass, type Verdict } from "../../engine/verdict.ts";
import { switchOf } from "../shared/switches.ts";
import {
  destinationsOf,
  hasSubscriber,
  outsideTopics,
  SUBSCRIPTION,
  TOPIC,
} from "../shared/topics.ts";
import { ALARM } from "./alarm.ts";

export const alarmHasLiveAction = defineControl({
  id: "alarm-has-live-action",
  title: "Alarms act, and their topics have somebody who listens",
  severity: "medium",
  frameworks: {
    fsbp: [],
    securityHub: ["CloudWatch.15", "CloudWatch.17"],
    cis3: [],
    cis7: [],
    nist: ["CA-7", "SI-2", "AU-6(1)"],
  },
  cause: "The alarm goes off and nobody hears it.",
  remedy: "Enable actions, name a topic in alarmActions, and subscribe somebody to it",
  types: [ALARM],
  related: [TOPIC, SUBSCRIPTION],
  parameters: { outsideTopics },
  scope: "stack",
  check({ resource: alarm, stack, parameters }) {
    const enabled = alarm.at("actionsEnabled");
    const switchedOn = () =>
      expect(switchOf(enabled, true) === true, "The alarm's actions are not enabled", enabled);
    const heard = () => {
      const { topics, others } = destinationsOf(stack, alarm, "alarmActions");
      if (topics.length + others.length === 0) {
        return fail("Nothing happens when the alarm goes off", "alarmActions");
      }
      return [
        ...each(topics, (topic) =>
          expect(hasSubscriber(stack, topic), `Nobody listens to the topic ${topic.name}`),
        ),
        ...each(others, (other) => judgeOther(other, parameters.outsideTopics)),
      ];
    };
    return each([switchedOn, heard], (part) => part());
  },
});

/** Actions that are no topics act by themselves: scaling policies, functions, recoveries. */
function judgeOther(action: Reading, outside: readonly string[]): Verdict {
  const arn = action.text ?? "";
  const [scheme, , service] = arn.split(":");
  if (scheme !== "arn") return fail("An action of the alarm is no ARN", action);
  if (service !== "sns" || outside.includes(arn)) return pass;
  return fail("A topic of the alarm is neither in the stack nor known", action);
}
