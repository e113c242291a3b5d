import { randomUUID } from "node:crypto";

import type { RequestHandler } from "express";

import { REQUEST_MESSAGE, type RequestLine } from "../contract.ts";
import type { Logger } from "../log.ts";
import { inRequest, type RequestContext } from "./context.ts";
import type { Metrics } from "./metrics.ts";

/** What a balancer or a client calls a request, if it does so in a form that fits into a log. */
const REQUEST_ID = /^[\w-]{8,64}$/;

/** No route was found. */
const NOWHERE = "-";

/**
 * Gives each request an id, tells it in `X-Request-Id`, and writes one line when its answer is out
 * or its client gone. A server's error is logged as an error, a client's as a warning.
 */
export function requestLog(log: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const given = request.header("x-request-id");
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    const context: RequestContext = { requestId, route: NOWHERE };
    response.setHeader("X-Request-Id", requestId);
    response.once("close", () => {
      const durationMs = Math.round((performance.now() - start) * 10) / 10;
      const { method } = request;
      // 499 is what proxies call a client that left before its answer.
      const status = response.writableFinished ? response.statusCode : CLIENT_LEFT;
      const line: Omit<RequestLine, "time" | "level" | "msg"> = {
        ...context,
        method,
        status,
        durationMs,
      };
      log[levelOf(status)](line, REQUEST_MESSAGE);
      metrics.answered(context.route, method, status, durationMs);
    });
    inRequest(context, next);
  };
}

const CLIENT_LEFT = 499;

function levelOf(status: number): "info" | "warn" | "error" {
  if (status >= 500) return "error";
  return status >= 400 ? "warn" : "info";
}
