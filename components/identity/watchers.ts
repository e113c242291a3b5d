import { RESPONDER_IDENTIFIER } from "./guardrails.ts";

/** What begins with this belongs to the account's trail: its bucket, its role, its alarms. */
export const TRAIL_IDENTIFIER = "trail";

/** Identifier of the rule that tells of a use of break-glass. */
export const BREAK_GLASS_RULE = "break-glass-use";

/** What has queues of events that reached nobody, and alarms on them, by what their names begin with. */
export const TOLD_IDENTIFIERS: readonly string[] = [
  "findings",
  RESPONDER_IDENTIFIER,
  BREAK_GLASS_RULE,
];
