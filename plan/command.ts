import { readFileSync } from "node:fs";
import { relative } from "node:path";

import { SettingsError } from "../config/problems.ts";
import type { Settings } from "../config/settings.ts";
import { readStackFile, StackFileError } from "../config/stackFile.ts";
import { planDocument } from "./document.ts";
import { graphFromState, StateError } from "./graph/fromState.ts";
import { checkOwners, type Graph } from "./graph/resource.ts";
import { diagramSvg } from "./readers/diagram/diagram.ts";
import { figuresOf } from "./readers/figures.ts";
import { noticesOf } from "./readers/notices.ts";
import { operationsFigures, operationsNotices } from "./readers/operations.ts";
import { unknownPolicies } from "./readers/policies.ts";
import { quotasOf } from "./readers/quotas/quotas.ts";
import { record } from "./recorder.ts";
import { OutputError, writePlan } from "./output.ts";
import { isWatched, painterFor, planText, quotasPage } from "./text.ts";
import { parseCommandLine, type PlanOptions, USAGE, UsageError } from "./usage.ts";

/** Exit codes of the command; documented in its usage. */
export const EXIT = { done: 0, badInput: 2, ownFault: 3 } as const;

/** Where the command reads and writes; the tests have their own. */
export interface PlanContext {
  /** Folder with the stack files and `out/`. */
  readonly root: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
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
    await plan(options, context);
    return EXIT.done;
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`${error.message}\n\n${USAGE}`);
      return EXIT.badInput;
    }
    if (
      error instanceof SettingsError ||
      error instanceof StackFileError ||
      error instanceof StateError ||
      error instanceof OutputError
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
  /** Undefined for a state, which says nothing of them. */
  readonly operations?: Settings["operations"];
}

async function plan(options: PlanOptions, context: PlanContext): Promise<void> {
  const { root, stdout } = context;
  const { graph, operations } =
    options.state === undefined
      ? await recordStack(options.stack, context)
      : { graph: stateGraph(options.stack, options.state) };
  const document = planDocument(graph, {
    figures: [...figuresOf(graph), ...(operations ? operationsFigures(operations) : [])],
    notices: [...noticesOf(graph), ...(operations ? operationsNotices(operations, graph) : [])],
    unknownPolicies: unknownPolicies(graph),
    quotas: quotasOf(graph),
  });
  const json = `${JSON.stringify(document, null, 2)}\n`;
  const folder = writePlan(root, options.stack, {
    "plan.json": json,
    "diagram.svg": await diagramSvg(graph),
    "quotas.md": quotasPage(document),
  });
  if (options.json) {
    stdout.write(json);
    return;
  }
  stdout.write(planText(graph, document, painterFor(stdout)));
  stdout.write(`\nWritten to ${relative(root, folder)}/: plan.json, diagram.svg, quotas.md\n`);
}

async function recordStack(stack: string, { root, stderr }: PlanContext): Promise<Planned> {
  const file = readStackFile(root, stack);
  const { default: program } = await import("../index.ts");
  const progress = progressOn(stderr, stack);
  try {
    const graph = await record(program, { ...file, onResource: progress.update });
    checkOwners(graph);
    return { graph, operations: file.settings.operations };
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
