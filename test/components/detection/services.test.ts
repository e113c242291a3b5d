import assert from "node:assert/strict";

import { AccessAnalyzer } from "../../../components/detection/accessAnalyzer.ts";
import { ConfigRecorder } from "../../../components/detection/configRecorder.ts";
import { ConfigRules } from "../../../components/detection/configRules.ts";
import { GuardDuty } from "../../../components/detection/guardDuty.ts";
import { Inspector } from "../../../components/detection/inspector.ts";
import { SecurityHub } from "../../../components/detection/securityHub.ts";
import { managedResources } from "../../../plan/graph/resource.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, waitsFor } from "../../support/graph.ts";

const environment = testEnvironment();

describe("GuardDuty", () => {
  const make = () => recorded(() => new GuardDuty("guardduty"));

  it("P-DET-2: is on, and tells every 15 minutes", async () => {
    assert.deepEqual(only(await make(), "aws:guardduty/detector:Detector").inputs, {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
  });

  it("P-DET-2, feature 44: watches objects, sign-ins to databases, functions, volumes, tasks and hosts", async () => {
    const graph = await make();
    const features = ofType(graph, "aws:guardduty/detectorFeature:DetectorFeature");
    assert.deepEqual(
      features.map(({ name, inputs }) => [name, inputs["name"], inputs["status"]]),
      [
        ["guardduty-s3-data-events", "S3_DATA_EVENTS", "ENABLED"],
        ["guardduty-rds-login-events", "RDS_LOGIN_EVENTS", "ENABLED"],
        ["guardduty-lambda-network-logs", "LAMBDA_NETWORK_LOGS", "ENABLED"],
        ["guardduty-ebs-malware-protection", "EBS_MALWARE_PROTECTION", "ENABLED"],
        ["guardduty-runtime-monitoring", "RUNTIME_MONITORING", "ENABLED"],
      ],
    );
    assert.deepEqual(features.at(-1)?.inputs["additionalConfigurations"], [
      { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
      { name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" },
      { name: "EKS_ADDON_MANAGEMENT", status: "DISABLED" },
    ]);
    const detector = only(graph, "aws:guardduty/detector:Detector");
    for (const { propertyDependencies } of features) {
      assert.deepEqual(propertyDependencies["detectorId"], [detector.urn]);
    }
  });

  it("T90: outlives the stack", async () => {
    const found = managedResources(await make());
    assert.ok(found.every(({ retainOnDelete }) => retainOnDelete));
  });
});

describe("SecurityHub", () => {
  const make = (place = environment) =>
    recorded(() => {
      const recorder = new ConfigRecorder("config", { environment: place, ...foundation(place) });
      const rules = new ConfigRules("rules", { environment: place, recorder });
      return new SecurityHub("security-hub", { environment: place, rules });
    });
  const HUB = "aws:securityhub/account:Account";
  const STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription";

  it("P-DET-3, T92, feature 45: has the standards that are named, and none by default", async () => {
    const graph = await make();
    assert.deepEqual(only(graph, HUB).inputs, {
      enableDefaultStandards: false,
      autoEnableControls: true,
      controlFindingGenerator: "SECURITY_CONTROL",
    });
    assert.deepEqual(
      ofType(graph, STANDARD).map(({ inputs }) => inputs["standardsArn"]),
      [
        "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
        "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
      ],
    );
  });

  it("T28: names the standards of its partition and region", async () => {
    const place = testEnvironment({ region: "us-gov-west-1", partition: "aws-us-gov" });
    const [standard] = ofType(await make(place), STANDARD);
    assert.equal(
      standard?.inputs["standardsArn"],
      "arn:aws-us-gov:securityhub:us-gov-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
    );
  });

  it("T92: comes after AWS Config, standards after it, and outlives the stack", async () => {
    const graph = await make();
    const hub = only(graph, HUB);
    const rules = ofType(graph, "aws:cfg/rule:Rule");
    assert.ok(rules.length > 0);
    for (const earlier of [...rules, only(graph, "aws:cfg/recorderStatus:RecorderStatus")]) {
      assert.ok(waitsFor(graph, hub, earlier), earlier.name);
    }
    for (const standard of ofType(graph, STANDARD)) {
      assert.ok(waitsFor(graph, standard, hub));
      assert.equal(standard.retainOnDelete, true);
    }
    assert.equal(hub.retainOnDelete, true);
  });
});

describe("AccessAnalyzer", () => {
  it("P-DET-5, T94, feature 47: looks for outside access to the account, and outlives the stack", async () => {
    const graph = await recorded(() => new AccessAnalyzer("access-analyzer", { environment }));
    const analyzer = only(graph, "aws:accessanalyzer/analyzer:Analyzer");
    assert.deepEqual(analyzer.inputs, {
      analyzerName: "rampart-dev-analyzer-account",
      type: "ACCOUNT",
    });
    assert.equal(analyzer.retainOnDelete, true);
  });
});

describe("Inspector", () => {
  it("P-DET-5, T60, feature 48: scans hosts, images and functions, by the registry's one setting, for good", async () => {
    const graph = await recorded(() => new Inspector("inspector", { environment }));
    const enabler = only(graph, "aws:inspector2/enabler:Enabler");
    assert.deepEqual(enabler.inputs, {
      accountIds: ["111122223333"],
      resourceTypes: ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"],
    });
    const registry = only(
      graph,
      "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    );
    assert.deepEqual(registry.inputs, {
      scanType: "ENHANCED",
      rules: [
        {
          scanFrequency: "CONTINUOUS_SCAN",
          repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
        },
      ],
    });
    assert.ok(waitsFor(graph, registry, enabler));
    assert.deepEqual([enabler.retainOnDelete, registry.retainOnDelete], [true, true]);
  });
});
