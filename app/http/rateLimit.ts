import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit as limiter } from "express-rate-limit";

import { ANONYMOUS } from "../auth/user.ts";
import { Problem } from "./problem.ts";
import { userOf } from "./token.ts";

const MINUTE_MS = 60_000;

/**
 * Holds each user, or each address at an open door, to so many requests a minute. Each process
 * counts by itself: it is a fence against a client that runs wild; the firewall's is the wall.
 */
export function rateLimit(requestsPerMinute: number): RequestHandler {
  return limiter({
    windowMs: MINUTE_MS,
    limit: requestsPerMinute,
    standardHeaders: "draft-7",
    legacyHeaders: false,
    keyGenerator: (request) => {
      const { id } = userOf(request);
      // A network of IPv6 is one client: it has more addresses than anyone could count.
      return id === ANONYMOUS.id ? ipKeyGenerator(request.ip ?? "") : `user ${id}`;
    },
    handler: (_request, _response, next) => {
      // `Retry-After` is already set by the limiter.
      next(new Problem(429, "Too many requests; come back when `Retry-After` says."));
    },
  });
}
