import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

import { type Graph, type Resource, type SourcePosition, urnOf } from "./graph/resource.ts";
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
  /** Told of each resource as it is registered. */
  readonly onResource?: (count: number) => void;
}

/** Root of the repository, from which source positions are told. */
const ROOT = resolve(import.meta.dirname, "..");

/**
 * Runs a program on Pulumi's own mock runtime and returns what it registered. Nothing is looked up
 * or created, and no credential is read.
 *
 * @throws whatever the program throws; Error for two resources with one URN, as the engine does.
 */
export async function record(program: () => unknown, args: RecordingArgs): Promise<Graph> {
  const monitor = new RecordingMonitor(args);
  pulumi.runtime.setAllConfig({ ...args.config }, [...(args.secretKeys ?? [])]);
  // setMocks turns the runtime's features on; its monitor is then replaced by the recording one.
  await pulumi.runtime.setMocks(mocks(args.mode ?? "preview"), args.project, args.stack, true);
  pulumi.runtime.setMockOptions(monitor, args.project, args.stack, args.mode !== "update");

  await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
  await pulumi.runtime.disconnect();

  const { project, stack } = args;
  return { project, stack, resources: monitor.recorded, outputs: monitor.outputs };
}

/** Echoes the inputs, so that what the program said is known and the rest is not. */
function mocks(mode: "preview" | "update"): pulumi.runtime.Mocks {
  return {
    newResource: ({ type, name, inputs, custom }) => {
      const state = inputs as Record<string, unknown>;
      if (mode === "preview" || custom !== true) return { id: undefined, state };
      const id = `${name}-id`;
      return { id, state: { arn: `arn:aws:mock:::${type}/${name}`, ...state } };
    },
    call: ({ token }) => {
      throw new Error(`${token} asks AWS something; the program must run without a look-up.`);
    },
  };
}

/** What the mock monitor answers with, seen as a Node-style callback. */
type Callback = (error: unknown, response: unknown) => void;

/** The part of the engine's RegisterResourceRequest message that is recorded. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getProvider(): string;
  getProvidersMap(): { forEach(visit: (value: string, key: string) => void): void };
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(visit: (value: { getUrnsList(): string[] }, key: string) => void): void;
  };
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getAliasesList(): AliasMessage[];
  getIgnorechangesList(): string[];
  getSourceposition(): { getUri(): string; getLine(): number } | undefined;
}

interface AliasMessage {
  getUrn(): string;
  getSpec(): { getName(): string; getType(): string; getParenturn(): string } | undefined;
}

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

  constructor(args: RecordingArgs) {
    super(mocks(args.mode ?? "preview"));
    this.#args = args;
    // The base class qualifies a type by its parent alone; the engine by the whole chain.
    Object.assign(this, {
      newUrn: (parent: string, type: string, name: string) => urnOf(args, parent, type, name),
    });
  }

  override registerResource(request: RegisterRequest, callback: Callback): Promise<void> {
    const urn = urnOf(this.#args, request.getParent(), request.getType(), request.getName());
    if (this.#urns.has(urn)) {
      callback(
        new Error(`Duplicate resource URN '${urn}'; give one of the two another name.`),
        null,
      );
      return Promise.resolve();
    }
    this.#urns.add(urn);
    this.recorded.push(toResource(urn, request));
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

function toResource(urn: string, request: RegisterRequest): Resource {
  const inputs = fromProtocol(request.getObject()?.toJavaScript() ?? {});
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => {
    const urns = value.getUrnsList();
    if (urns.length > 0) propertyDependencies[key] = [...urns].sort();
  });
  const source = sourceOf(request);
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
    ...(request.getProvider() === "" ? {} : { provider: request.getProvider() }),
    custom: request.getCustom(),
    inputs: isProperties(inputs) ? inputs : {},
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies,
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    aliases: request.getAliasesList().map(aliasText),
    ignoreChanges: request.getIgnorechangesList(),
    ...(source === undefined ? {} : { source }),
  };
}

function aliasText(alias: AliasMessage): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  return [spec.getParenturn(), spec.getType(), spec.getName()]
    .filter((part) => part !== "")
    .join("::");
}

function sourceOf(request: RegisterRequest): SourcePosition | undefined {
  const position = request.getSourceposition();
  if (position === undefined) return undefined;
  const uri = position.getUri();
  const file = uri.startsWith("file:") ? fileURLToPath(uri) : uri;
  return { file: relative(ROOT, file), line: position.getLine() };
}
