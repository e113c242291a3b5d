import type { Graph } from "../graph/resource.ts";
import type { PlanDocument } from "../document.ts";
import type { Paint } from "../text.ts";
import { type Hop, type Path, type PathKind, verdictOf } from "./path.ts";

/** What `plan.json` says of deliveries. */
export function pathsDocument(paths: readonly Path[]): PlanDocument["paths"] {
  return paths.map((path) => ({
    ...path,
    verdict: verdictOf(path),
    hops: path.hops.map((hop) => ({ ...hop })),
  }));
}

/** How many deliveries can't be shown to arrive; they stop an update. */
export function undelivered(paths: readonly Path[]): number {
  return paths.filter((path) => verdictOf(path) !== "passes").length;
}

/** One line if all is well; else each path that is not, under what is wrong with it. */
export function deliveriesText(paths: readonly Path[], paint: Paint): string {
  if (paths.length === 0) return "";
  const failing = paths.filter((path) => verdictOf(path) !== "passes");
  const summary =
    failing.length === 0
      ? paint("green", "all proven")
      : paint("red", `${failing.length} not proven`);
  const line = `${paint("bold", "Deliveries:")} ${countsOf(paths)}, ${summary}`;
  const causes = causesOf(failing).flatMap(([hop, affected]) => [
    `  ${paint("red", hop.verdict === "stops" ? "stops" : "can't be shown")}: ${hop.why}`,
    ...affected.map((path) => `    ${chainOf(path)}`),
    `    → ${hop.remedy ?? ""}`,
  ]);
  return [line, ...causes, ""].join("\n");
}

/** Paths by the hop that fails and what is said of it, in the order in which they were found. */
function causesOf(failing: readonly Path[]): [hop: Hop, paths: Path[]][] {
  const causes = new Map<string, [Hop, Path[]]>();
  for (const path of failing) {
    for (const hop of path.hops.filter(({ verdict }) => verdict !== "passes")) {
      const known = causes.get(`${hop.why} ${hop.remedy ?? ""}`);
      if (known) known[1].push(path);
      else causes.set(`${hop.why} ${hop.remedy ?? ""}`, [hop, [path]]);
    }
  }
  return [...causes.values()];
}

/** `253 alert paths and 20 log paths`. */
function countsOf(paths: readonly Path[]): string {
  const count = (kind: PathKind) => paths.filter((path) => path.kind === kind).length;
  const phrase = (kind: PathKind) => `${count(kind)} ${kind} path${count(kind) === 1 ? "" : "s"}`;
  return `${phrase("alert")} and ${phrase("log")}`;
}

/** `alarm x → topic y (key z) → email a@b`. */
export function chainOf({ hops }: Pick<Path, "hops">): string {
  const places = hops.reduce<string[]>((found, { from, to }) => {
    const start = found.length === 0 ? [from] : [];
    return [...found, ...start, ...(found.includes(to) ? [] : [to])];
  }, []);
  return places
    .map((place) => (place.startsWith("key ") ? ` (${place})` : ` → ${place}`))
    .join("")
    .slice(" → ".length);
}

const TITLES = { alert: "What is told", log: "What is kept" } as const;

/** All paths as Markdown, grouped by what they start at. */
export function deliveriesPage({ stack }: Graph, paths: readonly Path[]): string {
  const lines = (["alert", "log"] as const).flatMap((kind) => {
    const groups = Map.groupBy(
      paths.filter((path) => path.kind === kind),
      ({ group }) => group,
    );
    return [
      `## ${TITLES[kind]}`,
      "",
      ...[...groups].flatMap(([group, members]) => [
        `### ${group}`,
        "",
        "| path | verdict |",
        "|---|---|",
        ...members.map((path) => `| ${cell(chainOf(path))} | ${VERDICTS[verdictOf(path)]} |`),
        "",
      ]),
    ];
  });
  return [
    `# What ${stack} tells and keeps`,
    "",
    `${countsOf(paths)}: from each thing that tells or writes, through what must let it pass, to who reads it.`,
    "",
    ...lines,
    "## Why each step passes or stops",
    "",
    "| from | to | verdict | why | what to change |",
    "|---|---|---|---|---|",
    ...stepsOf(paths).map(
      ({ from, to, verdict, why, remedy }) =>
        `| ${[from, to, VERDICTS[verdict], why, remedy ?? ""].map(cell).join(" | ")} |`,
    ),
    "",
  ].join("\n");
}

const VERDICTS = { passes: "passes", stops: "**stops**", unknown: "**can't be shown**" } as const;

/** Each step once, though many paths take it. */
function stepsOf(paths: readonly Path[]): Hop[] {
  const steps = new Map<string, Hop>();
  for (const hop of paths.flatMap(({ hops }) => hops)) {
    steps.set(`${hop.from} ${hop.to} ${hop.why}`, hop);
  }
  return [...steps.values()];
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
