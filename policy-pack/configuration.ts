import { Ajv } from "ajv";

import type { Control } from "./engine/control.ts";
import type { Values } from "./engine/parameters.ts";
import { isProperties, type Properties, type Value } from "./engine/resource.ts";
import { type PackSettings, SETTINGS_DISABLED, SETTINGS_SCHEMA } from "./engine/packSettings.ts";
import { type Level, levelOf, type Profile } from "./profiles.ts";

/** What a run is told beside the stack: each control's level and parameters, and the pack's own. */
export interface Configuration {
  readonly levels: Readonly<Record<string, Level>>;
  readonly parameters: Readonly<Record<string, Values>>;
  readonly settings: PackSettings;
}

/** The configuration is wrong; the message tells all of its problems, one a line. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const LEVELS: readonly string[] = ["mandatory", "advisory", "disabled"] satisfies Level[];
/** Settings have no verdict: to the engine they are a policy, and any of its levels that runs will do. */
const SETTINGS_LEVELS = ["mandatory", "advisory", "remediate"];
const LEVEL = "enforcementLevel";

/**
 * Reads a configuration in the form that `pulumi preview --policy-pack-config` takes: by control,
 * `"advisory"` or `{"enforcementLevel": "advisory", …parameters}`; `all` sets the level of every
 * control that is not named, `settings` the pack's own. What is not said stays as in the profile.
 * What would disable the settings is refused, as the engine's door refuses it.
 *
 * @throws ConfigurationError for unknown controls, levels and parameters, and for wrong values.
 */
export function readConfiguration(
  raw: Value,
  controls: readonly Control[],
  profile: Profile,
): Configuration {
  if (!isProperties(raw)) throw new ConfigurationError("The configuration is no object");
  const { all: whole, settings: own = {}, ...named } = raw;
  const all = entryOf(whole)[LEVEL];
  const { [LEVEL]: settingsLevel, ...settings } = entryOf(own);
  const isUnread = (settingsLevel ?? all) === "disabled";
  const levels = controls.map((control) => [
    control.id,
    entryOf(named[control.id])[LEVEL] ?? all ?? levelOf(profile, control),
  ]);
  const runs = levels.some(([, level]) => level !== "disabled");
  const problems = [
    ...(all === undefined ? [] : levelProblems("all", all)),
    ...(settingsLevel === undefined || isUnread
      ? []
      : levelProblems("settings", settingsLevel, SETTINGS_LEVELS)),
    ...(isUnread && runs ? [SETTINGS_DISABLED] : []),
    ...problemsOf("settings", settings, SETTINGS_SCHEMA.properties),
    ...Object.entries(named).flatMap(([id, entry]) => controlProblems(id, entry, controls)),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));

  const parameters = controls.map(({ id }) => {
    const set = Object.entries(entryOf(named[id])).filter(([name]) => name !== LEVEL);
    return [id, { ...profile.parameters[id], ...Object.fromEntries(set) }];
  });
  return {
    // All values were checked against the schemas above.
    levels: Object.fromEntries(levels) as Record<string, Level>,
    parameters: Object.fromEntries(parameters) as Record<string, Values>,
    settings: settings,
  };
}

/** An entry as an object: both forms of a level are the engine's. */
function entryOf(entry: Value | undefined = {}): Properties {
  return isProperties(entry) ? entry : { [LEVEL]: entry };
}

function controlProblems(id: string, entry: Value, controls: readonly Control[]): string[] {
  const control = controls.find((known) => known.id === id);
  if (control === undefined) {
    return [`${id}: no such control; RULES.md lists them`];
  }
  if (!isProperties(entry)) return levelProblems(id, entry);
  const { [LEVEL]: level, ...set } = entry;
  const schemas = Object.entries(control.parameters ?? {}).map(([name, { schema }]) => [
    name,
    schema,
  ]);
  return [
    ...(level === undefined ? [] : levelProblems(id, level)),
    ...problemsOf(id, set, Object.fromEntries(schemas) as object),
  ];
}

function levelProblems(id: string, level: Value, allowed: readonly string[] = LEVELS): string[] {
  if (allowed.some((known) => known === level)) return [];
  return [`${id}: ${JSON.stringify(level)} is no level; allowed: ${allowed.join(", ")}`];
}

function problemsOf(id: string, values: Value, properties: object): string[] {
  const validate = new Ajv({ allErrors: true }).compile({
    type: "object",
    properties,
    additionalProperties: false,
  });
  if (validate(values)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = "is wrong", params }) => {
    const unknown = (params as { additionalProperty?: string }).additionalProperty;
    if (unknown !== undefined) {
      const known = Object.keys(properties).join(", ") || "none";
      return `${id}.${unknown}: no such parameter; known: ${known}`;
    }
    const allowed = (params as { allowedValues?: readonly unknown[] }).allowedValues;
    const list = allowed === undefined ? "" : `: ${allowed.join(", ")}`;
    return `${id}${instancePath.replaceAll("/", ".")} ${message}${list}`;
  });
}
