import assert from "node:assert/strict";

import { readStackFile } from "../../config/stackFile.ts";
import { controls } from "../../policy-pack/controls/index.ts";
import { run } from "../../policy-pack/engine/run.ts";
import { profileOf } from "../../policy-pack/profiles.ts";
import { type Graph, managedResources } from "../../plan/graph/resource.ts";
import { deliveriesOf } from "../../plan/proofs/deliveries.ts";
import { verdictOf } from "../../plan/proofs/path.ts";
import { ROOT } from "../support/fixtures.ts";
import { ofType, only, policyOf, waitsFor } from "../support/graph.ts";
import { ProjectCopy } from "../support/project.ts";
import { problemLines, rawSettings, withSetting, withSystems } from "../support/settings.ts";
import { programGraph, STACKS, systemGraph } from "../support/stacks.ts";
import { SINGLETONS } from "../traps/accountOnce.ts";
import { textOf } from "../traps/reading.ts";

const ACCOUNT = "rampart:systems:Account";

/** Types that exist once in an account, or serve what does. */
const BASELINE =
  /^aws:(accessanalyzer|cfg|cloudtrail|costexplorer|guardduty|inspector2|securityhub)\//;
const OTHERS = [
  "aws:ebs/defaultKmsKey:DefaultKmsKey",
  "aws:ebs/encryptionByDefault:EncryptionByDefault",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
  "aws:ecr/registryPolicy:RegistryPolicy",
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
  "aws:ecr/replicationConfiguration:ReplicationConfiguration",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];

const baselineOf = (graph: Graph) =>
  managedResources(graph).filter(({ type }) => BASELINE.test(type) || OTHERS.includes(type));

/** Dev's settings with another answer to who looks after the account. */
function without(account: unknown): ReturnType<typeof rawSettings> {
  // Where nobody vouches for GitHub's jobs, there is no role for them.
  const raw = withSetting(withSystems(rawSettings("dev"), "ingest"), "identity.github", undefined);
  return withSetting(raw, "account", account);
}

const IAM = "arn:aws:iam::111122223333";

const ADOPTS = {
  mode: "adopts",
  githubProviderArn: `${IAM}:oidc-provider/token.actions.githubusercontent.com`,
};

/** All that an account may have already. */
const ADOPTED = {
  detectorId: "12abc34d567e8fa901bc2d34e56789f0",
  securityHubArn: "arn:aws:securityhub:us-east-1:111122223333:hub/default",
  analyzerArn: "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization",
  recorderName: "default",
  githubProviderArn: ADOPTS.githubProviderArn,
  costMonitorArn: "arn:aws:ce::111122223333:anomalymonitor/a-b",
};

/** Controls that ask a stack for the baseline, if it owns that. */
const PRESENCE = [
  "access-analyzer-enabled",
  "cis-metric-alarms",
  "cloudtrail-multi-region",
  "config-recorder-all",
  "detection-findings-routed",
  "ebs-encryption-by-default",
  "guardduty-enabled",
  "inspector-enabled",
  "s3-account-public-access-block",
  "securityhub-enabled-standards",
];

/** What they say of a stack. */
function presenceOf(graph: Graph, stack: string): [control: string, outcome: string][] {
  const stackUrn = only(graph, "pulumi:pulumi:Stack").urn;
  const asked = controls.filter(({ id }) => PRESENCE.includes(id));
  return run(asked, graph.resources, { parameters: profileOf(stack).parameters })
    .judgements.filter(({ urn }) => urn === stackUrn)
    .map(({ control, outcome }): [string, string] => [control.id, outcome])
    .sort();
}

describe("the account's baseline", () => {
  for (const stack of STACKS) {
    describe(`of ${stack}`, () => {
      let graph: Graph;
      before(async () => (graph = await systemGraph(stack, ["ingest"])));

      it("T97: is whole, and all in one place", () => {
        only(graph, ACCOUNT);
        const types = new Set(baselineOf(graph).map(({ type }) => type));
        assert.deepEqual(
          SINGLETONS.filter((type) => !types.has(type)),
          [],
        );
        const elsewhere = baselineOf(graph).filter(
          ({ urn }) => !urn.includes(`::${ACCOUNT}$rampart:`),
        );
        assert.deepEqual(
          elsewhere.map(({ urn }) => urn),
          [],
        );
      });

      it("P-DET-1, P-DET-4: may use the main key, before it is used", () => {
        const sids = policyOf(only(graph, "aws:kms/key:Key", "main-key")).Statement.map(
          ({ Sid }) => Sid,
        );
        assert.deepEqual(sids.slice(-3), ["TrailEncrypts", "TrailFindsKey", "ConfigDelivers"]);
      });

      it("P-DET-6: makes the presence controls of the policy pack speak, and satisfies them", () => {
        assert.deepEqual(
          presenceOf(graph, stack),
          PRESENCE.map((id) => [id, "pass"]),
        );
      });
    });
  }

  it("has one owner in each account of the shipped stacks", () => {
    const owners = STACKS.map((stack) => readStackFile(ROOT, stack).settings)
      .filter(({ account }) => account.mode === "owns")
      .map(({ environment }) => environment.accountId);
    const accounts = STACKS.map(
      (stack) => readStackFile(ROOT, stack).settings.environment.accountId,
    );
    assert.deepEqual(owners.sort(), [...new Set(accounts)].sort());
  });

  for (const account of [ADOPTS, { mode: "none" }]) {
    it(`T97: a stack that says ${account.mode} has nothing of it, and its key admits nobody for it`, async () => {
      const graph = await programGraph(without(account));
      assert.deepEqual(baselineOf(graph), []);
      assert.deepEqual(ofType(graph, ACCOUNT), []);
      const grants = policyOf(only(graph, "aws:kms/key:Key", "main-key")).Statement;
      assert.deepEqual(
        grants.map(({ Sid }) => Sid),
        ["DelegateToIam", "CloudWatchLogs"],
      );
      const outcomes = presenceOf(graph, "dev").map(([, outcome]) => outcome);
      assert.deepEqual([...new Set(outcomes)], ["notApplicable"]);
    });
  }

  it("T90, T92, T94, T96: makes nothing a second time that the account has, and the rest", async () => {
    const all = await programGraph(withSystems(rawSettings("dev"), "ingest"));
    const some = await programGraph(
      withSetting(withSystems(rawSettings("dev"), "ingest"), "account.adopted", ADOPTED),
    );
    const types = (graph: Graph) => baselineOf(graph).map(({ type }) => type);
    const left = types(all).filter((type) => !types(some).includes(type));
    assert.deepEqual([...new Set(left)].sort(), [
      "aws:accessanalyzer/analyzer:Analyzer",
      "aws:cfg/deliveryChannel:DeliveryChannel",
      "aws:cfg/recorder:Recorder",
      "aws:cfg/recorderStatus:RecorderStatus",
      "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
      "aws:guardduty/detector:Detector",
      "aws:guardduty/detectorFeature:DetectorFeature",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      "aws:securityhub/account:Account",
      "aws:securityhub/standardsSubscription:StandardsSubscription",
    ]);
    assert.equal(ofType(some, "aws:cfg/rule:Rule").length, ofType(all, "aws:cfg/rule:Rule").length);
    const { inputs } = only(some, "aws:costexplorer/anomalySubscription:AnomalySubscription");
    assert.deepEqual(inputs["monitorArnLists"], [ADOPTED.costMonitorArn]);
  });

  it("T91: records by the role that the account has, where it has no recorder", async () => {
    const role = `${IAM}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
    const raw = withSetting(withSystems(rawSettings("dev"), "ingest"), "account.adopted", {
      configRoleArn: role,
    });
    const graph = await programGraph(raw);
    assert.deepEqual(ofType(graph, "aws:iam/serviceLinkedRole:ServiceLinkedRole"), []);
    assert.equal(only(graph, "aws:cfg/recorder:Recorder").inputs["roleArn"], role);
  });

  it("T91, T92: comes in the order that AWS needs", async () => {
    const graph = await systemGraph("dev", ["ingest"]);
    const order = [
      "aws:cfg/recorder:Recorder",
      "aws:cfg/deliveryChannel:DeliveryChannel",
      "aws:cfg/recorderStatus:RecorderStatus",
      "aws:cfg/rule:Rule",
      "aws:securityhub/account:Account",
      "aws:securityhub/standardsSubscription:StandardsSubscription",
    ].map((type) => ofType(graph, type));
    for (const [index, later] of order.entries()) {
      assert.ok(later.length > 0);
      for (const one of later) {
        for (const earlier of order[index - 1] ?? []) {
          assert.ok(waitsFor(graph, one, earlier), `${one.name} is before ${earlier.name}`);
        }
      }
    }
  });

  it("feature 53: each event that is for people would arrive", async () => {
    for (const stack of STACKS) {
      const paths = deliveriesOf(await systemGraph(stack, ["ingest"])).filter(
        ({ group }) => group === "Events",
      );
      assert.ok(paths.length >= 11);
      assert.deepEqual([...new Set(paths.map(verdictOf))], ["passes"]);
    }
  });

  it("feature 42: the use of the break-glass role reaches the critical topic", async () => {
    for (const stack of STACKS) {
      const graph = await systemGraph(stack, ["ingest"]);
      const { inputs } = only(graph, "aws:cloudwatch/eventRule:EventRule", "break-glass-use");
      const role = ofType(graph, "aws:iam/role:Role").find(({ name }) => name === "break-glass");
      const roleArn = /arn:aws:iam::\d+:role\/([\w-]+)/.exec(textOf(inputs["eventPattern"]))?.[1];
      assert.equal(roleArn, role?.inputs["name"]);
      const targets = ofType(graph, "aws:cloudwatch/eventTarget:EventTarget").filter(
        (target) => target.inputs["rule"] === inputs["name"],
      );
      assert.deepEqual(
        targets.map((target) => textOf(target.inputs["arn"]).split(":").at(-1)),
        [`${stack}-critical-alerts`],
      );
    }
  });
});

describe("the settings of the account's baseline", () => {
  const refused = (path: string, value: unknown): string[] =>
    problemLines(withSetting(withSystems(rawSettings("dev"), "ingest"), path, value));

  it("are no accident: a stack says what it does", () => {
    assert.deepEqual(refused("account", undefined), [
      "rampart:account is missing; allowed: an object with mode, trail, costAnomalyUsd, costAllocationTags, adopted, githubProviderArn",
    ]);
    assert.deepEqual(refused("account.mode", "shares"), [
      'rampart:account.mode is "shares"; allowed: owns, adopts, none',
    ]);
  });

  it("are of the stack's own account", () => {
    const foreign = "arn:aws:iam::999988887777:oidc-provider/token.actions.githubusercontent.com";
    const allowed = "an ARN of 111122223333 (environment.accountId)";
    assert.deepEqual(refused("account", { mode: "adopts", githubProviderArn: foreign }), [
      `rampart:account.githubProviderArn is ${JSON.stringify(foreign).slice(0, 59)}…; allowed: ${allowed}`,
    ]);
    assert.deepEqual(
      refused("account.adopted", { costMonitorArn: "arn:aws:ce::999988887777:anomalymonitor/a" }),
      [
        `rampart:account.adopted.costMonitorArn is "arn:aws:ce::999988887777:anomalymonitor/a"; allowed: ${allowed}`,
      ],
    );
  });

  it("name what the account has as AWS names it, in the stack's region, and nothing twice", () => {
    const adopted = (values: object) => refused("account.adopted", values);
    assert.deepEqual(adopted({ detectorId: "guardduty" }), [
      'rampart:account.adopted.detectorId is "guardduty"; allowed: a detector\'s id of 32 hexadecimal digits',
    ]);
    const foreign = ADOPTED.securityHubArn.replace("us-east-1", "eu-west-2");
    assert.deepEqual(adopted({ securityHubArn: foreign }), [
      `rampart:account.adopted.securityHubArn is "${foreign}"; allowed: an ARN of us-east-1 (environment.region)`,
    ]);
    const configRoleArn = `${IAM}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
    assert.deepEqual(adopted({ recorderName: "default", configRoleArn }), [
      `rampart:account.adopted.configRoleArn is ${JSON.stringify(configRoleArn).slice(0, 59)}…; allowed: nothing beside recorderName, whose recorder has its role`,
    ]);
    assert.deepEqual(adopted(ADOPTED), []);
  });

  it("name each cost allocation tag once, and none of AWS's", () => {
    assert.deepEqual(refused("account.costAllocationTags", ["Owner", "Owner"]), [
      'rampart:account.costAllocationTags is ["Owner","Owner"]; allowed: each key once',
    ]);
    assert.deepEqual(refused("account.costAllocationTags", ["aws:createdBy"]), [
      'rampart:account.costAllocationTags[0] is "aws:createdBy"; allowed: a tag key of up to 128 characters, not aws:…',
    ]);
  });

  it("keep log files as long as they are locked, and longer than until they are archived", () => {
    assert.deepEqual(refused("account.trail", { lockDays: 400, keepDays: 399 }), [
      "rampart:account.trail.keepDays is 399; allowed: 400 (lockDays) or more",
    ]);
    assert.deepEqual(refused("account.trail", { keepDays: 90 }), [
      "rampart:account.trail.keepDays is 90; allowed: 91 or more",
    ]);
  });

  describe("beside other stack files", () => {
    let project: ProjectCopy;
    beforeEach(() => (project = new ProjectCopy()));
    afterEach(() => {
      project.remove();
    });

    it("have one owner of an account", () => {
      project.replace("Pulumi.staging.yaml", '"444455556666"', '"111122223333"');
      project.replace(
        "Pulumi.staging.yaml",
        "acm:eu-west-2:444455556666",
        "acm:eu-west-2:111122223333",
      );
      project.replace("Pulumi.staging.yaml", "mode: on", 'mode: "off"');
      for (const [stack, other] of [
        ["dev", "staging"],
        ["staging", "dev"],
      ] as const) {
        assert.throws(
          () => readStackFile(project.root, stack),
          new RegExp(
            `Pulumi\\.${stack}\\.yaml:\\d+: rampart:account\\.mode is owns; allowed: adopts or none, ` +
              `since stack ${other} owns the baseline of account 111122223333$`,
          ),
        );
      }
      assert.equal(readStackFile(project.root, "prod").settings.account.mode, "owns");
    });

    it("may share an account where one owns", () => {
      project.replace("Pulumi.staging.yaml", '"444455556666"', '"111122223333"');
      project.replace(
        "Pulumi.staging.yaml",
        "acm:eu-west-2:444455556666",
        "acm:eu-west-2:111122223333",
      );
      project.replace(
        "Pulumi.staging.yaml",
        /mode: owns\n {4}costAnomalyUsd: 20/.exec(project.read("Pulumi.staging.yaml"))?.[0] ?? "?",
        "mode: adopts\n    githubProviderArn: " + ADOPTS.githubProviderArn,
      );
      project.replace("Pulumi.staging.yaml", "mode: on", 'mode: "off"');
      assert.equal(readStackFile(project.root, "dev").settings.account.mode, "owns");
      assert.equal(readStackFile(project.root, "staging").settings.account.mode, "adopts");
    });

    it("are read without files that can't be", () => {
      project.replace("Pulumi.staging.yaml", "config:", "config: [");
      assert.equal(readStackFile(project.root, "dev").settings.account.mode, "owns");
    });
  });
});
