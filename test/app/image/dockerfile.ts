import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "../../..");

/** One line of a Dockerfile, continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** The stages of a Dockerfile, each beginning with its `FROM`. */
export function stagesOf(file: string): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  const text = readFileSync(join(ROOT, file), "utf8").replaceAll(/^#.*\n/gm, "");
  for (const line of text.replaceAll(/\\\n\s*/g, "").split("\n")) {
    const [, name, value] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (name === "FROM") stages.push([]);
    stages.at(-1)?.push({ name, value });
  }
  return stages;
}

/** Whether `.dockerignore` keeps a path from the build: the last pattern that fits decides. */
export function isIgnored(path: string): boolean {
  let ignored = false;
  for (const line of readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const keeps = line.startsWith("!");
    if (fits(line.slice(keeps ? 1 : 0).trim(), path)) ignored = !keeps;
  }
  return ignored;
}

/** A pattern stands for a path and for all that is below it. */
function fits(pattern: string, path: string): boolean {
  const source = pattern
    .split(/(\*\*\/|\*)/)
    .map((text) => {
      if (text === "**/") return "(?:.*/)?";
      return text === "*" ? "[^/]*" : text.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}(?:/|$)`).test(path);
}

/** Files of the repository that a stage copies, by what `COPY` names and `.dockerignore` lets in. */
export function filesCopied(stage: readonly Instruction[]): string[] {
  const sources = stage
    .filter(({ name, value }) => name === "COPY" && !value.startsWith("--from="))
    .flatMap(({ value }) => value.split(/\s+/).slice(0, -1));
  return sources.flatMap((source) => filesBelow(source)).filter((path) => !isIgnored(path));
}

function filesBelow(path: string): string[] {
  const entries = readdirSync(join(ROOT, path, ".."), { withFileTypes: true });
  const entry = entries.find(({ name }) => path === name || path.endsWith(`/${name}`));
  if (entry === undefined) throw new Error(`${path} is copied and not there`);
  if (!entry.isDirectory()) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => relative(ROOT, join(found.parentPath, found.name)));
}
