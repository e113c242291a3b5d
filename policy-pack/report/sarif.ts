import { passes, resultsWith } from "./reading.ts";
import type { Report } from "./report.ts";
import { resultsOf } from "./sarifResults.ts";
import { referenceOf, ruleOf, taxonomiesOf, taxonomyReference } from "./sarifRules.ts";
import { gapText, visible, visibleJson } from "./text.ts";

/** What the report itself does not hold. */
export interface SarifOptions {
  /** Whether what passed is listed too. @default false */
  readonly passes?: boolean;
  /** Where the program is kept. @default not told */
  readonly repository?: {
    /** Absolute, such as `https://example.com/owner/name`. */
    readonly uri: string;
    readonly revision?: string;
    readonly branch?: string;
  };
  /** Where people read about the pack. @default Pulumi's page about policy packs */
  readonly informationUri?: string;
}

const POLICY_PACKS = "https://www.pulumi.com/docs/insights/policy/policy-packs/";

/** What the findings' paths are relative to, by the name that code hosts expect. */
const ROOT = "%SRCROOT%";

/** SARIF 2.1.0: what fails, is undecided or is exempt, and on request what passes. */
export function sarifReport(report: Report, options: SarifOptions = {}): string {
  const { project, stack, door, pack } = report;
  const taxonomies = taxonomiesOf(report.controls);
  const run = {
    tool: {
      driver: {
        name: pack.name,
        fullName: `${pack.name} policy pack`,
        semanticVersion: pack.version,
        version: pack.version,
        informationUri: options.informationUri ?? POLICY_PACKS,
        language: "en-US",
        isComprehensive: true,
        supportedTaxonomies: taxonomies.map((taxonomy) => taxonomyReference(taxonomies, taxonomy)),
        rules: report.controls.map((control) => ruleOf(control, taxonomies)),
      },
    },
    automationDetails: {
      id: `${[pack.name, project, stack, door].map((part) => visible(part).replaceAll("/", "_")).join("/")}/`,
      description: { text: `Controls over the stack ${visible(stack)} of ${visible(project)}.` },
    },
    invocations: [invocation(report)],
    originalUriBaseIds: {
      [ROOT]: { description: { text: "The root of the program's repository." } },
    },
    ...provenance(options),
    taxonomies,
    columnKind: "utf16CodeUnits",
    language: "en-US",
    properties: {
      project,
      stack,
      profile: report.profile,
      door,
      date: report.date,
      ...report.summary,
      passed: passes(report),
    },
    results: resultsOf(report, { base: ROOT, passes: options.passes ?? false }),
  };
  return visibleJson({
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  });
}

/** The run itself; a control that broke is a fault of the tool, told apart from the results. */
function invocation(report: Report): object {
  const notifications = resultsWith(report, "fail", "undecided", "exempt").flatMap((result) =>
    result.undecided
      .filter(({ defect }) => defect)
      .map((gap) => ({
        level: "error",
        message: { text: visible(`${result.control}: ${gapText(gap)}.`) },
        associatedRule: referenceOf(report, result.control),
      })),
  );
  return {
    executionSuccessful: notifications.length === 0,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

function provenance({ repository }: SarifOptions): object {
  if (repository === undefined) return {};
  const { uri, revision, branch } = repository;
  return {
    versionControlProvenance: [
      {
        repositoryUri: uri,
        ...(revision === undefined ? {} : { revisionId: revision }),
        ...(branch === undefined ? {} : { branch }),
        mappedTo: { uriBaseId: ROOT },
      },
    ],
  };
}
