import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { z } from "zod";

import { EndError, EXIT } from "./failure.ts";

/** Whom a command works as, and where. */
export interface Target {
  readonly bucket: string;
  /** ARN of the role that is assumed first. */
  readonly role: string;
  /** Account of the role; a bucket of another one is refused, for names can pass on. */
  readonly account: string;
  /** Where the bucket is; undefined leaves it to the SDK, which knows profiles. */
  readonly region: string | undefined;
}

/** What the command line says of it. */
export interface TargetOptions {
  readonly stack?: string;
  readonly bucket?: string;
  readonly role?: string;
  readonly region?: string;
}

/** Where settings come from for what is put in, and for what lies in quarantine. */
const USES = {
  upload: {
    bucket: ["processingBucket", "INGEST_PROCESSING_BUCKET"],
    role: ["uploaderRole", "INGEST_UPLOADER_ROLE"],
  },
  quarantine: {
    bucket: ["quarantineBucket", "INGEST_QUARANTINE_BUCKET"],
    role: ["operatorRole", "INGEST_OPERATOR_ROLE"],
  },
} as const;

/** What a command is about. */
export type Use = keyof typeof USES;

/** The stack's output `ingest`, as far as it is needed here. */
const outputs = z.object({
  region: z.string(),
  processingBucket: z.string(),
  quarantineBucket: z.string(),
  uploaderRole: z.string(),
  operatorRole: z.string(),
});

const ROOT = join(import.meta.dirname, "../..");

/**
 * Finds out whom to work as and where: by an option, else by the stack's outputs, else by an
 * environment variable.
 *
 * @throws EndError when something is missing or malformed
 */
export async function targetOf(
  options: TargetOptions,
  use: Use,
  environment: NodeJS.ProcessEnv,
): Promise<Target> {
  const stack =
    options.stack === undefined ? undefined : await outputsOf(options.stack, environment);
  const setting = (name: "bucket" | "role"): string => {
    const [output, variable] = USES[use][name];
    // A variable that is set to nothing says nothing.
    const value = options[name] ?? stack?.[output] ?? (environment[variable] || undefined);
    if (value !== undefined) return value;
    throw new EndError(
      EXIT.usage,
      `Which ${name}? Give --stack NAME or --${name}, or set ${variable}.`,
    );
  };
  const [bucket, role] = [setting("bucket"), setting("role")];
  const [, account] = /^arn:[\w-]+:iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(role) ?? [];
  if (account === undefined) {
    throw new EndError(EXIT.usage, `${role} is no ARN of a role: arn:aws:iam::ACCOUNT:role/NAME.`);
  }
  const region = options.region ?? stack?.region ?? (environment["AWS_REGION"] || undefined);
  return { bucket, role, account, region };
}

async function outputsOf(stack: string, env: NodeJS.ProcessEnv): Promise<z.infer<typeof outputs>> {
  const args = ["stack", "output", "ingest", "--json", "--stack", stack];
  let json: string;
  try {
    json = (await promisify(execFile)("pulumi", args, { cwd: ROOT, env })).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const why = code === "ENOENT" ? "pulumi is not on the PATH" : (stderr ?? String(code)).trim();
    throw new EndError(EXIT.failed, `The outputs of stack ${stack} can't be read: ${why}`);
  }
  const read = outputs.safeParse(jsonOf(json));
  if (!read.success) {
    throw new EndError(
      EXIT.failed,
      `The output ingest of stack ${stack} is not what it should be.`,
    );
  }
  return read.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
