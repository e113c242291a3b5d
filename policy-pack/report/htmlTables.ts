import { countsOf, FRAMEWORKS, requirementsOf } from "./frameworks.ts";
import { type Markup, markup } from "./markup.ts";
import { OUTCOMES } from "./reading.ts";
import type { Report, ReportedControl } from "./report.ts";

/** What is accepted for a while, and every exemption that is not in order. */
export function exemptionsSection({ exemptions }: Report): Markup {
  return section("exemptions", "Exemptions", exemptions.length, {
    caption: "Findings that are accepted for a while; what is not used fails the run",
    heads: ["state", "last day", "control", "resource", "owner", "reason"],
    rows: exemptions.map(
      ({ state, expires, control, urn, owner, reason, ticket, problem }) => markup`
<tr><td class="state ${state === "used" ? "exempt" : "fail"}">${state}</td>
<td class="day">${expires}</td><td><code>${control}</code></td><th scope="row" class="resource"><code>${urn}</code></th>
<td>${owner}</td><td>${ticket === undefined ? reason : `${reason} (${ticket})`}${
        problem === undefined ? markup`` : markup`<br><span class="fail">${problem}</span>`
      }</td></tr>`,
    ),
  });
}

/** Every control of the pack, also those that found nothing to judge. */
export function controlsSection(report: Report): Markup {
  const countsFor = countsOf(report);
  return section("controls", "Controls", report.controls.length, {
    caption: "Every control of the pack, with the numbers of its results",
    heads: ["control", "severity", "level", "why and what to do", "requirements", ...OUTCOMES],
    rows: report.controls.map((control) => {
      const { id, title, severity, level, cause, remedy } = control;
      const counts = countsFor([control]);
      return markup`
<tr id="control-${id}"><th scope="row"><code>${id}</code><br>${title}</th>
<td>${severity}</td><td>${level}</td>
<td class="said"><p>${cause}</p><p>Remedy: ${remedy}.</p></td>
<td>${requirements(control)}</td>${OUTCOMES.map(
        (outcome) =>
          markup`<td class="count ${counts[outcome] === 0 ? "none" : outcome}">${counts[outcome]}</td>`,
      )}</tr>`;
    }),
  });
}

function requirements({ frameworks }: ReportedControl): Markup {
  const lines = FRAMEWORKS.map((framework) => ({
    short: framework.short,
    names: requirementsOf(frameworks, framework).join(", "),
  })).filter(({ names }) => names !== "");
  return markup`${lines.map(({ short, names }) => markup`<p>${short}: ${names}</p>`)}`;
}

/** Controls of the catalogue that are not written yet. */
export function plannedSection({ planned }: Report): Markup {
  return section("planned", "Planned controls", planned.length, {
    caption: "Controls that are not written yet, and what each waits for",
    heads: ["control", "what will hold", "waits for"],
    rows: planned.map(
      ({ id, title, needs }) => markup`
<tr><th scope="row"><code>${id}</code></th><td>${title}</td><td>${needs}</td></tr>`,
    ),
  });
}

interface Table {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly Markup[];
}

function section(
  id: string,
  title: string,
  count: number,
  { caption, heads, rows }: Table,
): Markup {
  const body =
    count === 0
      ? markup`<p>None.</p>`
      : markup`<div class="scroll" role="region" aria-labelledby="${id}-title" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}
</tbody></table></div>`;
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>`;
}
