/** A line of the log; it never holds a value of a secret. */
export interface LogRecord {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Writes a line. */
export type Log = (record: LogRecord) => void;

/** Lambda's own format wraps the record; `level` decides the level of the line. */
export const consoleLog: Log = ({ level, ...record }) => {
  console[level](record);
};
