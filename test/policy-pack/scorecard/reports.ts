import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import program from "../../../index.ts";
import { readStackFile } from "../../../config/stackFile.ts";
import { graphFromState } from "../../../plan/graph/fromState.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { record } from "../../../plan/recorder.ts";
import { readConfiguration } from "../../../policy-pack/configuration.ts";
import { controls } from "../../../policy-pack/controls/index.ts";
import type { Exemption } from "../../../policy-pack/engine/exemptions.ts";
import type { Value } from "../../../policy-pack/engine/resource.ts";
import { judgeStack } from "../../../policy-pack/judgeStack.ts";
import { profileOf } from "../../../policy-pack/profiles.ts";
import { reportFiles } from "../../../policy-pack/report/files.ts";
import type { Report } from "../../../policy-pack/report/report.ts";
import { ROOT } from "../../support/fixtures.ts";
import { score, type Score, unmeasured } from "./line.ts";
import { stateOf } from "./state.ts";

const STACK = "prod";
const DATE = "2026-11-22";
const SOURCED = 0.95;

/** So strict that nearly every control has something to say. */
const STRICT: Value = {
  settings: { ownsAccountBaseline: true },
  "s3-bucket-sse-kms": { s3KeyRoles: [] },
  "secret-rotation": { acceptManual: false },
  "loggroup-kms-and-retention": { minimumDays: 3653 },
  "rds-backup-retention": { minimumDays: 35 },
};

/** M10 and M11: exemptions and reports of prod, judged more strictly than it was made for. */
export async function reportScores(): Promise<Score[]> {
  const graph = await record(program, { ...readStackFile(ROOT, STACK), sources: true });
  const report = judged(graph, []);
  const ofState = judged(graphFromState(stateOf(graph.resources)), [], { door: "state" });
  return [
    exemptionScore(graph, report),
    sarifScore(report),
    sourceScore(report, "offline"),
    sourceScore(ofState, "from a state"),
  ];
}

/** What the strict configuration makes of a graph. */
export function judged(
  { project, stack, resources }: Graph,
  exemptions: readonly Exemption[],
  { door = "plan" }: { readonly door?: "plan" | "state" } = {},
): Report {
  const configuration = readConfiguration(STRICT, controls, profileOf(STACK));
  return judgeStack({
    project,
    stack,
    resources,
    door,
    configuration,
    exemptions,
    date: DATE,
  });
}

/** Every kind of bad exemption, and a good one, each alone on the first finding. */
function exemptionScore(graph: Graph, { results }: Report): Score {
  const failing = results.find(
    ({ outcome, control }) =>
      outcome === "fail" &&
      controls.some(({ id, severity }) => id === control && severity !== "critical"),
  );
  if (failing === undefined) throw new Error("The strict configuration finds nothing");
  const good: Exemption = {
    control: failing.control,
    urn: failing.urn,
    reason: "It is replaced in spring, see the ticket",
    owner: "platform-team",
    expires: DATE,
  };
  const critical = controls.find(({ severity }) => severity === "critical")?.id ?? "";
  const bad: readonly Exemption[] = [
    { ...good, expires: "2026-11-21" },
    { ...good, expires: "soon" },
    { ...good, reason: "" },
    { ...good, owner: "" },
    { ...good, control: "no-such-control" },
    { ...good, urn: good.urn.replace(/::[^:]+$/, "::nobody") },
    { ...good, urn: "urn:pulumi:*::rampart::*::*" },
    { ...good, control: critical, urn: `urn:pulumi:${STACK}::${graph.project}::*::*` },
  ];
  const caught = bad.filter((exemption) => {
    const { results: found, exemptions } = judged(graph, [exemption]);
    const complained = found.some(
      ({ control, outcome, blocks }) =>
        control === "exemption-valid" && outcome === "fail" && blocks,
    );
    return complained && exemptions.length === 1;
  }).length;
  const { results: accepted, exemptions } = judged(graph, [good]);
  const used =
    exemptions.length === 1 &&
    accepted.some(
      ({ urn, control, outcome }) =>
        urn === good.urn && control === good.control && outcome === "exempt",
    );
  return score(
    "M10",
    "bad exemptions that fail the run; a good one is reported",
    `${bad.length} of ${bad.length}; 1 of 1`,
    `${caught} of ${bad.length}; ${used ? 1 : 0} of 1`,
    caught === bad.length && used,
  );
}

interface SarifNotification {
  readonly level?: string;
}

/** What Microsoft's validator says, with GitHub's rules. */
function sarifScore(report: Report): Score {
  const target = "SARIF validator";
  const goal = "0 errors, 0 warnings";
  const folder = mkdtempSync(join(tmpdir(), "sarif-"));
  try {
    const file = join(folder, "findings.sarif");
    const out = join(folder, "validated.sarif");
    writeFileSync(file, reportFiles(report)["findings.sarif"] ?? "");
    // The tool's launcher hands its arguments to a shell as they are.
    const { error, status, stderr } = spawnSync(
      "npx",
      [
        "sarif-multitool",
        "validate",
        file,
        "--rule-kind",
        '"Sarif;Ghas"',
        "--level",
        '"Error;Warning"',
        "--output",
        out,
        "--log",
        "ForceOverwrite",
      ],
      {
        cwd: ROOT,
        env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    if (error !== undefined) throw error;
    if (!existsSync(out)) {
      const said = stderr.split("\n").find((line) => !/^(npm (warn|notice).*|\s*)$/.test(line));
      throw new Error(said ?? `exit code ${String(status)}`);
    }
    const { runs } = JSON.parse(readFileSync(out, "utf8")) as {
      runs: { results?: SarifNotification[] }[];
    };
    const found = runs.flatMap(({ results = [] }) => results);
    const errors = found.filter(({ level }) => level === "error").length;
    const warnings = found.filter(({ level = "warning" }) => level === "warning").length;
    const said = `${errors} errors, ${warnings} warnings`;
    return score("M11", target, goal, said, errors + warnings === 0);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return unmeasured("M11", target, goal, `it does not run here: ${why ?? ""}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourceScore({ results }: Report, where: string): Score {
  const failing = results.filter(({ outcome }) => outcome === "fail");
  // The stack itself is made by no line of the program.
  const made = failing.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  const known = made.filter(({ source }) => source !== undefined).length;
  const share = known / made.length;
  return score(
    "M11",
    `findings with the line of the program, ${where}`,
    `≥ ${SOURCED * 100} %`,
    `${(share * 100).toFixed(1)} % of ${made.length}`,
    share >= SOURCED,
  );
}
