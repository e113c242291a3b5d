/** How the program ends. */
export const EXIT = {
  done: 0,
  /** A file is refused, a key is not there, nobody agreed. */
  refused: 1,
  /** What was asked for can't be understood. */
  usage: 2,
  /** AWS or pulumi refuses or can't be reached, a file went away, or this program is at fault. */
  failed: 3,
} as const;

/** Ends the program with a sentence. */
export class EndError extends Error {
  override readonly name = "EndError";
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
