import { createHash } from "node:crypto";

import { SEVERITIES } from "../engine/control.ts";
import { matrixSection } from "./htmlMatrix.ts";
import { resultsSection } from "./htmlResults.ts";
import { SCRIPT } from "./htmlScript.ts";
import { STYLE } from "./htmlStyle.ts";
import { controlsSection, exemptionsSection, plannedSection } from "./htmlTables.ts";
import { Markup, markup } from "./markup.ts";
import { OUTCOMES, passes } from "./reading.ts";
import type { Report } from "./report.ts";
import { levelsNote, percent } from "./text.ts";

/**
 * The whole report as one page that needs nothing else: it asks for no other file, runs only the
 * script and style that it was written with, and reads well without the script.
 */
export function htmlReport(report: Report): string {
  const { project, stack } = report;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Policy report of ${stack}, ${project}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header>
<h1>Policy report of ${stack}</h1>
${verdict(report)}
${facts(report)}
<nav aria-label="Sections"><ul>
<li><a href="#counts">Counts</a></li>
<li><a href="#results">Results</a></li>
<li><a href="#frameworks">Frameworks</a></li>
<li><a href="#exemptions">Exemptions</a></li>
<li><a href="#controls">Controls</a></li>
<li><a href="#planned">Planned</a></li>
</ul></nav>
</header>
<main>
${countsSection(report)}
${resultsSection(report)}
${matrixSection(report)}
${exemptionsSection(report)}
${controlsSection(report)}
${plannedSection(report)}
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

/** Nothing but the page's own style and script, byte for byte; no request, no form, no frame. */
function contentPolicy(): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    `script-src ${hashOf(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

function hashOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

function verdict(report: Report): Markup {
  return passes(report)
    ? markup`<p class="verdict passed">Passed: nothing stops an update</p>`
    : markup`<p class="verdict blocked">Blocked by ${report.summary.blocking}</p>`;
}

function facts(report: Report): Markup {
  const { project, profile, door, date, pack, summary, results } = report;
  const note = levelsNote(door);
  const entries: readonly (readonly [string, string])[] = [
    ["Project", project],
    ["Profile", profile],
    ["Looked at", door],
    ["Day", date],
    ["Decided", `${percent(summary.decided)} of ${results.length}`],
    ["Pack", `${pack.name} ${pack.version}`],
    ...(note === "" ? [] : [["Levels", note] as const]),
  ];
  return markup`<dl class="facts">${entries.map(
    ([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function countsSection({ summary }: Report): Markup {
  return markup`<section id="counts" aria-labelledby="counts-title">
<h2 id="counts-title">Counts</h2>
<div class="narrow"><table>
<caption>Results by severity and outcome</caption>
<thead><tr><th scope="col">severity</th>${OUTCOMES.map(
    (outcome) => markup`<th scope="col" class="count">${outcome}</th>`,
  )}</tr></thead>
<tbody>${SEVERITIES.map(
    (severity) => markup`
<tr><th scope="row">${severity}</th>${OUTCOMES.map((outcome) => {
      const count = summary.bySeverity[severity][outcome];
      return markup`<td class="count ${count === 0 ? "none" : outcome}">${count}</td>`;
    })}</tr>`,
  )}
</tbody></table></div>
</section>`;
}
