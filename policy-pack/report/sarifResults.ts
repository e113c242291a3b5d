import { exemptionOf, type Statement, statementsOf } from "./reading.ts";
import type { Report, ReportedResult } from "./report.ts";
import { MESSAGES, referenceOf } from "./sarifRules.ts";
import { visible } from "./text.ts";

/** Stands for the program where the line is not known: code hosts drop a result without a place. */
const PROJECT_FILE = "Pulumi.yaml";

/** SARIF's results of a report. */
export function resultsOf(
  report: Report,
  options: { readonly base: string; readonly passes: boolean },
): object[] {
  return report.results.flatMap((result) => {
    const seen = new Map<string, number>();
    return statementsOf(result)
      .filter(({ outcome }) => options.passes || outcome !== "pass")
      .map((statement) => {
        const turn = (seen.get(statement.fingerprint) ?? 0) + 1;
        seen.set(statement.fingerprint, turn);
        return resultOf(report, result, statement, turn, options.base);
      });
  });
}

const KINDS = { fail: "fail", exempt: "fail", undecided: "open", pass: "pass" } as const;

function resultOf(
  report: Report,
  result: ReportedResult,
  { outcome, message, property, fingerprint }: Statement,
  turn: number,
  base: string,
): object {
  const { id, index } = referenceOf(report, result.control);
  const kind = KINDS[outcome];
  return {
    ruleId: id,
    ruleIndex: index,
    kind,
    // A failure has its rule's level; anything else must have none.
    ...(kind === "fail" ? {} : { level: "none" }),
    message: messageOf(kind === "open" ? "undecided" : kind, [result.name, message]),
    locations: [locationOf(result, base)],
    partialFingerprints: {
      "rampartFinding/v1": `${fingerprint}:${turn}`,
      // The one that GitHub tells results apart by; it would hash the line otherwise, which moves.
      primaryLocationLineHash: `${fingerprint}:${turn}`,
    },
    ...(outcome === "exempt" ? { suppressions: suppressionsOf(report, result) } : {}),
    properties: {
      outcome,
      resourceType: visible(result.type),
      ...(property === undefined ? {} : { property: visible(property) }),
    },
  };
}

function messageOf(id: keyof typeof MESSAGES, said: readonly string[]): object {
  const template = MESSAGES[id];
  const used = said.filter((_, index) => template.includes(`{${index}}`)).map(plain);
  // In one go: what is filled in may itself look like a place.
  const text = template.replaceAll(/\{(\d)\}/g, (_, index: string) =>
    (used[Number(index)] ?? "").replaceAll(/[{}]/g, "$&$&"),
  );
  return { text, id, arguments: used };
}

/** A text that makes no link of a SARIF message, as `[a](b)` would. */
function plain(text: string): string {
  return visible(text).replaceAll("](", "] (");
}

function locationOf({ urn, name, source }: ReportedResult, base: string): object {
  const { file, line } = source ?? { file: PROJECT_FILE, line: 1 };
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(file), uriBaseId: base },
      region: { startLine: line },
    },
    logicalLocations: [{ name: visible(name), fullyQualifiedName: visible(urn), kind: "resource" }],
    ...(source === undefined ? { message: { text: "The line of the program is not known." } } : {}),
  };
}

/** A path from the root as a URI reference: no scheme, no host, no step outside. */
function relativeUri(file: string): string {
  const parts = visible(file).replaceAll("\\", "/").split("/");
  return parts
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .map(encodeURIComponent)
    .join("/");
}

function suppressionsOf(report: Report, result: ReportedResult): object[] {
  const exemption = exemptionOf(report, result);
  if (exemption === undefined) return [];
  const { reason, owner, expires, ticket } = exemption;
  const decided = ticket === undefined ? "" : `, ticket ${ticket}`;
  return [
    {
      kind: "external",
      status: "accepted",
      justification: visible(`${reason} (owner ${owner}, until ${expires}${decided})`),
      properties: { owner, expires, ...(ticket === undefined ? {} : { ticket }) },
    },
  ];
}
