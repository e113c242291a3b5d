/**
 * Calls at a time that each function keeps for itself, by its folder: no other one, and no flood of
 * events, can take its turn, and it takes that of no other. Those of schedules never run twice at a
 * time.
 */
const SHARES = {
  "auto-remediate": 5,
  "environment-schedule": 1,
  ingest: 10,
  "posture-report": 1,
  "rotate-database-secret": 1,
  "slack-notifier": 3,
} as const;

/** Calls at a time that all of them keep together. */
export const RESERVED = Object.values(SHARES).reduce((sum, share) => sum + share, 0);

/**
 * What a function keeps where the stack file states the account's limit; undefined where it does
 * not, since AWS refuses any reservation in a new account (T87).
 */
export function shareOf(
  folder: keyof typeof SHARES,
  limit: number | undefined,
): number | undefined {
  return limit === undefined ? undefined : SHARES[folder];
}
