import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { checkSettings, type RawSettings } from "../../config/load.ts";
import { ROOT } from "./fixtures.ts";

/** A mutable copy of a shipped stack's blocks, as its YAML has them. */
export function rawSettings(stack: string): RawSettings {
  const file = parse(readFileSync(join(ROOT, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(file.config).map(([key, value]) => [key.replace(/^rampart:/, ""), value]),
  );
}

/** The same settings with the value at a dotted path replaced; `undefined` takes it away. */
export function withSetting(raw: RawSettings, path: string, value: unknown): RawSettings {
  const copy = structuredClone(raw) as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const parent = steps.reduce<Record<string, unknown>>((current, step) => {
    current[step] ??= {};
    return current[step] as Record<string, unknown>;
  }, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

/** Settings of a shipped stack with other values at those dotted paths. */
export function changed(
  stack: string,
  ...changes: readonly (readonly [path: string, value: unknown])[]
): RawSettings {
  return changes.reduce((raw, [path, value]) => withSetting(raw, path, value), rawSettings(stack));
}

/** Systems that a stack may have beside the platform. */
export const SYSTEMS = ["documents", "ingest", "music", "tracker"] as const;
/** One of them. */
export type SystemName = (typeof SYSTEMS)[number];

/** The same settings with only those systems beside the platform that are named, as they are. */
export function withSystems(raw: RawSettings, ...systems: readonly SystemName[]): RawSettings {
  const off = SYSTEMS.filter((system) => !systems.includes(system));
  return { ...raw, ...Object.fromEntries(off.map((system) => [system, { mode: "off" }])) };
}

/** The problems of settings as `key is value; allowed: …`. */
export function problemLines(raw: RawSettings): string[] {
  return checkSettings("rampart", raw).problems.map(
    ({ key, value, allowed }) => `${key} is ${value}; allowed: ${allowed}`,
  );
}

/** Settings as the engine hands them over: full keys, structured values as JSON text. */
export function configOf(project: string, raw: RawSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [
      `${project}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
