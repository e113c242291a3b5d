import * as pulumi from "@pulumi/pulumi";

import { problem, problemsOf, SettingsError, type SettingsProblem } from "./problems.ts";
import {
  nameProblems,
  SECRET_SETTINGS,
  type SecretSetting,
  type Settings,
  settingsSchema,
} from "./settings.ts";

/** Blocks and secret settings by their key behind `rampart:`. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** Everything wrong with the settings; empty when {@link parseSettings} accepts them. */
export function settingsProblems(project: string, raw: RawSettings): SettingsProblem[] {
  const { blocks, secrets } = separate(raw);
  const result = settingsSchema.safeParse(blocks);
  const problems = result.success ? [] : problemsOf(project, result.error, blocks, settingsSchema);
  const wantsKeys = at(blocks, "platform", "externalApiKeys") === "config";
  if (wantsKeys && secrets.externalApiKeys === undefined) {
    problems.push(
      problem(
        project,
        ["externalApiKeys"],
        "missing",
        `a secret, set with: pulumi config set --secret ${project}:externalApiKeys`,
      ),
    );
  }
  return problems;
}

/**
 * The settings in their final form: plain, complete, deeply frozen.
 *
 * @throws SettingsError with all problems at once.
 */
export function parseSettings(project: string, raw: RawSettings, source: string): Settings {
  const problems = settingsProblems(project, raw);
  if (problems.length > 0) throw new SettingsError(source, problems);
  return deepFreeze(settingsSchema.parse(separate(raw).blocks));
}

/**
 * The settings of the running stack, from Pulumi's configuration.
 *
 * @throws SettingsError with all problems at once.
 */
export function loadSettings(): Settings {
  const project = pulumi.getProject();
  const stack = pulumi.getStack();
  const [badName] = nameProblems(project, stack);
  if (badName !== undefined) throw new Error(badName);

  const prefix = `${project}:`;
  const raw = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [
        key.slice(prefix.length),
        fromConfig(key.slice(prefix.length), value),
      ]),
  );
  return parseSettings(project, raw, `Pulumi.${stack}.yaml`);
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

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === "object" && current !== null
        ? (current as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
