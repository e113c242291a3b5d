import assert from "node:assert/strict";

import fc from "fast-check";

import type { Report } from "../../../policy-pack/report/report.ts";
import { sarifReport, type SarifOptions } from "../../../policy-pack/report/sarif.ts";
import { visible } from "../../../policy-pack/report/text.ts";
import { CLEAN, FINGERPRINTS, SAMPLE } from "./sample.ts";
import { assertGolden, hostileText, sampleOf } from "./support.ts";

/** The parts of a SARIF log that the tests look at. */
interface Run {
  readonly tool: {
    readonly driver: {
      readonly supportedTaxonomies: readonly { readonly name: string; readonly index: number }[];
      readonly rules: readonly {
        readonly id: string;
        readonly name: string;
        readonly messageStrings: Readonly<Record<string, { readonly text: string }>>;
        readonly defaultConfiguration: { readonly level: string };
        readonly relationships: readonly { readonly target: Target }[];
        readonly properties: { readonly tags: readonly string[]; "security-severity": string };
      }[];
    };
  };
  readonly taxonomies: readonly {
    readonly name: string;
    readonly taxa: readonly { readonly id: string }[];
  }[];
  readonly invocations: readonly object[];
  readonly versionControlProvenance?: readonly object[];
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly kind: string;
    readonly level?: string;
    readonly message: {
      readonly text: string;
      readonly id: string;
      readonly arguments: readonly string[];
    };
    readonly locations: readonly {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
        readonly region: { readonly startLine: number };
      };
      readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
      readonly message?: { readonly text: string };
    }[];
    readonly partialFingerprints: Readonly<Record<string, string>>;
    readonly suppressions?: readonly object[];
  }[];
}

interface Target {
  readonly id: string;
  readonly index: number;
  readonly toolComponent: { readonly name: string; readonly index: number };
}

function runOf(report: Report, options?: SarifOptions): Run {
  const log = JSON.parse(sarifReport(report, options)) as { readonly runs: readonly Run[] };
  const [run, ...more] = log.runs;
  assert.ok(run && more.length === 0);
  return run;
}

describe("findings.sarif", () => {
  it("is what was reviewed and accepted by sarif-multitool", () => {
    assertGolden("findings.sarif", sarifReport(SAMPLE));
  });

  it("tells the kind and level of each result", () => {
    const said = runOf(SAMPLE).results.map(({ ruleId, kind, level }) => [ruleId, kind, level]);
    assert.deepEqual(said, [
      ["s3-bucket-tls-only", "fail", undefined],
      ["s3-bucket-tls-only", "fail", undefined],
      ["s3-bucket-tls-only", "open", "none"],
      ["s3-bucket-tls-only", "fail", undefined],
      ["s3-bucket-versioning", "fail", undefined],
      ["kms-rotation", "open", "none"],
      ["kms-rotation", "open", "none"],
      ["secret-rotation", "fail", undefined],
    ]);
  });

  it("lists what passes on request alone", () => {
    assert.deepEqual(runOf(CLEAN).results, []);
    const [passed, ...more] = runOf(CLEAN, { passes: true }).results;
    assert.deepEqual(more, []);
    assert.deepEqual([passed?.kind, passed?.level], ["pass", "none"]);
    assert.deepEqual(passed?.message, {
      text: "'logs' complies.",
      id: "pass",
      arguments: ["logs"],
    });
  });

  it("suppresses what is exempt, with reason, owner, expiry and ticket", () => {
    const suppressed = runOf(SAMPLE).results.filter(({ suppressions }) => suppressions);
    assert.deepEqual(
      suppressed.map(({ ruleId, suppressions }) => ({ ruleId, suppressions })),
      [
        {
          ruleId: "secret-rotation",
          suppressions: [
            {
              kind: "external",
              status: "accepted",
              justification:
                "The function that rotates it is not written yet (owner team-data, until 2027-03-31, ticket OPS-12)",
              properties: { owner: "team-data", expires: "2027-03-31", ticket: "OPS-12" },
            },
          ],
        },
      ],
    );
  });

  it("names the exemption that holds, not an expired one or one of something else", () => {
    const [used, expired] = SAMPLE.exemptions;
    assert.ok(used && expired);
    const exemptions = [
      { ...expired, control: used.control, urn: used.urn },
      { ...used, control: "kms-rotation", owner: "another control's" },
      { ...used, urn: "urn:pulumi:prod::rampart::*::other", owner: "another resource's" },
      used,
    ];
    const { results } = runOf({ ...SAMPLE, exemptions });
    assert.deepEqual(
      results.flatMap(({ suppressions = [] }) => suppressions),
      runOf(SAMPLE).results.flatMap(({ suppressions = [] }) => suppressions),
    );
  });

  it("tells results apart by stable fingerprints, also two of one", () => {
    const prints = runOf(SAMPLE).results.map(
      ({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"],
    );
    const [first, second, third, fourth] = FINGERPRINTS;
    assert.deepEqual(
      prints.filter((print) => FINGERPRINTS.some((known) => print?.startsWith(known))),
      [`${first}:1`, `${first}:2`, `${second}:1`, `${third}:1`, `${fourth}:1`],
    );
    assert.equal(new Set(prints).size, prints.length);
    for (const print of prints) assert.match(print ?? "", /^[0-9a-f]{64}:\d$/);
    const reversed = { ...SAMPLE, results: [...SAMPLE.results].reverse() };
    assert.deepEqual(
      new Set(
        runOf(reversed).results.map(
          ({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"],
        ),
      ),
      new Set(prints),
    );
  });

  it("names the line of the program, or the project's file where it is not known", () => {
    const places = runOf(SAMPLE).results.map(({ locations: [location] }) => {
      const { artifactLocation, region } = location?.physicalLocation ?? {};
      return [artifactLocation?.uri, region?.startLine, location?.message?.text];
    });
    const unknown = "The line of the program is not known.";
    assert.deepEqual(places, [
      ["components/storage/secureBucket.ts", 42, undefined],
      ["components/storage/secureBucket.ts", 42, undefined],
      ["components/storage/secureBucket.ts", 42, undefined],
      ["a%20b/%3Dc%3Cd%3E.ts", 7, undefined],
      ["Pulumi.yaml", 1, unknown],
      ["Pulumi.yaml", 1, unknown],
      ["Pulumi.yaml", 1, unknown],
      ["Pulumi.yaml", 1, unknown],
    ]);
    assert.equal(
      runOf(SAMPLE).results[0]?.locations[0]?.logicalLocations[0]?.fullyQualifiedName,
      "urn:pulumi:prod::rampart::aws:s3/bucket:Bucket::media",
    );
  });

  it("ranks rules by severity and names them as code hosts ask", () => {
    const { rules } = runOf(SAMPLE).tool.driver;
    assert.deepEqual(
      rules.map(({ id, name, defaultConfiguration, properties }) => [
        id,
        name,
        defaultConfiguration,
        properties["security-severity"],
      ]),
      [
        ["s3-bucket-tls-only", "S3BucketTlsOnly", { enabled: true, level: "error" }, "8.0"],
        ["s3-bucket-versioning", "S3BucketVersioning", { enabled: true, level: "note" }, "2.0"],
        ["kms-rotation", "KmsRotation", { enabled: true, level: "warning" }, "5.5"],
        ["secret-rotation", "SecretRotation", { enabled: true, level: "warning" }, "5.5"],
        ["iam-root-key", "IamRootKey", { enabled: false, level: "error" }, "9.5"],
      ],
    );
    const nist = Array.from({ length: 30 }, (_, index) => `AC-${index + 1}`);
    const [control] = SAMPLE.controls;
    assert.ok(control);
    const many = { ...control, frameworks: { ...control.frameworks, nist } };
    const run = runOf({ ...SAMPLE, controls: [many], results: [], exemptions: [] });
    const sizes = run.tool.driver.rules.map(({ properties, relationships }) => [
      properties.tags.length,
      relationships.length,
    ]);
    assert.deepEqual(sizes, [[20, 33]]);
  });

  it("relates rules to requirements that are there", () => {
    const { tool, taxonomies } = runOf(SAMPLE);
    assert.deepEqual(
      taxonomies.map(({ name, taxa }) => [name, taxa.map(({ id }) => id)]),
      [
        [
          "NIST SP 800-53 r5",
          ["AC-3(15)", "AC-17(2)", "CP-9", "CP-10", "SC-8", "SC-8(1)", "SC-12"],
        ],
        ["CIS AWS Foundations Benchmark v3.0", ["1.4", "2.1.1", "3.6"]],
        ["CIS AWS Foundations Benchmark v7.0", ["2.4", "3.1.1", "4.6"]],
        ["AWS Foundational Security Best Practices", ["IAM.4", "S3.5", "SecretsManager.1"]],
        ["AWS Security Hub controls outside FSBP", ["KMS.4", "S3.14"]],
      ],
    );
    const targets = tool.driver.rules.flatMap(({ relationships }) => relationships);
    assert.equal(targets.length, 20);
    for (const { target } of targets) {
      const taxonomy = taxonomies[target.toolComponent.index];
      assert.ok(taxonomy);
      assert.equal(taxonomy.name, target.toolComponent.name);
      assert.equal(taxonomy.taxa[target.index]?.id, target.id);
    }
    assert.deepEqual(
      tool.driver.supportedTaxonomies,
      taxonomies.map(({ name }, index) => ({ name, index })),
    );
  });

  it("tells a control that broke apart as a fault of the tool", () => {
    assert.deepEqual(runOf(CLEAN).invocations, [{ executionSuccessful: true }]);
    assert.deepEqual(runOf(SAMPLE).invocations, [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: "error",
            message: { text: "kms-rotation: the control broke: TypeError: x." },
            associatedRule: { id: "kms-rotation", index: 2 },
          },
        ],
      },
    ]);
  });

  it("tells the repository where it is known", () => {
    assert.equal(runOf(SAMPLE).versionControlProvenance, undefined);
    const repository = {
      uri: "https://example.com/owner/name",
      revision: "3a8d4f0",
      branch: "main",
    };
    assert.deepEqual(runOf(SAMPLE, { repository }).versionControlProvenance, [
      {
        repositoryUri: "https://example.com/owner/name",
        revisionId: "3a8d4f0",
        branch: "main",
        mappedTo: { uriBaseId: "%SRCROOT%" },
      },
    ]);
  });

  it("points at what is there and makes no link and no place, whatever the texts", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { tool, results } = runOf(sampleOf(text), { passes: true });
        assert.equal(results.length, 9);
        for (const { ruleId, ruleIndex, message, locations } of results) {
          const rule = tool.driver.rules[ruleIndex];
          assert.ok(rule);
          assert.equal(rule.id, ruleId);
          const filled = (rule.messageStrings[message.id]?.text ?? "").replaceAll(
            /\{(\d)\}/g,
            (_, index: string) => message.arguments[Number(index)] ?? "missing",
          );
          // In the text itself, braces stand twice, so that none is taken for a place.
          assert.equal(message.text, filled.replaceAll(/[{}]/g, "$&$&"));
          assert.doesNotMatch(message.text, /\]\(/);
          const [location] = locations;
          const { uri } = location?.physicalLocation.artifactLocation ?? { uri: "" };
          const { href } = new URL(uri, "https://root.invalid/a/b/");
          assert.ok(href.startsWith("https://root.invalid/a/b/"), uri);
          assert.equal(location?.logicalLocations[0]?.fullyQualifiedName, visible(text));
        }
      }),
      { numRuns: 50 },
    );
  });
});
