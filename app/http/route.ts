import type { IncomingMessage } from "node:http";

import type { z } from "zod";

import type { User } from "../auth/user.ts";

export type Method = "get" | "post" | "put" | "delete";

/** What a handler may answer with one status. */
export interface AnswerSpec {
  readonly description: string;
  /** Of a JSON body. @default no body */
  readonly body?: z.ZodType;
  /** Headers beside those that every answer has, with what they are for. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type AnswerSpecs = Readonly<Record<number, AnswerSpec>>;

/** What a handler answers; the compiler holds it to what the route declares. */
export type Answer<A extends AnswerSpecs> = {
  [S in keyof A & number]: {
    readonly status: S;
    readonly headers?: Readonly<Record<string, string>>;
  } & (A[S] extends { readonly body: infer B extends z.ZodType }
    ? { readonly body: z.output<B> }
    : { readonly body?: undefined });
}[keyof A & number];

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A request as its handler gets it: checked, and typed by what was checked. */
export interface Request<P, Q, H, B> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly headers: Parsed<H>;
  readonly body: Parsed<B>;
  /** Who asks; `anonymous` at an open door. */
  readonly user: User;
  /** Aborted when the client goes away or the answer takes too long. */
  readonly signal: AbortSignal;
  /** The request itself, for a body that is streamed. */
  readonly raw: IncomingMessage;
}

type Maybe = z.ZodType | undefined;

/** One operation: what it takes, what it answers, and who does it. */
export interface RouteSpec<
  P extends Maybe,
  Q extends Maybe,
  H extends Maybe,
  B extends Maybe,
  A extends AnswerSpecs,
> {
  readonly method: Method;
  /** In the form of OpenAPI: `/items/{id}`. */
  readonly path: string;
  /** Unique; what generated clients call it. */
  readonly operationId: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  /** Keys in lower case. */
  readonly headers?: H;
  /** A JSON body. @default none is read */
  readonly body?: B;
  /** Set where the handler reads the body as a stream, with its media type. */
  readonly streams?: { readonly mediaType: string; readonly body: z.ZodType };
  readonly answers: A;
  readonly handle: (request: Request<P, Q, H, B>) => Promise<Answer<A>>;
}

/** A route whose own types are known to its handler alone. */
export interface Route extends Omit<RouteSpec<Maybe, Maybe, Maybe, Maybe, AnswerSpecs>, "handle"> {
  readonly handle: (request: AnyRequest) => Promise<AnyAnswer>;
}

export interface AnyRequest extends Omit<
  Request<undefined, undefined, undefined, undefined>,
  "params" | "query" | "headers" | "body"
> {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

export interface AnyAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Declares an operation; the compiler holds its handler to the schemas. */
export function route<
  P extends Maybe = undefined,
  Q extends Maybe = undefined,
  H extends Maybe = undefined,
  B extends Maybe = undefined,
  const A extends AnswerSpecs = AnswerSpecs,
>(spec: RouteSpec<P, Q, H, B, A>): Route {
  // Whoever calls the handler has checked the request by the same schemas.
  return spec as unknown as Route;
}

/** A part of the service that a process serves or leaves out. */
export interface Door {
  readonly name: string;
  readonly summary: string;
  /** `open`: anyone may ask; `token`: only who shows a token. */
  readonly access: "open" | "token";
  readonly routes: readonly Route[];
}

/** An answer of a handler. */
export function answer<const S extends number, B = undefined>(
  status: S,
  body?: B,
  headers: Readonly<Record<string, string>> = {},
): { readonly status: S; readonly headers: Readonly<Record<string, string>>; readonly body: B } {
  // Without a body, `B` is `undefined`.
  return { status, headers, body: body as B };
}
