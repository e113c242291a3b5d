import { renewal, session } from "../session/session.ts";

/** An answer that is not what was asked for. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** HTTP status; 0 where the service could not be reached. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** ETag of the state that a change is meant for. */
  readonly ifMatch?: string;
}

/** What the service answered, and which state of it that was. */
export interface Answered<T> {
  readonly data: T;
  /** Empty where the answer has none. */
  readonly etag: string;
}

/**
 * Asks the service as who is signed in. The service's own tests hold its answers to its schemas, so
 * they are taken for what they are declared to be.
 *
 * @throws ApiError with a sentence to show; a 401 ends the session as well.
 */
export async function ask<T>(path: string, options: Ask = {}): Promise<Answered<T>> {
  const response = await asked((token) => sent(path, options, token));
  if (!response.ok) throw new ApiError(response.status, await sentenceIn(response));
  // A change without an answer is declared `undefined`.
  const data = (response.status === 204 ? undefined : await response.json()) as T;
  return { data, etag: response.headers.get("ETag") ?? "" };
}

/** What tells whether a token was refused. */
interface Refusable {
  readonly status: number;
}

/**
 * Sends a request with a token, and once more with a new one where the service refuses the first.
 *
 * @throws ApiError where the login can't be reached.
 */
export async function asked<R extends Refusable>(
  send: (token: string | undefined) => Promise<R>,
): Promise<R> {
  const token = await reachable(() => renewal.token());
  const response = await send(token);
  if (response.status !== 401 || token === undefined) return response;
  const renewed = await reachable(() => renewal.after(token));
  if (renewed === undefined) return response;
  const again = await send(renewed);
  if (again.status === 401) session.expire(renewed);
  return again;
}

async function sent(path: string, options: Ask, token: string | undefined): Promise<Response> {
  const { method = "GET", body, signal, ifMatch } = options;
  const headers = new Headers({ Accept: "application/json" });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (ifMatch !== undefined) headers.set("If-Match", ifMatch);
  return reached(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A query of those that are not undefined. */
export function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.toString();
}

async function reached(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    // An aborted request is no failure: whoever asked has left.
    if (init.signal?.aborted === true) throw error;
    throw outOfReach();
  }
}

async function reachable<T>(renew: () => Promise<T>): Promise<T> {
  try {
    return await renew();
  } catch {
    throw outOfReach();
  }
}

export function outOfReach(): ApiError {
  return new ApiError(0, "The service can't be reached. Is the network up?");
}

async function sentenceIn(response: Response): Promise<string> {
  return sentenceOf(response.status, await response.json().catch(() => undefined));
}

/** The sentence of a problem in the form of RFC 9457. */
export function sentenceOf(status: number, problem: unknown): string {
  const general = `The service answered ${status}.`;
  if (typeof problem !== "object" || problem === null) return general;
  const { detail, errors } = problem as { detail?: unknown; errors?: { message?: unknown }[] };
  const field = errors?.[0]?.message;
  if (typeof detail !== "string") return general;
  return typeof field === "string" ? `${detail} It ${field}.` : detail;
}
