import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { type Resource, type SourcePosition, urnOf } from "./resource.ts";
import { fromProtocol, isProperties } from "./value.ts";

/** Root of the repository, from which source positions are told. */
const ROOT = resolve(import.meta.dirname, "../..");

/** Whose program it is. */
interface Scope {
  readonly project: string;
  readonly stack: string;
}

/** The part of the engine's RegisterResourceRequest message that is recorded. */
export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getProvider(): string;
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
  getStacktrace(): { getFramesList(): { getPc(): PositionMessage | undefined }[] } | undefined;
}

interface PositionMessage {
  getUri(): string;
  getLine(): number;
}

interface AliasMessage {
  getUrn(): string;
  getSpec():
    | {
        getName(): string;
        getType(): string;
        getStack(): string;
        getProject(): string;
        getParenturn(): string;
        getNoparent(): boolean;
      }
    | undefined;
}

/** What a request registers under a URN. */
export function toResource(scope: Scope, urn: string, request: RegisterRequest): Resource {
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
    ...(request.getProvider() === "" ? {} : { provider: providerUrn(request.getProvider()) }),
    custom: request.getCustom(),
    inputs: isProperties(inputs) ? inputs : {},
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies,
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    aliases: request.getAliasesList().map((alias) => aliasUrn(scope, request, alias)),
    ignoreChanges: request.getIgnorechangesList(),
    ...(source === undefined ? {} : { source }),
  };
}

/** The reference is `urn::id`, and the id is unknown at preview. */
function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** The URN that an alias stands for: what it leaves out is as in the resource itself. */
function aliasUrn(own: Scope, request: RegisterRequest, alias: AliasMessage): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const scope = {
    project: spec.getProject() || own.project,
    stack: spec.getStack() || own.stack,
  };
  const parent = spec.getNoparent() ? "" : spec.getParenturn() || request.getParent();
  return urnOf(
    scope,
    parent,
    spec.getType() || request.getType(),
    spec.getName() || request.getName(),
  );
}

/** The innermost line of this repository on the stack, past the SDK's own constructors. */
function sourceOf(request: RegisterRequest): SourcePosition | undefined {
  for (const frame of request.getStacktrace()?.getFramesList() ?? []) {
    const position = frame.getPc();
    if (position === undefined) continue;
    const file = relative(ROOT, pathOf(position.getUri()));
    const isOurs = !file.startsWith("..") && !file.startsWith("node_modules");
    if (isOurs) return { file, line: position.getLine() };
  }
  return undefined;
}

/** Frames of ES modules are URLs already, and the SDK makes a URL of them once more. */
function pathOf(uri: string): string {
  const path = fileURLToPath(uri);
  const inner = path.indexOf("file:/");
  return inner < 0 ? path : path.slice(inner + "file:".length);
}
