import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, every, expect, some, undecided } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { DATA_SOURCES, DETECTOR, DETECTOR_FEATURE } from "./detector.ts";

const RUNTIME = "RUNTIME_MONITORING";
const FARGATE_AGENT = "ECS_FARGATE_AGENT_MANAGEMENT";

export const guarddutyProtectionPlans = defineControl({
  id: "guardduty-protection-plans",
  title: "GuardDuty watches data, databases, functions, volumes and running containers",
  severity: "high",
  frameworks: {
    fsbp: [
      "GuardDuty.6",
      "GuardDuty.8",
      "GuardDuty.9",
      "GuardDuty.10",
      "GuardDuty.11",
      "GuardDuty.12",
    ],
    cis3: [],
    cis7: [],
    nist: ["CA-7", "SC-5", "SI-4"],
  },
  cause: "Attacks that leave no trace in network and DNS logs go unnoticed.",
  remedy: "Add a DetectorFeature with status ENABLED for each plan, and the Fargate agent",
  types: [DETECTOR],
  related: [DETECTOR_FEATURE],
  parameters: {
    features: textsOf(
      [
        "S3_DATA_EVENTS",
        "RDS_LOGIN_EVENTS",
        "LAMBDA_NETWORK_LOGS",
        "EBS_MALWARE_PROTECTION",
        RUNTIME,
      ],
      "Features of GuardDuty that must be enabled.",
    ),
  },
  scope: "stack",
  check({ resource: detector, stack, parameters }) {
    const features = stack.related(detector, DETECTOR_FEATURE, "detectorId");
    const agent = () =>
      expect(
        some(features, (feature) => isEnabled(feature, RUNTIME) && managesFargateAgent(feature)),
        "Runtime monitoring does not manage the agent of Fargate tasks",
      );
    const verdicts = each(parameters.features, (wanted) => {
      const older = DATA_SOURCES.get(wanted);
      const ways = [
        ...features.map((feature) => () => isEnabled(feature, wanted)),
        () => older !== undefined && detector.at(older).flag === true,
      ];
      const plan = () =>
        expect(
          some(ways, (way) => way()) && every(features, (one) => !isDisabled(one, wanted)),
          `${wanted} is not enabled`,
        );
      return each(wanted === RUNTIME ? [plan, agent] : [plan], (part) => part());
    });
    // One that may be this detector's may disable what others enable.
    return [
      ...verdicts,
      ...each(stack.unplaced(detector, DETECTOR_FEATURE, "detectorId"), undecided),
    ];
  },
});

function isEnabled(feature: View, name: string): boolean {
  return feature.at("status").text === "ENABLED" && feature.at("name").text === name;
}

/** Of two resources for one feature the later wins, and nobody knows which that is. */
function isDisabled(feature: View, name: string): boolean {
  return feature.at("status").text !== "ENABLED" && feature.at("name").text === name;
}

function managesFargateAgent(feature: View): boolean {
  return some(
    feature.at("additionalConfigurations").items(),
    (entry) => entry.at("status").text === "ENABLED" && entry.at("name").text === FARGATE_AGENT,
  );
}
