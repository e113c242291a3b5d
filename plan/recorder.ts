import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

import { type RegisterRequest, toResource } from "./graph/fromRequest.ts";
import { type Graph, type Resource, urnOf } from "./graph/resource.ts";
import { fromProtocol, isProperties, type Properties } from "./graph/value.ts";

/** How a program is run offline. */
export interface RecordingArgs {
  readonly project: string;
  readonly stack: string;
  /** Configuration by full key, as the engine hands it over. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secrets. */
  readonly secretKeys?: readonly string[];
  /**
   * `preview`: as a first preview, where what AWS computes is unknown. `update`: as an update,
   * where ids and ARNs exist; the made-up values serve only to run the program's other branch.
   */
  readonly mode?: "preview" | "update";
  /** What providers compute in an update, beside id, name and ARN. @default nothing */
  readonly computed?: (type: string, name: string) => Readonly<Record<string, unknown>>;
  /**
   * Whether each resource knows the line of the program that made it. Takes twice the time.
   * @default false
   */
  readonly sources?: boolean;
  /** Told of each resource as it is registered. */
  readonly onResource?: (count: number) => void;
}

/**
 * Runs a program on Pulumi's own mock runtime and returns what it registered. Nothing is looked up
 * or created, and no credential is read.
 *
 * @throws whatever the program throws; Error for two resources with one URN, as the engine does.
 */
export async function record(program: () => unknown, args: RecordingArgs): Promise<Graph> {
  if (args.sources === true) return await run(program, args);
  try {
    return await withoutTraces(() => run(program, args));
  } catch {
    // Whoever reads the error wants its trace.
    return await run(program, args);
  }
}

/**
 * Pulumi takes a stack trace for each of its promises and resources; without them a plan takes half
 * the time. It raises the limit itself at times, so that the limit must not be a thing to be set.
 */
async function withoutTraces<T>(task: () => Promise<T>): Promise<T> {
  const limit = Error.stackTraceLimit;
  Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => undefined });
  try {
    return await task();
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", { value: limit, writable: true });
  }
}

async function run(program: () => unknown, args: RecordingArgs): Promise<Graph> {
  const faults: unknown[] = [];
  const monitor = new RecordingMonitor(args, faults);
  pulumi.runtime.setAllConfig({ ...args.config }, [...(args.secretKeys ?? [])]);
  // setMocks turns the runtime's features on; its monitor is then replaced by the recording one.
  await pulumi.runtime.setMocks(mocks(args, faults), args.project, args.stack, true);
  pulumi.runtime.setMockOptions(monitor, args.project, args.stack, args.mode !== "update");
  try {
    await pulumi.runtime.runInPulumiStack(async () => {
      try {
        return await program();
      } catch (error) {
        // Left to the stack it would be rejected a second time, where nobody can catch it.
        faults.push(error);
        return {};
      }
    });
    await pulumi.runtime.disconnect();
  } catch (error) {
    faults.push(error);
  }
  // The first is the cause: a refused look-up reaches the program as an error without a message.
  if (faults.length > 0) throw faults[0];

  const { project, stack } = args;
  return { project, stack, resources: monitor.recorded, outputs: monitor.outputs };
}

/** Echoes the inputs, so that what the program said is known and the rest is not. */
function mocks({ mode, computed }: RecordingArgs, faults: unknown[]): pulumi.runtime.Mocks {
  return {
    newResource: ({ type, name, inputs, custom }) => {
      const state = inputs as Record<string, unknown>;
      if (mode !== "update" || custom !== true) return { id: undefined, state };
      const id = `${name}-id`;
      return {
        id,
        state: { name, arn: `arn:aws:mock:::${type}/${name}`, ...computed?.(type, name), ...state },
      };
    },
    call: ({ token }) => {
      const fault = new Error(`${token} asks AWS; the program must run without a look-up.`);
      faults.push(fault);
      throw fault;
    },
  };
}

/** What the mock monitor answers with, seen as a Node-style callback. */
type Callback = (error: unknown, response: unknown) => void;

interface OutputsRequest {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** Pulumi's mock monitor, with the engine's URNs and a memory of whole requests. */
class RecordingMonitor extends MockMonitor {
  readonly recorded: Resource[] = [];
  outputs: Properties = {};
  readonly #args: RecordingArgs;
  readonly #urns = new Set<string>();

  readonly #faults: unknown[];

  constructor(args: RecordingArgs, faults: unknown[]) {
    super(mocks(args, faults));
    this.#args = args;
    this.#faults = faults;
    // The base class qualifies a type by its parent alone; the engine by the whole chain.
    Object.assign(this, {
      newUrn: (parent: string, type: string, name: string) => urnOf(args, parent, type, name),
    });
  }

  override registerResource(request: RegisterRequest, callback: Callback): Promise<void> {
    const urn = urnOf(this.#args, request.getParent(), request.getType(), request.getName());
    if (this.#urns.has(urn)) {
      // Answered all the same: the runtime turns a refusal into rejections that nobody can catch.
      this.#faults.push(
        new Error(`Duplicate resource URN '${urn}'; give one of the two another name.`),
      );
    }
    this.#urns.add(urn);
    this.recorded.push(toResource(this.#args, urn, request));
    this.#args.onResource?.(this.recorded.length);
    return super.registerResource(request, callback);
  }

  override registerResourceOutputs(request: OutputsRequest, callback: Callback): void {
    const type = request.getUrn().split("::")[2];
    if (type === "pulumi:pulumi:Stack") {
      const outputs = fromProtocol(request.getOutputs()?.toJavaScript() ?? {});
      if (isProperties(outputs)) this.outputs = outputs;
    }
    super.registerResourceOutputs(request, callback);
  }
}
