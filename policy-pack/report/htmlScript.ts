/**
 * What the page does by itself: filters the results, and unfolds everything for paper. Without it
 * all results are shown. It reads the page and sets `hidden`, `open` and plain text; it never makes
 * markup.
 */
export const SCRIPT = `
"use strict";
const form = document.getElementById("filters");
const shown = document.getElementById("shown");
const rows = Array.from(document.querySelectorAll("#results-table tbody tr"), (row) => ({
  row,
  service: row.dataset.service,
  outcome: row.dataset.outcome,
  severity: row.dataset.severity,
  frameworks: row.dataset.frameworks.split(" "),
  text: (row.textContent + " " + row.dataset.requirements).toLowerCase(),
}));
function filter() {
  const wanted = new FormData(form);
  const outcomes = wanted.getAll("outcome");
  const severities = wanted.getAll("severity");
  const service = wanted.get("service");
  const framework = wanted.get("framework");
  const words = wanted.get("text").toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const entry of rows) {
    const fits =
      outcomes.includes(entry.outcome) &&
      severities.includes(entry.severity) &&
      (service === "" || service === entry.service) &&
      (framework === "" || entry.frameworks.includes(framework)) &&
      words.every((word) => entry.text.includes(word));
    entry.row.hidden = !fits;
    if (fits) count += 1;
  }
  shown.textContent = count + " of " + rows.length + " results shown";
}
form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
let folded = [];
addEventListener("beforeprint", () => {
  folded = Array.from(document.querySelectorAll("details:not([open])"));
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});
form.hidden = false;
filter();
`;
