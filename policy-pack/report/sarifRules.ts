import type { Severity } from "../engine/control.ts";
import { addressOf, type Framework, FRAMEWORKS, matrixOf, requirementsOf } from "./frameworks.ts";
import type { Report, ReportedControl } from "./report.ts";

/** How code hosts rank a rule: above 9 critical, from 7 high, from 4 medium. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

const LEVELS: Readonly<Record<Severity, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** The templates of results' messages; each is filled in with the resource's name and what is said. */
export const MESSAGES = {
  fail: "'{0}': {1}.",
  undecided: "'{0}' can't be judged: {1}.",
  pass: "'{0}' complies.",
} as const;

/** Tags that code hosts take of one rule. */
const MOST_TAGS = 20;

export function ruleOf(control: ReportedControl, taxonomies: readonly Taxonomy[]): object {
  const { id, title, severity, level, cause, remedy, frameworks } = control;
  const address = addressOf(frameworks);
  const requirements = FRAMEWORKS.flatMap((framework) =>
    requirementsOf(frameworks, framework).map((requirement) => ({ framework, requirement })),
  );
  const tags = requirements.map(
    ({ framework, requirement }) => `${framework.short} ${requirement}`,
  );
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: `${title}. ${cause}` },
    help: {
      text: `${title}. ${cause} Remedy: ${remedy}.`,
      markdown: [
        `**${title}**`,
        cause,
        `**Remedy:** ${remedy}.`,
        ...(tags.length === 0 ? [] : [tags.map((tag) => `- ${tag}`).join("\n")]),
      ].join("\n\n"),
    },
    ...(address === undefined ? {} : { helpUri: address }),
    messageStrings: Object.fromEntries(
      Object.entries(MESSAGES).map(([key, text]) => [key, { text }]),
    ),
    defaultConfiguration: { enabled: level !== "disabled", level: LEVELS[severity] },
    relationships: requirements.map(({ framework, requirement }) => ({
      target: targetOf(taxonomies, framework, requirement),
      kinds: ["relevant"],
    })),
    properties: {
      tags: ["security", ...tags].slice(0, MOST_TAGS),
      "security-severity": SCORES[severity],
      severity,
      level,
    },
  };
}

/** Where a result or a notification finds its rule. */
export function referenceOf({ controls }: Report, control: string): { id: string; index: number } {
  return { id: control, index: controls.findIndex(({ id }) => id === control) };
}

function pascalCase(id: string): string {
  return id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** A framework in SARIF's words: a tool component whose rules are the requirements. */
export interface Taxonomy {
  readonly name: string;
  readonly version?: string;
  readonly organization: string;
  readonly shortDescription: { readonly text: string };
  readonly informationUri: string;
  readonly isComprehensive: false;
  readonly taxa: readonly { readonly id: string }[];
}

/** The frameworks that the controls refer to, with the requirements that they name. */
export function taxonomiesOf(controls: readonly ReportedControl[]): Taxonomy[] {
  return FRAMEWORKS.map((framework) => ({
    name: framework.name,
    ...(framework.version === undefined ? {} : { version: framework.version }),
    organization: framework.organization,
    shortDescription: { text: `Requirements of ${framework.short} that controls help to meet.` },
    informationUri: framework.address,
    isComprehensive: false as const,
    taxa: matrixOf(controls, framework).map(({ requirement }) => ({ id: requirement })),
  })).filter(({ taxa }) => taxa.length > 0);
}

export function taxonomyReference(all: readonly Taxonomy[], taxonomy: Taxonomy): object {
  return { name: taxonomy.name, index: all.indexOf(taxonomy) };
}

function targetOf(all: readonly Taxonomy[], framework: Framework, requirement: string): object {
  const index = all.findIndex(({ name }) => name === framework.name);
  return {
    id: requirement,
    index: all[index]?.taxa.findIndex(({ id }) => id === requirement) ?? -1,
    toolComponent: { name: framework.name, index },
  };
}
