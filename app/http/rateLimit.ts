import type { Request, RequestHandler } from "express";
import { ipKeyGenerator, type Options, rateLimit as limiter } from "express-rate-limit";

import { ANONYMOUS } from "../auth/user.ts";
import { Problem } from "./problem.ts";
import { userOf } from "./token.ts";

const MINUTE_MS = 60_000;
/** An address with this many users' requests that all show bad tokens is no office of people. */
const USERS_OF_ADDRESS = 10;

/**
 * Holds each user, or each address at an open door, to so many requests a minute. Each process
 * counts by itself: it is a fence against a client that runs wild; the firewall's is the wall.
 */
export function rateLimit(requestsPerMinute: number): RequestHandler {
  return limitedBy(requestsPerMinute, (request) => {
    const { id } = userOf(request);
    return id === ANONYMOUS.id ? addressOf(request) : `user ${id}`;
  });
}

/**
 * Holds each address to so many requests that show no token that holds, before anyone looks at the
 * next: whoever shows bad ones is no user, and each takes time to verify. Others don't count, for
 * many people may share an address; one that the client gives up before its answer does.
 */
export function addressLimit(requestsPerMinute: number): RequestHandler {
  return limitedBy(requestsPerMinute * USERS_OF_ADDRESS, addressOf, {
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
  });
}

function limitedBy(
  limit: number,
  keyGenerator: (request: Request) => string,
  counted: Partial<Options> = {},
): RequestHandler {
  return limiter({
    ...counted,
    windowMs: MINUTE_MS,
    limit,
    standardHeaders: "draft-7",
    legacyHeaders: false,
    keyGenerator,
    handler: (_request, _response, next) => {
      // `Retry-After` is already set by the limiter.
      next(new Problem(429, "Too many requests; come back when `Retry-After` says."));
    },
  });
}

/** A network of IPv6 is one client: it has more addresses than anyone could count. */
function addressOf({ ip = "" }: Request): string {
  return ipKeyGenerator(ip);
}
