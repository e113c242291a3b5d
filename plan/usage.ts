import { parseArgs } from "node:util";

/** What the person asked for. */
export interface PlanOptions {
  readonly stack: string;
  /** One JSON document on standard output instead of the text. */
  readonly json: boolean;
  /** Exported stack to read instead of running the program. */
  readonly state?: string;
  /** Levels and parameters of the policy pack, as for `pulumi preview --policy-pack-config`. */
  readonly policyConfig?: string;
}

const STACK_NAME = /^[a-z][a-z0-9]{0,31}$/;

/** A mistake in the arguments; the message says what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What `--help` shows. */
export const USAGE = `Usage: npm run plan -- STACK [--state FILE] [--policy-config FILE] [--json]

Shows what a stack would create and what the policy pack says of it, without an AWS account: a tree,
the outputs, whether alerts and logs arrive, the verdict, and what to know before \`pulumi up\`.
Writes the plan, a diagram, the quotas, the deliveries and the reports of the policy pack to out/STACK/.

  --json                print one JSON document instead (use npm run -s); see plan/plan.schema.json
  --state FILE          read an exported stack (pulumi stack export) instead of running the program
  --policy-config FILE  levels and parameters of controls, as for pulumi preview --policy-pack-config
  --help                show this

Exit codes: 0 done, 1 the policy pack would stop an update or an alert or a log can't arrive,
2 bad settings or usage, 3 our own fault.
`;

/**
 * Reads the command line.
 *
 * @returns undefined when help was asked for.
 * @throws UsageError for an unknown option or a missing stack.
 */
export function parseCommandLine(args: readonly string[]): PlanOptions | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        state: { type: "string" },
        "policy-config": { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [stack, ...more] = positionals;
  if (stack === undefined) throw new UsageError("Which stack? Say: npm run plan -- dev");
  // The name becomes a folder of out/, so it must be one.
  if (!STACK_NAME.test(stack)) {
    throw new UsageError(
      `${JSON.stringify(stack)} is no stack name; allowed: lower-case letters and digits, a letter first`,
    );
  }
  if (more.length > 0) throw new UsageError(`One stack at a time; not also ${more.join(" ")}`);
  return {
    stack,
    json: values.json,
    ...(values.state === undefined ? {} : { state: values.state }),
    ...(values["policy-config"] === undefined ? {} : { policyConfig: values["policy-config"] }),
  };
}
