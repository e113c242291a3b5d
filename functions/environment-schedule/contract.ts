/**
 * What the schedule of an environment's hours needs of the infrastructure that runs it. The
 * infrastructure fills these types, so a variable renamed here stops compiling there.
 */

/** Environment variables of the function: what it stops and starts. */
export interface EnvironmentScheduleEnvironment {
  /** Identifier of the database instance. */
  readonly DATABASE: string;
  /** Name of the cluster that the service runs in. */
  readonly CLUSTER: string;
  /** Name of the service. */
  readonly SERVICE: string;
  /** The service's minimum of tasks, for a morning that remembers none. */
  readonly MINIMUM_TASKS: string;
  /** The service's maximum of tasks, for a morning that remembers none. */
  readonly MAXIMUM_TASKS: string;
  /** Names of the alarms that a stop would set off, with commas between them; may be empty. */
  readonly ALARMS: string;
}

/** What the function is called with. */
export interface EnvironmentScheduleEvent {
  /** Where the environment is to be. */
  readonly desired: "down" | "up";
  /** Whether no other call follows, so that what is not done now has failed. */
  readonly last: boolean;
  /**
   * Until when no call takes the environment down again, in UTC and within a day; for people who
   * need it up at night. A later one takes the place of an earlier one.
   */
  readonly until?: string | undefined;
}

/** Folder of the function, by which it is bundled. */
export const FOLDER = "environment-schedule";

/** Tag by which it remembers what it changed; nobody else may write it. */
export const MEMORY_TAG = "schedule-memory";

/** Tag by which it remembers until when people need the environment. */
export const HOLD_TAG = "schedule-hold";
