/** Names that Lambda sets itself, and refuses from others (T87). */
const RESERVED_VARIABLES = new Set([
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
]);

/** Names that Lambda takes: a letter, then letters, digits and underscores, two at least. */
const VARIABLE = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** What of a function Lambda checks only when it is made. */
interface Checked {
  readonly environmentVariables: object;
  readonly timeoutSeconds: number;
  readonly memoryMiB?: number | undefined;
  readonly retries?: number | undefined;
  readonly waitsSeconds?: number | undefined;
  readonly reservedConcurrency?: number | undefined;
}

/** Bounds of AWS Lambda, "Lambda quotas" and the API reference. */
const BOUNDS = {
  timeoutSeconds: [1, 900],
  memoryMiB: [128, 10_240],
  retries: [0, 2],
  waitsSeconds: [60, 21_600],
  reservedConcurrency: [0, 1000],
} as const;

/**
 * Refuses what Lambda would refuse.
 *
 * @throws Error when a number is out of bounds or no whole one, or a variable's name is reserved or
 *   malformed
 */
export function checkFunctionArgs(name: string, args: Checked): void {
  for (const property of Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]) {
    const value = args[property];
    const [least, most] = BOUNDS[property];
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) {
      continue;
    }
    throw new Error(`${property} of ${name} is ${value}; allowed: ${least}–${most}.`);
  }
  for (const variable of Object.keys(args.environmentVariables)) {
    if (VARIABLE.test(variable) && !RESERVED_VARIABLES.has(variable)) continue;
    throw new Error(
      `environmentVariables of ${name} has ${variable}; allowed: a letter, then letters, digits ` +
        "and underscores, and none that Lambda sets itself.",
    );
  }
}
