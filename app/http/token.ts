import type { Request, RequestHandler } from "express";

import { ANONYMOUS, type User } from "../auth/user.ts";
import type { TokenVerifier } from "../auth/verifier.ts";
import { Problem } from "./problem.ts";
import type { Door } from "./route.ts";
import { tooLate, within } from "./within.ts";

const users = new WeakMap<Request, User>();

/** Who asks, once the door has let the request in. */
export function userOf(request: Request): User {
  return users.get(request) ?? ANONYMOUS;
}

/**
 * Lets in who shows a token that holds.
 *
 * @throws Problem 401 without saying what is wrong with a token: that would help a forger alone; 503
 *   when to find out takes too long.
 */
export function authenticated(
  door: Door,
  verifier: TokenVerifier | undefined,
  answerMilliseconds: number,
): RequestHandler {
  if (door.access === "open") {
    return (_request, _response, next) => {
      next();
    };
  }
  if (verifier === undefined)
    throw new Error(`Door ${door.name} asks for tokens that nobody checks`);
  return async (request, _response, next) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(request.header("authorization") ?? "") ?? [];
    if (token === undefined) throw unauthorized("Show a token: `Authorization: Bearer …`.", "");
    try {
      users.set(request, await within(answerMilliseconds, tooLate, () => verifier.verify(token)));
    } catch (cause) {
      if (cause instanceof Problem) throw cause;
      throw unauthorized("The token does not hold.", ' error="invalid_token"', cause);
    }
    next();
  };
}

function unauthorized(detail: string, error: string, cause?: unknown): Problem {
  return new Problem(401, detail, {
    headers: { "WWW-Authenticate": `Bearer${error}` },
    cause,
  });
}
