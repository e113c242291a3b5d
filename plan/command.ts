import { readFileSync } from "node:fs";
import { relative } from "node:path";

import { SettingsError } from "../config/problems.ts";
import type { Settings } from "../config/settings.ts";
import { readStackFile, StackFileError } from "../config/stackFile.ts";
import { planDocument } from "./document.ts";
import { graphFromState, StateError } from "./graph/fromState.ts";
import { checkOwners, type Graph } from "./graph/resource.ts";
import { findingsOf } from "./readers/findings.ts";
import { diagramSvg } from "./readers/diagram/diagram.ts";
import { deliveriesOf } from "./proofs/deliveries.ts";
import { deliveriesPage, deliveriesText, undelivered } from "./proofs/report.ts";
import { record } from "./recorder.ts";
import { OutputError, writePlan } from "./output.ts";
import type { Report } from "../policy-pack/report/report.ts";
import { consoleReport } from "../policy-pack/report/console.ts";
import { reportFiles } from "../policy-pack/report/files.ts";
import { isWatched, painterFor, planText, quotasPage } from "./text.ts";
import { parseCommandLine, type PlanOptions, USAGE, UsageError } from "./usage.ts";
import { type PolicyInputs, PolicyInputError, readPolicyInputs, verdictOn } from "./verdict.ts";

/** Exit codes of the command; documented in its usage. */
const EXIT = { done: 0, findings: 1, badInput: 2, ownFault: 3 } as const;

/** Where the command reads and writes; the tests have their own. */
export interface PlanContext {
  /** Folder with the stack files and `out/`. */
  readonly root: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The day on which exemptions are judged. */
  readonly now: Date;
}

/** Runs `plan` with a command line; returns the exit code, and never throws. */
export async function runPlan(args: readonly string[], context: PlanContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    const options = parseCommandLine(args);
    if (options === undefined) {
      stdout.write(USAGE);
      return EXIT.done;
    }
    return await plan(options, context);
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`${error.message}\n\n${USAGE}`);
      return EXIT.badInput;
    }
    if (
      error instanceof SettingsError ||
      error instanceof StackFileError ||
      error instanceof StateError ||
      error instanceof OutputError ||
      error instanceof PolicyInputError
    ) {
      stderr.write(`${error.message}\n`);
      return EXIT.badInput;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stderr.write(
      `${trace}\n\nThis is a fault of the program, not of your settings. Please report it with the lines above and the stack file.\n`,
    );
    return EXIT.ownFault;
  }
}

/** A graph, and what else is known of its stack. */
interface Planned {
  readonly graph: Graph;
  /** The same graph with the lines of the program; undefined for a state. */
  readonly sourced?: () => Promise<Graph>;
  /** Undefined for a state, which says nothing of them. */
  readonly settings?: Settings;
}

async function plan(options: PlanOptions, context: PlanContext): Promise<number> {
  const { root, stdout, now } = context;
  const { stack, state } = options;
  const inputs = readPolicyInputs(root, stack, options.policyConfig);
  const planned =
    state === undefined ? await recordStack(stack, context) : { graph: stateGraph(stack, state) };
  const { graph, settings } = planned;
  const report = await judged(planned, state === undefined ? "plan" : "state", inputs, now);
  const paths = deliveriesOf(graph);
  const document = planDocument(graph, findingsOf(graph, report, paths, settings));
  const json = `${JSON.stringify(document, null, 2)}\n`;
  const files = {
    "plan.json": json,
    "diagram.svg": await diagramSvg(graph),
    "quotas.md": quotasPage(document),
    "deliveries.md": deliveriesPage(graph, paths),
    ...reportFiles(report),
  };
  const folder = writePlan(root, stack, files);
  if (options.json) {
    stdout.write(json);
  } else {
    const paint = painterFor(stdout);
    stdout.write(planText(graph, document, paint));
    const deliveries = deliveriesText(paths, paint);
    if (deliveries !== "") stdout.write(`\n${deliveries}`);
    stdout.write(`\n${consoleReport(report, paint)}`);
    stdout.write(`\nWritten to ${relative(root, folder)}/: ${Object.keys(files).join(", ")}\n`);
  }
  const blocked = report.summary.blocking > 0 || undelivered(paths) > 0;
  return blocked ? EXIT.findings : EXIT.done;
}

/** The verdict; if anything is wrong, with the lines of the program that it is about. */
async function judged(
  { graph, sourced }: Planned,
  door: "plan" | "state",
  inputs: PolicyInputs,
  now: Date,
): Promise<Report> {
  const report = verdictOn(graph, door, inputs, now);
  const clean = report.results.every(({ outcome }) => outcome === "pass");
  if (clean || sourced === undefined) return report;
  return verdictOn(await sourced(), door, inputs, now);
}

async function recordStack(stack: string, { root, stderr }: PlanContext): Promise<Planned> {
  const file = readStackFile(root, stack);
  const { default: program } = await import("../index.ts");
  const progress = progressOn(stderr, stack);
  try {
    const graph = await record(program, { ...file, onResource: progress.update });
    checkOwners(graph);
    return {
      graph,
      sourced: () => record(program, { ...file, sources: true }),
      settings: file.settings,
    };
  } finally {
    progress.end();
  }
}

function stateGraph(stack: string, path: string): Graph {
  const graph = graphFromState(readStateFile(path));
  if (graph.stack === stack) return graph;
  throw new StateError(`${path} is the state of "${graph.stack}", not of "${stack}".`);
}

function readStateFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StateError(`${path} can't be read: ${code ?? "unknown error"}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message quotes the text, which may hold a secret.
    throw new StateError(`${path} is no JSON; write it with: pulumi stack export --file ${path}`);
  }
}

/** A line that counts on a terminal, and nothing anywhere else. */
function progressOn(stream: NodeJS.WriteStream, stack: string) {
  const shown = isWatched(stream);
  return {
    update: (count: number) => {
      if (shown) stream.write(`\rPlanning ${stack}: ${count} resources`);
    },
    end: () => {
      if (shown) stream.write("\r\u001b[K");
    },
  };
}
