import { STATUS_CODES } from "node:http";

/** Where in a request a field is. */
export type Place = "path" | "query" | "header" | "body";

/** One thing that is wrong with a request. */
export interface FieldProblem {
  readonly in: Place;
  /** Such as `tags[2]`; empty for the whole. */
  readonly field: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
}

interface ProblemOptions {
  /** Sent beside the answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldProblem[];
  /** What the log tells and the client does not. */
  readonly cause?: unknown;
}

/** Media type of RFC 9457. */
export const PROBLEM_TYPE = "application/problem+json";

/**
 * An answer that tells a client what went wrong, in the form of RFC 9457. The `type` is left out,
 * which means that the title says no more than the status.
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldProblem[];

  /** @param detail A sentence for the client; never what only the log may say. */
  constructor(status: number, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.status = status;
    this.headers = options.headers ?? {};
    this.errors = options.errors ?? [];
  }

  /** The body of the answer. */
  body(requestId: string): object {
    return {
      title: STATUS_CODES[this.status] ?? "Error",
      status: this.status,
      detail: this.message,
      requestId,
      ...(this.errors.length === 0 ? {} : { errors: this.errors }),
    };
  }
}

/** A thing with that id is not there, or not for this user to know of. */
export function notFound(what: string): Problem {
  return new Problem(404, `There is no such ${what}.`);
}

/** What Express and its body parser throw, as a problem of the client; anything else is ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (typeof status === "number" && status >= 400 && status < 500) {
    const detail = CLIENT_ERRORS[String(type)];
    return new Problem(status, detail ?? "The request can't be read.", {
      ...(detail === undefined ? {} : { errors: [{ in: "body", field: "", message: detail }] }),
      cause: error,
    });
  }
  return new Problem(500, "Something went wrong here; the log tells what.", { cause: error });
}

/** By the type that the body parser gives its errors. */
const CLIENT_ERRORS: Readonly<Record<string, string>> = {
  "encoding.unsupported": "The body's encoding is not supported; send gzip, deflate, br or none.",
  "entity.too.large": "The body is too large.",
  "request.aborted": "The request ended before its body did.",
  "request.size.invalid": "The body has not the length that its header says.",
};
