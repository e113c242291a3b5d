import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Document, isMap, isNode, LineCounter, parseDocument } from "yaml";

import { CLAIMING_BLOCKS, claimedTwice } from "./claims.ts";
import { checkSettings, type RawSettings } from "./load.ts";
import { at, problem, SettingsError, type SettingsProblem } from "./problems.ts";
import { nameProblems, SECRET_SETTINGS, type Settings } from "./settings.ts";

/** A mistake of the person's: a missing, unreadable or malformed file, or an unknown stack. */
export class StackFileError extends Error {
  override readonly name = "StackFileError";
}

/** A stack file that was read and found valid. */
export interface StackFile {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  /** Every configuration value as the engine would hand it to the program; secrets are masked. */
  readonly config: Readonly<Record<string, string>>;
  /** Full keys of the secret values. */
  readonly secretKeys: readonly string[];
}

/** Stands for a secret that only the engine can decrypt. */
const MASKED_SECRET = "[secret]";

/** Names of the stacks that have a file in the folder, sorted. */
export function knownStacks(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.([^.]+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` of a folder without the engine.
 *
 * @throws StackFileError for an unknown stack, an unreadable file or a YAML error (with line and
 *   column); SettingsError with all problems of the settings, each with its line.
 */
export function readStackFile(folder: string, stack: string): StackFile {
  const stacks = knownStacks(folder);
  if (!stacks.includes(stack)) {
    throw new StackFileError(`There is no stack "${stack}"; known stacks: ${stacks.join(", ")}`);
  }
  const project = projectName(folder);
  const badNames = nameProblems(project, stack);
  if (badNames.length > 0) throw new StackFileError(badNames.join("\n"));

  const file = `Pulumi.${stack}.yaml`;
  const { values, lineOf } = readYaml(folder, file);
  const config = configOf(file, values);
  const prefix = `${project}:`;
  const own: RawSettings = Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );

  const { problems: refused, settings } = checkSettings(project, own);
  const problems = [
    ...refused,
    ...plainSecrets(project, own),
    ...claimedTwice(project, own, otherStacks(folder, project, stack)),
  ];
  if (problems.length > 0 || settings === undefined) {
    throw new SettingsError(
      file,
      problems
        .map((found) =>
          withLine(found, lineOf([`${prefix}${found.path[0] ?? ""}`, ...found.path.slice(1)])),
        )
        .sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    );
  }
  return {
    project,
    stack,
    settings,
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, asConfig(value)]),
    ),
    secretKeys: Object.entries(config).flatMap(([key, value]) => (isSecure(value) ? [key] : [])),
  };
}

function configOf(file: string, values: unknown): Record<string, unknown> {
  const config = isRecord(values) ? (values["config"] ?? {}) : undefined;
  if (isRecord(config)) return config;
  throw new StackFileError(`${file}: config must be a map of settings`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function projectName(folder: string): string {
  const { values } = readYaml(folder, "Pulumi.yaml");
  const name = (values as { name?: unknown } | null)?.name;
  if (typeof name !== "string") throw new StackFileError("Pulumi.yaml: name is missing");
  return name;
}

/**
 * What the files beside a stack's say where one may claim something. Of other stacks nothing else can
 * tell; a file that can't be read says so itself when it is used.
 */
function otherStacks(folder: string, project: string, stack: string): Record<string, RawSettings> {
  const read = (other: string): RawSettings => {
    try {
      const { values } = readYaml(folder, `Pulumi.${other}.yaml`);
      return Object.fromEntries(
        CLAIMING_BLOCKS.map((block) => [block, at(values, ["config", `${project}:${block}`])]),
      );
    } catch {
      return {};
    }
  };
  const others = knownStacks(folder).filter((other) => other !== stack);
  return Object.fromEntries(others.map((other) => [other, read(other)]));
}

/** A secret setting that stands in the file unencrypted; its value is not repeated. */
function plainSecrets(project: string, own: RawSettings): SettingsProblem[] {
  return SECRET_SETTINGS.filter((name) => own[name] !== undefined && !isSecure(own[name])).map(
    (name) =>
      problem(
        project,
        [name],
        "in plain text",
        `an encrypted value, set with: pulumi config set --secret ${project}:${name}`,
      ),
  );
}

function withLine(found: SettingsProblem, line: number | undefined): SettingsProblem {
  return line === undefined ? found : { ...found, line };
}

function isSecure(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

function asConfig(value: unknown): string {
  if (isSecure(value)) return MASKED_SECRET;
  return typeof value === "string" ? value : JSON.stringify(value);
}

interface Yaml {
  readonly values: unknown;
  /** Line of the deepest part of a path under `config` that the file has. */
  readonly lineOf: (path: readonly (string | number)[]) => number | undefined;
}

function readYaml(folder: string, file: string): Yaml {
  let source: string;
  try {
    source = readFileSync(join(folder, file), "utf8");
  } catch (error) {
    throw new StackFileError(
      `${file} can't be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const told = document.errors.map(({ pos: [start], message }) => {
      const { line, col } = lines.linePos(start);
      return `${file}:${line}:${col}: YAML error: ${message}`;
    });
    throw new StackFileError(told.join("\n"));
  }
  const lineOf: Yaml["lineOf"] = (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(["config", ...path.slice(0, length - 1)], true);
      const key = path[length - 1];
      // The key's own line, not its value's, which may start further down.
      const pair = isMap(parent)
        ? parent.items.find((item) => isNode(item.key) && String(item.key) === String(key))
        : undefined;
      const node = pair?.key ?? document.getIn(["config", ...path.slice(0, length)], true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
  return { values: plainValues(file, document), lineOf };
}

/** What a YAML document says, its aliases resolved. */
function plainValues(file: string, document: Document): unknown {
  try {
    const values = document.toJS() as unknown;
    // An anchor may hold itself, which no setting means and JSON can't write.
    JSON.stringify(values);
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new StackFileError(`${file}: YAML error: ${reason ?? "aliases that can't be resolved"}`);
  }
}
