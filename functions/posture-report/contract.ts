/**
 * What the weekly report of the security posture needs of the infrastructure that runs it. The
 * infrastructure fills these types, so what is renamed here stops compiling there.
 */

/** Environment variables of the function. */
export interface PostureReportEnvironment {
  /** Topic that hears the report; the function's role may publish there. */
  readonly REPORT_TOPIC_ARN: string;
}

/** What the schedule sends. */
export interface PostureReportEvent {
  /** When the report was due, as EventBridge Scheduler tells; the report is of the week before. */
  readonly scheduledTime: string;
  /** Whether the report is only written to the log, for a look at it between two Mondays. */
  readonly dryRun?: boolean;
}

/** What Scheduler puts in place of this in a schedule's input. */
export const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/** What the report names as its source. */
export const REPORT_SOURCE = "rampart.posture-report";

/** Folder of the function, by which it is bundled. */
export const FOLDER = "posture-report";
