import { SEVERITIES } from "../engine/control.ts";
import { FRAMEWORKS, requirementsOf } from "./frameworks.ts";
import { type Markup, markup, nothing } from "./markup.ts";
import { controlOf, exemptionOf, OUTCOMES, resultsWith } from "./reading.ts";
import type { Report, ReportedControl, ReportedResult } from "./report.ts";
import { gapText, serviceOf, sourceText } from "./text.ts";

/** Every result of the run with its filters. The script shows the form, which is of no use without. */
export function resultsSection(report: Report): Markup {
  const results = OUTCOMES.flatMap((outcome) => resultsWith(report, outcome));
  return markup`<section id="results" aria-labelledby="results-title">
<h2 id="results-title">Results</h2>
${filters(report)}
<p id="shown" role="status">${results.length} results</p>
<div class="scroll" role="region" aria-labelledby="results-title" tabindex="0"><table id="results-table">
<caption>One row for each control and resource that it concerns</caption>
<thead><tr>
<th scope="col">outcome</th><th scope="col">severity</th><th scope="col">resource</th>
<th scope="col">control</th><th scope="col">what is said</th><th scope="col">where</th>
</tr></thead>
<tbody>${results.map((result) => row(report, result))}
</tbody></table></div>
</section>`;
}

function filters(report: Report): Markup {
  const services = new Set(report.results.map(({ type }) => serviceOf(type)));
  return markup`<form id="filters" aria-label="Filter the results" hidden>
<fieldset><legend>Outcome</legend>${OUTCOMES.map((outcome) => box("outcome", outcome, outcome !== "pass"))}</fieldset>
<fieldset><legend>Severity</legend>${SEVERITIES.map((severity) => box("severity", severity, true))}</fieldset>
<label class="above">Service<select name="service"><option value="">all</option>${[...services]
    .sort()
    .map((service) => markup`<option value="${service}">${service}</option>`)}</select></label>
<label class="above">Framework<select name="framework"><option value="">all</option>${FRAMEWORKS.map(
    ({ key, short }) => markup`<option value="${key}">${short}</option>`,
  )}</select></label>
<label class="above">Text or requirement<input type="search" name="text" autocomplete="off"></label>
<button type="reset">Reset</button>
</form>`;
}

function box(name: string, value: string, checked: boolean): Markup {
  const state = checked ? markup` checked` : nothing;
  return markup`<label><input type="checkbox" name="${name}" value="${value}"${state}>${value}</label>`;
}

function row(report: Report, result: ReportedResult): Markup {
  const control = controlOf(report, result);
  const { outcome, urn, type, name } = result;
  return markup`
<tr data-outcome="${outcome}" data-severity="${control.severity}" data-service="${serviceOf(type)}"${frameworksOf(control)}>
<td class="state ${outcome}">${outcome}</td>
<td>${control.severity}<br><span class="quiet">${control.level}</span></td>
<th scope="row" class="resource">${name}<br><code class="quiet">${urn}</code></th>
<td><a href="#control-${control.id}"><code>${control.id}</code></a><br>${control.title}</td>
<td class="said">${said(report, result, control)}</td>
<td><code>${sourceText(result)}</code></td>
</tr>`;
}

function frameworksOf({ frameworks }: ReportedControl): Markup {
  const named = FRAMEWORKS.map((framework) => ({
    key: framework.key,
    requirements: requirementsOf(frameworks, framework),
  })).filter(({ requirements }) => requirements.length > 0);
  const keys = named.map(({ key }) => key).join(" ");
  const requirements = named.flatMap((one) => one.requirements).join(" ");
  return markup` data-frameworks="${keys}" data-requirements="${requirements}"`;
}

/** Tells what could not be decided beside failures apart from them. */
const UNDECIDED = markup`<span class="undecided">undecided:</span> `;

function said(report: Report, result: ReportedResult, { remedy }: ReportedControl): Markup {
  const { findings, undecided, outcome } = result;
  const exemption = exemptionOf(report, result);
  const parts = [
    ...findings.map(({ message, property }) => {
      const place = property === undefined ? nothing : markup` <code>${property}</code>`;
      return markup`<li>${message}${place}</li>`;
    }),
    ...undecided.map(
      (gap) => markup`<li>${outcome === "undecided" ? nothing : UNDECIDED}${gapText(gap)}</li>`,
    ),
  ];
  return markup`${parts.length === 0 ? nothing : markup`<ul>${parts}</ul>`}${
    outcome === "fail" ? markup`<p class="quiet">Remedy: ${remedy}.</p>` : nothing
  }${
    exemption === undefined
      ? nothing
      : markup`<p class="quiet">Exempt until ${exemption.expires} by ${exemption.owner}: ${exemption.reason}</p>`
  }`;
}
