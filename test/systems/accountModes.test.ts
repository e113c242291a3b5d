import assert from "node:assert/strict";

import type { RawSettings } from "../../config/load.ts";
import { readStackFile } from "../../config/stackFile.ts";
import { type Graph, managedResources } from "../../plan/graph/resource.ts";
import { controls } from "../../policy-pack/controls/index.ts";
import { readExemptions } from "../../policy-pack/engine/exemptions.ts";
import { run } from "../../policy-pack/engine/run.ts";
import exemptions from "../../policy-pack/exemptions.json" with { type: "json" };
import { profileOf } from "../../policy-pack/profiles.ts";
import { ofType } from "../support/graph.ts";
import { limitsBroken } from "../support/limits.ts";
import { ProjectCopy } from "../support/project.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const MODES = ["owns", "adopts", "none"] as const;

/** Least share of the pairs of control and resource that are decided at a first preview. */
const LEAST_DECIDED = 0.98;

const providerArn = (accountId: string): string =>
  `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;

const accountOf = (raw: RawSettings): string =>
  (raw["environment"] as { accountId: string }).accountId;

/** A shipped stack with another answer to who looks after the account. */
function inMode(raw: RawSettings, mode: (typeof MODES)[number]): RawSettings {
  if (mode === "owns") return raw;
  if (mode === "adopts") {
    return withSetting(raw, "account", { mode, githubProviderArn: providerArn(accountOf(raw)) });
  }
  // Nobody vouches for GitHub's jobs then.
  return withSetting(withSetting(raw, "account", { mode }), "identity.github", undefined);
}

/** Asserts that a graph would pass every door: the pack finds nothing, and decides. */
function assertClean(graph: Graph, stack: string): void {
  const { parameters } = profileOf(stack);
  const { findings, judgements, undecided } = run(controls, graph.resources, {
    parameters,
    exemptions: { all: readExemptions(exemptions), date: "2026-11-22" },
  });
  assert.deepEqual(
    findings.map(({ control, urn, message }) => `${control} ${urn}: ${message}`),
    [],
  );
  assert.ok(judgements.length > 1_000, `only ${judgements.length} judgements`);
  const decided = 1 - undecided.length / judgements.length;
  assert.ok(decided >= LEAST_DECIDED, `${decided} are decided`);
  assert.deepEqual(limitsBroken(graph), []);
}

describe("who looks after the account", () => {
  for (const stack of STACKS) {
    for (const mode of MODES) {
      it(`P-DET, T97: ${stack} plans cleanly when it says ${mode}`, async () => {
        const graph = await programGraph(inMode(rawSettings(stack), mode), { stack });
        assertClean(graph, stack);
        const owned = ofType(graph, "rampart:systems:Account").length;
        assert.equal(owned, mode === "owns" ? 1 : 0);
      });
    }
  }
});

/** Types whose name is one inside something that has the stack's own. */
const NAMED_INSIDE = [
  "aws:appautoscaling/policy:Policy",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
  "aws:servicediscovery/service:Service",
];

/** Names that a stack gives, by type and property; most are a region's own, records those of a type. */
const namesIn = (graph: Graph): string[] =>
  managedResources(graph)
    .filter(({ type }) => !NAMED_INSIDE.includes(type))
    .flatMap(({ type, inputs, provider }) =>
      ["analyzerName", "bucket", "dashboardName", "name", "policyName", "userName"]
        .filter((property) => textOf(inputs[property]) !== "" && !/bucket[A-Z]/.test(type))
        .map((property) =>
          [
            ...[type, textOf(inputs[property]), provider?.split("::").at(-1)],
            ...(type.endsWith(":Record") ? [textOf(inputs["type"])] : []),
          ].join(" "),
        ),
    );

describe("one account for all three stacks", () => {
  let project: ProjectCopy;
  beforeEach(() => (project = new ProjectCopy()));
  afterEach(() => {
    project.remove();
  });

  /** Settings alone: dev looks after the account and responds, the others use what it made. */
  function share(): void {
    for (const [stack, accountId, usd] of [
      ["staging", "444455556666", 20],
      ["prod", "777788889999", 50],
    ] as const) {
      const file = `Pulumi.${stack}.yaml`;
      const adopts = `mode: adopts\n    githubProviderArn: ${providerArn("111122223333")}`;
      project.replace(file, `"${accountId}"`, '"111122223333"');
      project.replace(file, `eu-west-2:${accountId}`, "eu-west-2:111122223333");
      project.replace(file, `mode: owns\n    costAnomalyUsd: ${usd}`, adopts);
      project.replace(file, "mode: on", 'mode: "off"');
    }
  }

  it("P-DET, T97: needs settings alone, and has one owner", async () => {
    share();
    const names: string[] = [];
    const owners: string[] = [];
    for (const stack of STACKS) {
      const { config, settings } = readStackFile(project.root, stack);
      assert.equal(settings.environment.accountId, "111122223333");
      if (settings.account.mode === "owns") owners.push(stack);
      const raw = Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
          key.replace("rampart:", ""),
          JSON.parse(value) as unknown,
        ]),
      );
      const graph = await programGraph(raw, { stack });
      assertClean(graph, stack);
      names.push(...namesIn(graph));
    }
    assert.deepEqual(owners, ["dev"]);
    assert.ok(names.length > 300);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
      "two stacks would make the same",
    );
  });

  for (const [stack, other] of [
    ["dev", "prod"],
    ["prod", "dev"],
  ] as const) {
    it(`P-RESP: has one stack that responds, so not ${stack} beside ${other}`, () => {
      share();
      project.replace("Pulumi.prod.yaml", 'mode: "off"', "mode: on");
      const said = stack === "dev" ? "dry-run" : "on";
      assert.throws(
        () => readStackFile(project.root, stack),
        new RegExp(
          `Pulumi\\.${stack}\\.yaml:\\d+: rampart:operations\\.response\\.mode is ${said}; allowed: ` +
            `off, since stack ${other} responds in 111122223333, us-east-1$`,
        ),
      );
    });
  }

  it("P-RESP: stacks of other regions respond beside each other", () => {
    share();
    project.replace("Pulumi.prod.yaml", 'mode: "off"', "mode: on");
    project.replace("Pulumi.prod.yaml", "region: us-east-1", "region: us-east-2");
    project.replace(
      "Pulumi.prod.yaml",
      "[use1-az1, use1-az2, use1-az4]",
      "[use2-az1, use2-az2, use2-az3]",
    );
    project.replace("Pulumi.prod.yaml", "ecr:us-east-1", "ecr:us-east-2");
    // CloudFront needs the region that it takes its certificates from.
    project.replace("Pulumi.prod.yaml", "distribution: { originHost: origin.example.com }", "");
    project.leaveOut("Pulumi.prod.yaml", "music");
    assert.equal(readStackFile(project.root, "prod").settings.operations.response.mode, "on");
  });
});
