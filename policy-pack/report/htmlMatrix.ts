import {
  countsOf,
  type Framework,
  FRAMEWORKS,
  matrixOf,
  type MatrixRow,
  stateOf,
} from "./frameworks.ts";
import { type Markup, markup } from "./markup.ts";
import { OUTCOMES } from "./reading.ts";
import type { Report } from "./report.ts";
import { counted } from "./text.ts";

/** A table for each framework: requirement, controls, and what they say of this stack. */
export function matrixSection(report: Report): Markup {
  const countsFor = countsOf(report);
  return markup`<section id="frameworks" aria-labelledby="frameworks-title">
<h2 id="frameworks-title">Frameworks</h2>
<p>Requirements that controls help to meet. A requirement that passes here is not met by that alone:
each also asks for things that no program states.</p>
${FRAMEWORKS.map((framework) => table(framework))}
</section>`;

  function table(framework: Framework): Markup {
    const rows = matrixOf(report.controls, framework);
    if (rows.length === 0) return markup``;
    const states = Map.groupBy(rows, ({ controls }) => stateOf(countsFor(controls)));
    const told = [...OUTCOMES, "not judged" as const]
      .map((state) => ({ state, count: states.get(state)?.length ?? 0 }))
      .filter(({ count }) => count > 0)
      .map(({ state, count }) => `${count} ${state}`)
      .join(", ");
    return markup`<details>
<summary>${framework.short}: ${counted(rows.length, "requirement")}, ${told}</summary>
<div class="scroll" role="region" aria-label="${framework.short}" tabindex="0"><table>
<caption>${framework.name}</caption>
<thead><tr><th scope="col">requirement</th><th scope="col">state</th><th scope="col">controls</th>${OUTCOMES.map(
      (outcome) => markup`<th scope="col" class="count">${outcome}</th>`,
    )}</tr></thead>
<tbody>${rows.map(row)}
</tbody></table></div>
</details>`;
  }

  function row({ requirement, controls }: MatrixRow): Markup {
    const counts = countsFor(controls);
    const state = stateOf(counts);
    return markup`
<tr><th scope="row">${requirement}</th><td class="state ${state === "not judged" ? "none" : state}">${state}</td>
<td>${controls.map(({ id }) => markup`<a href="#control-${id}"><code>${id}</code></a> `)}</td>${OUTCOMES.map(
      (outcome) =>
        markup`<td class="count ${counts[outcome] === 0 ? "none" : outcome}">${counts[outcome]}</td>`,
    )}</tr>`;
  }
}
