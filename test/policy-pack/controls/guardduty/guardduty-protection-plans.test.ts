import assert from "node:assert/strict";

import { guarddutyProtectionPlans } from "../../../../policy-pack/controls/guardduty/guardduty-protection-plans.ts";
import { type Properties, UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const PLANS = [
  "S3_DATA_EVENTS",
  "RDS_LOGIN_EVENTS",
  "LAMBDA_NETWORK_LOGS",
  "EBS_MALWARE_PROTECTION",
];
const AGENT = [{ name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" }];
const off = (plan: string) => `${plan} is not enabled`;
const NO_AGENT = "Runtime monitoring does not manage the agent of Fargate tasks";

const detector = (inputs: Properties = {}) =>
  resource("aws:guardduty/detector:Detector", "detector", inputs);
const feature = (plan: string, more: Properties = {}, name = plan) =>
  resource(
    "aws:guardduty/detectorFeature:DetectorFeature",
    name,
    { detectorId: UNKNOWN, name: plan, status: "ENABLED", ...more },
    { propertyDependencies: { detectorId: [detector().urn] } },
  );
const runtime = feature("RUNTIME_MONITORING", { additionalConfigurations: AGENT });
const compliant = [detector(), ...PLANS.map((plan) => feature(plan)), runtime];
const without = (plan: string) => compliant.filter(({ name }) => name !== plan);
const ask = (resources: readonly ReturnType<typeof resource>[], settings = {}) =>
  said(judged(guarddutyProtectionPlans, resources, "detector", settings));

describe("guardduty-protection-plans", () => {
  itBehaves({
    control: guarddutyProtectionPlans,
    compliant,
    subject: "detector",
    fails: [
      ...PLANS.map((plan) => ({
        title: `${plan} is off`,
        of: plan,
        path: "status",
        value: "DISABLED",
        messages: [off(plan)],
      })),
      {
        title: "runtime monitoring is off",
        of: "RUNTIME_MONITORING",
        path: "status",
        value: "DISABLED",
        messages: [off("RUNTIME_MONITORING"), NO_AGENT],
      },
      {
        title: "a feature is another one",
        of: "RDS_LOGIN_EVENTS",
        path: "name",
        value: "EKS_AUDIT_LOGS",
        messages: [off("RDS_LOGIN_EVENTS")],
      },
      {
        title: "hosts alone get an agent",
        of: "RUNTIME_MONITORING",
        path: "additionalConfigurations[0].name",
        value: "EC2_AGENT_MANAGEMENT",
        messages: [NO_AGENT],
      },
      {
        title: "the agent is off",
        of: "RUNTIME_MONITORING",
        path: "additionalConfigurations[0].status",
        value: "DISABLED",
        messages: [NO_AGENT],
      },
    ],
  });

  it("fails for a plan that has no feature", () => {
    for (const plan of PLANS) assert.deepEqual(ask(without(plan)), [off(plan)]);
    assert.deepEqual(ask([detector()]), [...PLANS, "RUNTIME_MONITORING"].map(off).concat(NO_AGENT));
  });

  it("accepts the older switches on the detector", () => {
    const older = detector({
      datasources: {
        s3Logs: { enable: true },
        malwareProtection: { scanEc2InstanceWithFindings: { ebsVolumes: { enable: true } } },
      },
    });
    const rest = compliant.filter(
      ({ name }) => !["detector", "S3_DATA_EVENTS", "EBS_MALWARE_PROTECTION"].includes(name),
    );
    assert.equal(ask([older, ...rest]), "pass");
    assert.deepEqual(ask([detector({ datasources: { s3Logs: { enable: false } } }), ...rest]), [
      off("S3_DATA_EVENTS"),
      off("EBS_MALWARE_PROTECTION"),
    ]);
  });

  it("fails where two resources fight over one feature", () => {
    const fight = feature("S3_DATA_EVENTS", { status: "DISABLED" }, "again");
    assert.deepEqual(ask([...compliant, fight]), [off("S3_DATA_EVENTS")]);
  });

  it("leaves features of other detectors out", () => {
    const other = {
      ...runtime,
      propertyDependencies: {},
      inputs: { ...runtime.inputs, detectorId: "12abc" },
    };
    assert.deepEqual(ask([...without("RUNTIME_MONITORING"), other]), [
      off("RUNTIME_MONITORING"),
      NO_AGENT,
    ]);
  });

  it("wants what the parameter says", () => {
    const parameters = { "guardduty-protection-plans": { features: ["EKS_AUDIT_LOGS"] } };
    assert.deepEqual(ask(compliant, { parameters }), [off("EKS_AUDIT_LOGS")]);
  });
});
