import { type Markup, markup, nothing } from "./markup.ts";
import { controlOf, exemptionOf } from "./reading.ts";
import type { Report, ReportedResult } from "./report.ts";
import { gapText, sourceText } from "./text.ts";

/** What a CI server makes of a result. */
type Kind = "passed" | "failure" | "error" | "skipped";

interface Case {
  readonly kind: Kind;
  readonly text: Markup;
}

/**
 * JUnit XML: a suite for each control, a case for each resource. What blocks fails there, a control
 * that can't decide or broke is an error; what is advisory or exempt is skipped with its reason, so
 * that a pipeline stops where the pack does.
 */
export function junitReport(report: Report): string {
  const { pack, project, stack } = report;
  const byControl = Map.groupBy(report.results, ({ control }) => control);
  const suites = report.controls.flatMap(({ id, title }) => {
    const results = byControl.get(id);
    if (results === undefined) return [];
    const cases = results.map((result) => caseOf(report, result));
    return [
      {
        cases,
        text: markup`
  <testsuite name="${id}" ${numbers(cases)} timestamp="${report.date}T00:00:00">
    <properties>
      <property name="title" value="${title}"/>
    </properties>${cases.map(({ text }) => text)}
  </testsuite>`,
      },
    ];
  });
  const all = suites.flatMap(({ cases }) => cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    markup`<testsuites name="${pack.name} ${pack.version}: ${project} ${stack}" ${numbers(all)}>${suites.map(
      ({ text }) => text,
    )}
</testsuites>
`.text
  }`;
}

function numbers(cases: readonly Case[]): Markup {
  const count = (wanted: Kind) => cases.filter(({ kind }) => kind === wanted).length;
  return markup`tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="0"`;
}

function caseOf(report: Report, result: ReportedResult): Case {
  const { control, type, name, urn, source } = result;
  const place =
    source === undefined ? nothing : markup` file="${source.file}" line="${source.line}"`;
  const kind = kindOf(result);
  return {
    kind,
    text: markup`
    <testcase classname="${control}" name="${name} (${type})"${place} time="0">
      <properties>
        <property name="urn" value="${urn}"/>
      </properties>${kind === "passed" ? nothing : whyOf(report, result, kind)}
    </testcase>`,
  };
}

function kindOf(result: ReportedResult): Kind {
  if (result.outcome === "pass") return "passed";
  if (result.outcome === "exempt" || !result.blocks) return "skipped";
  if (result.outcome === "fail") return "failure";
  return "error";
}

function whyOf(report: Report, result: ReportedResult, kind: Kind): Markup {
  const { outcome, findings, undecided } = result;
  const { severity, level, remedy } = controlOf(report, result);
  const lines = [
    ...findings.map(({ message }) => `${message}.`),
    ...undecided.map((gap) => `Undecided: ${gapText(gap)}.`),
  ];
  if (kind === "skipped") {
    return markup`
      <skipped message="${acceptance(report, result) ?? `${level}, ${outcome}`}: ${lines.join(" ")}"/>`;
  }
  const [first = ""] = [
    ...findings.map(({ message }) => message),
    ...undecided.map((gap) => `Undecided: ${gapText(gap)}`),
  ];
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : "";
  const advice = findings.length > 0 ? `${remedy}.` : "";
  const body = [...lines, advice, sourceText(result)].filter((line) => line !== "");
  const text = body.map(
    (line) => markup`
${line}`,
  );
  return kind === "error"
    ? markup`
      <error message="${first + more}" type="${severity}">${text}
      </error>`
    : markup`
      <failure message="${first + more}" type="${severity}">${text}
      </failure>`;
}

function acceptance(report: Report, result: ReportedResult): string | undefined {
  const exemption = exemptionOf(report, result);
  if (exemption === undefined) return undefined;
  const { expires, owner, reason } = exemption;
  return `exempt until ${expires} by ${owner} because ${reason}`;
}
