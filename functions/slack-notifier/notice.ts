/** How a notice looks: `good` is the end of something bad. */
export type Tone = "critical" | "warning" | "info" | "good";

/** What is told, before it is written for Slack; all texts are as they came. */
export interface Notice {
  readonly title: string;
  readonly tone: Tone;
  /** What happened, in sentences. */
  readonly text: string;
  /** Labels and values; those without a value are left out. */
  readonly facts: readonly (readonly [label: string, value: string | number | undefined])[];
}

/** A message of a topic, and what can be said without reading it. */
export interface Told {
  /** Absent in most; those of budgets have one. */
  readonly subject: string | undefined;
  readonly message: string;
  /** Tone of the topic it came by. */
  readonly tone: Tone;
}

/** Reads a message that is JSON; undefined when it is not of its kind. */
export type Format = (value: unknown, told: Told) => Notice | undefined;
