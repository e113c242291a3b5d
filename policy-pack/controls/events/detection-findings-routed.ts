import { resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { STACK_TYPE } from "../../engine/resource.ts";
import { each, every, expect, fail, notApplicable, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { KEY, KEY_POLICY } from "../kms/keyPolicy.ts";
import { accountsOf } from "../shared/accountsOf.ts";
import { answered } from "../shared/answered.ts";
import { anyComplies } from "../shared/anyComplies.ts";
import { switchOf } from "../shared/switches.ts";
import { destinationsOf, outsideTopics, TOPIC } from "../shared/topics.ts";
import { TOPIC_POLICY } from "../sns/topicPolicy.ts";
import { lets } from "./eventPattern.ts";
import { FINDING_KINDS, type FindingEvent } from "./findings.ts";
import { ALIAS, judgeKey, judgePolicy, type Route } from "./publishing.ts";

const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

export const detectionFindingsRouted = defineControl({
  id: "detection-findings-routed",
  title: "Grave findings of the detection services reach a topic",
  severity: "high",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["CA-7", "IR-5", "SI-4"] },
  cause: "An attack is detected, and nobody reads the finding.",
  remedy: "Route the findings by an event rule to a topic whose policy and key admit EventBridge",
  types: [STACK_TYPE],
  related: [RULE, TARGET, TOPIC, TOPIC_POLICY, KEY, KEY_POLICY, ALIAS],
  parameters: { outsideTopics },
  scope: "stack",
  check({ stack, environment, parameters, ownAccounts }) {
    if (!environment.ownsAccountBaseline) return notApplicable;
    const rules = stack.ofType(RULE);
    const judgeEvent = (what: string, event: FindingEvent): readonly Verdict[] => {
      const { answers, open } = answered(
        rules.map((rule) => () => (takes(rule, event) ? [rule] : [])),
      );
      const taking = answers.flat();
      const routed = anyComplies(taking, (rule) =>
        judgeRoute(
          { stack, rule, ownAccounts: () => accountsOf(stack, rule, ownAccounts) },
          parameters.outsideTopics,
        ),
      );
      const isRouted = routed.length > 0 && routed.every(({ outcome }) => outcome === "pass");
      if (isRouted || taking.length + open.length === 0) {
        return [expect(isRouted, `No event rule takes grave findings of ${what}`)];
      }
      // A rule that is not known well enough may be the one that works.
      return open.length > 0 ? open : routed;
    };
    return distinct(
      FINDING_KINDS.flatMap(({ what, events }) =>
        events.flatMap((event) => judgeEvent(what, event)),
      ),
    );
  },
});

/** Whether a rule starts on an event: services send theirs to the default bus. */
function takes(rule: View, { own, passedOn }: FindingEvent): boolean {
  const state = rule.at("state");
  const pattern = () => rule.at("eventPattern").json().value ?? null;
  return every(
    [
      () => lets(pattern(), own) || lets(pattern(), passedOn),
      () => isOnDefaultBus(rule),
      () => (state.text ?? "ENABLED").startsWith("ENABLED"),
      () => switchOf(rule.at("isEnabled"), true) === true,
    ],
    (holds) => holds(),
  );
}

function isOnDefaultBus(view: View): boolean {
  const bus = view.at("eventBusName").text ?? "default";
  return bus === "default" || resourceInArn(bus) === "event-bus/default";
}

/** Whether one target of a rule is a topic that lets EventBridge in. */
function judgeRoute(route: Route, outside: readonly string[]): Verdict[] {
  const { stack, rule } = route;
  const targets = stack.related(rule, TARGET, "rule").filter(isOnDefaultBus);
  const places = targets.map((target) => destinationsOf(stack, target, "arn"));
  const ways = [
    ...places.flatMap(({ topics }) => topics.map((topic) => () => judgeTopic(topic, route))),
    ...places.flatMap(({ others }) =>
      others.filter(mayBeTopic).map((other) => () => judgeOutside(other, outside)),
    ),
  ];
  if (ways.length === 0) return [fail(`No target of the rule ${rule.name} is a topic`)];
  return anyComplies(ways, (way) => way());
}

function judgeTopic(topic: View, route: Route): Verdict[] {
  const parts = [() => judgePolicy(topic, route), () => judgeKey(topic, route)];
  return each(parts, (part) => part());
}

function mayBeTopic(target: Reading): boolean {
  return target.kind !== "known" || (target.text ?? "").split(":")[2] === "sns";
}

function judgeOutside(target: Reading, outside: readonly string[]): Verdict {
  const known = outside.includes(target.text ?? "");
  return expect(known, "A topic that a rule names is neither in the stack nor known");
}

/** Events mostly fail for the same reason. */
function distinct(verdicts: readonly Verdict[]): Verdict[] {
  return [...new Map(verdicts.map((verdict) => [JSON.stringify(verdict), verdict])).values()];
}
