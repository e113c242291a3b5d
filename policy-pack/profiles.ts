import type { Control, Severity } from "./engine/control.ts";
import type { Values } from "./engine/parameters.ts";

/** What a failing or undecided control does: stops the update, is shown, or does not run. */
export type Level = "mandatory" | "advisory" | "disabled";

/** How strict the pack is with one kind of stack. */
export interface Profile {
  /** By severity, for controls that are not named below. */
  readonly levels: Readonly<Record<Severity, Level>>;
  /** Levels of single controls, each with its reason in a comment. */
  readonly exceptions: Readonly<Record<string, Level>>;
  /** Parameters of single controls. */
  readonly parameters: Readonly<Record<string, Values>>;
}

const BY_SEVERITY = {
  critical: "mandatory",
  high: "mandatory",
  medium: "mandatory",
  low: "advisory",
} as const;

/** Where nothing but the database's own secret can rotate by itself; each has a runbook. */
const MANUAL_SECRETS = { "secret-rotation": { acceptManual: true } };

const PROFILES: Readonly<Record<string, Profile>> = {
  dev: { levels: BY_SEVERITY, exceptions: {}, parameters: MANUAL_SECRETS },
  staging: { levels: BY_SEVERITY, exceptions: {}, parameters: MANUAL_SECRETS },
  prod: { levels: BY_SEVERITY, exceptions: {}, parameters: MANUAL_SECRETS },
};

/** The profile of an environment; a name that has none gets the strictest, `prod`. */
export function profileOf(environment: string): Profile {
  const own = Object.hasOwn(PROFILES, environment) ? PROFILES[environment] : undefined;
  return own ?? (PROFILES["prod"] as Profile);
}

export function levelOf(profile: Profile, { id, severity }: Control): Level {
  return profile.exceptions[id] ?? profile.levels[severity];
}
