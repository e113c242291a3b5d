/** When a data store is backed up and when it is maintained, in UTC. */
export interface QuietWindows {
  /** Daily, as AWS writes it: `07:00-08:00`. */
  readonly backup: string;
  /** Weekly, right behind Tuesday's backup: `tue:08:00-tue:09:00`. */
  readonly maintenance: string;
}

/** Hour (UTC) at which both Americas and Europe are quiet. */
const DEFAULT_QUIET_HOUR = 7;

/**
 * Two windows of an hour each, one behind the other, for AWS refuses those that overlap. They are
 * always set: left out, AWS draws them at random.
 *
 * @param quietHour hour in UTC at which the backup starts, 0–23
 * @throws Error for any other hour
 */
export function quietWindows(quietHour: number = DEFAULT_QUIET_HOUR): QuietWindows {
  if (!Number.isInteger(quietHour) || quietHour < 0 || quietHour > 23) {
    throw new Error(`quietHour is ${quietHour}; allowed: whole hours 0–23.`);
  }
  return {
    backup: `${timeOf(quietHour)}-${timeOf(quietHour + 1)}`,
    maintenance: `${tuesdayHour(quietHour + 1)}-${tuesdayHour(quietHour + 2)}`,
  };
}

/**
 * Hour (UTC) at which others may back up what has these windows: RDS refuses it in each window and
 * in the hour before, so it comes behind both. Source: AWS Backup guide, "Troubleshooting AWS
 * Backup".
 */
export function hourBehindWindows(quietHour: number): number {
  return (quietHour + 2) % 24;
}

function timeOf(hour: number): string {
  return `${String(hour % 24).padStart(2, "0")}:00`;
}

function tuesdayHour(hour: number): string {
  return `${hour < 24 ? "tue" : "wed"}:${timeOf(hour)}`;
}
