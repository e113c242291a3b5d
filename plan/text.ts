import { styleText } from "node:util";

import { type Graph, managedResources } from "./graph/resource.ts";
import { isProperties, isSecret, isUnknown, textOf, type Value } from "./graph/value.ts";
import type { PlanDocument } from "./document.ts";
import { publicResources } from "./readers/exposure.ts";
import { drawTree, type Remark, treeOf } from "./readers/tree.ts";

/** Paints a text, or leaves it alone where there is no terminal or no wish for colour. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Whether a person watches the stream: a terminal, and no pipeline behind it. */
export function isWatched(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && (process.env["CI"] ?? "") === "";
}

/** A painter for a stream: colour where a person watches, unless NO_COLOR says otherwise. */
export function painterFor(stream: { readonly isTTY?: boolean }): Paint {
  return isWatched(stream) && (process.env["NO_COLOR"] ?? "") === ""
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
}

const REMARK_FORMATS = {
  count: "dim",
  protected: "green",
  public: "red",
} as const satisfies Record<Remark, Parameters<Paint>[0]>;

/** The plan as a person reads it on a terminal. */
export function planText(graph: Graph, document: PlanDocument, paint: Paint): string {
  const resources = managedResources(graph);
  const guarded = resources.filter((resource) => resource.protect).length;
  const title = `${graph.project} ${graph.stack}: ${resources.length} resources`;
  const sections: [heading: string, lines: readonly string[]][] = [
    ["Figures", figureLines(document)],
    ["Systems", systemLines(document)],
    ["Resources", drawTree(treeOf(graph), (kind, text) => paint(REMARK_FORMATS[kind], text))],
    [
      "Public",
      publicResources(graph).map(
        ({ resource, reason }) => `${resource.name}: ${paint("red", reason)}`,
      ),
    ],
    ["Outputs", aligned(Object.entries(graph.outputs).map(([name, value]) => [name, show(value)]))],
    ["Quotas", quotaLines(document, paint)],
    [
      "Policy documents unknown until AWS made what they name",
      document.unknownPolicies.map(
        ({ urn, property }) => `${urn.split("::").slice(2).join(" ")} ${property}`,
      ),
    ],
    ["Before you deploy", document.notices.map((notice) => `${paint("yellow", "!")} ${notice}`)],
  ];
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) =>
      [paint("bold", heading), ...lines.map((line) => `  ${line}`)].join("\n"),
    );
  return [paint("bold", `${title}, ${guarded} protected`), ...body].join("\n\n") + "\n";
}

/** Share of a quota from which a person should see it; the others stand in plan.json. */
const NOTABLE_SHARE = 0.5;

function quotaLines({ quotas }: PlanDocument, paint: Paint): string[] {
  const notable = quotas.filter(({ needed, default: limit }) => needed > limit * NOTABLE_SHARE);
  const rest = quotas.length - notable.length;
  return [
    ...aligned(
      notable.map(({ quota, needed, default: limit }) => [
        quota,
        needed > limit
          ? paint("red", `${needed} of ${limit}: ask AWS for more first`)
          : `${needed} of ${limit}`,
      ]),
    ),
    ...(rest > 0 ? [paint("dim", `${rest} more need at most half of AWS's default`)] : []),
  ];
}

/** The whole table of quotas as Markdown, each with its source and the day it was looked up. */
export function quotasPage({ stack, quotas, systems }: PlanDocument): string {
  const shares = (quota: string) =>
    systems.flatMap(({ name, quotas: own }) => (quota in own ? `${name} ${own[quota]}` : []));
  const rows = quotas.map(
    ({ quota, needed, default: limit, source, checked }) =>
      `| ${quota} | ${needed} | ${shares(quota).join(", ")} | ${limit} | ${source} | ${checked} |`,
  );
  return [
    `# What ${stack} needs of AWS's default quotas`,
    "",
    "| quota | needed | of that, each system by itself | default | source | looked up |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** Each with its system before it, which is named once. */
function figureLines({ figures }: PlanDocument): string[] {
  return aligned(
    figures.map(({ system = "", name, value }, index) => [
      figures[index - 1]?.system === system ? "" : system,
      name,
      value,
    ]),
  );
}

/** Columns as wide as their widest text; what is last ends where it ends. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((text, column) => Math.max(known[column] ?? 0, text.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(column === row.length - 1 ? 0 : (widths[column] ?? 0)))
      .join("  "),
  );
}

const SYSTEM_COLUMNS = [
  ["resources", "resources"],
  ["protected", "protected"],
  ["public", "public"],
  ["alertPaths", "alert paths"],
  ["logPaths", "log paths"],
  ["verdicts", "verdicts"],
  ["findings", "findings"],
] as const;

function systemLines({ systems }: PlanDocument): string[] {
  if (systems.length === 0) return [];
  return aligned([
    ["", ...SYSTEM_COLUMNS.map(([, heading]) => heading), "stands on"],
    ...systems.map((system) => [
      system.name,
      ...SYSTEM_COLUMNS.map(([column, heading]) => String(system[column]).padStart(heading.length)),
      [...new Set(system.uses.map((use) => use.system))].sort().join(", "),
    ]),
  ]);
}

function show(value: Value): string {
  if (isUnknown(value)) return "(known after up)";
  if (isSecret(value)) return "[secret]";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (isProperties(value)) {
    return Object.entries(value)
      .map(([key, inner]) => `${key}=${show(inner)}`)
      .join(", ");
  }
  return textOf(value);
}
