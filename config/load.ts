import * as pulumi from "@pulumi/pulumi";

import { at, problem, problemsOf, SettingsError, type SettingsProblem } from "./problems.ts";
import {
  nameProblems,
  SECRET_SETTINGS,
  type SecretSetting,
  type Settings,
  settingsSchema,
} from "./settings.ts";

/** Blocks and secret settings by their key behind `rampart:`. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** Whether error messages repeat the values that they refuse. */
export type ValueDisplay = "shown" | "hidden";

/** Settings that were looked at: what is wrong with them, or what they are. */
export interface CheckedSettings {
  /** Everything that is wrong; empty when the settings are accepted. */
  readonly problems: readonly SettingsProblem[];
  /** Plain, complete, deeply frozen; undefined when there are problems. */
  readonly settings: Settings | undefined;
}

interface Wanting {
  readonly path: readonly string[];
  readonly is: (value: unknown) => boolean;
}

const saysConfig = (value: unknown): boolean => value === "config";

/** Settings beside which a stack must have the secret setting. */
const WANTED_BY: Readonly<Record<SecretSetting, Wanting>> = {
  externalApiKeys: { path: ["platform", "externalApiKeysFrom"], is: saysConfig },
  pagerDutyUrl: { path: ["operations", "alerts", "pagerDutyFrom"], is: saysConfig },
  trackerSignInSecret: { path: ["tracker", "signIn"], is: (value) => value !== undefined },
};

/** Checks the settings once and for all. */
export function checkSettings(
  project: string,
  raw: RawSettings,
  values: ValueDisplay = "shown",
): CheckedSettings {
  const { blocks, secrets } = separate(raw);
  const result = settingsSchema.safeParse(blocks);
  const problems = result.success
    ? []
    : problemsOf(project, result.error, blocks, settingsSchema, values === "hidden");
  for (const [name, { path, is }] of Object.entries(WANTED_BY)) {
    if (!is(at(blocks, path)) || secrets[name as SecretSetting] !== undefined) continue;
    const allowed = `a secret, set with: pulumi config set --secret ${project}:${name}`;
    problems.push(problem(project, [name], "missing", allowed));
  }
  const settings = problems.length === 0 && result.data ? deepFreeze(result.data) : undefined;
  return { problems, settings };
}

/**
 * The settings of the running stack, from Pulumi's configuration. Errors leave values out: the
 * engine has decrypted them, and does not say which were secret.
 *
 * @throws SettingsError with all problems at once; Error for names that are too long.
 */
export function loadSettings(): Settings {
  const project = pulumi.getProject();
  const stack = pulumi.getStack();
  const badNames = nameProblems(project, stack);
  if (badNames.length > 0) throw new Error(badNames.join("\n"));

  const prefix = `${project}:`;
  const raw = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [
        key.slice(prefix.length),
        fromConfig(key.slice(prefix.length), value),
      ]),
  );
  const { problems, settings } = checkSettings(project, raw, "hidden");
  if (settings === undefined) throw new SettingsError(`Pulumi.${stack}.yaml`, problems);
  return settings;
}

/** A secret setting, wrapped from the start; undefined when the stack has none. */
export function secretSetting(name: SecretSetting): pulumi.Output<string> | undefined {
  return new pulumi.Config().getSecret(name);
}

/** Pulumi hands structured values over as JSON text. */
function fromConfig(name: string, value: string): unknown {
  if (isSecret(name)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function isSecret(name: string): name is SecretSetting {
  return (SECRET_SETTINGS as readonly string[]).includes(name);
}

function separate(raw: RawSettings): {
  blocks: Record<string, unknown>;
  secrets: Partial<Record<SecretSetting, unknown>>;
} {
  const entries = Object.entries(raw);
  return {
    blocks: Object.fromEntries(entries.filter(([key]) => !isSecret(key))),
    secrets: Object.fromEntries(entries.filter(([key]) => isSecret(key))),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
