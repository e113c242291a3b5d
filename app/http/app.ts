import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import helmet from "helmet";

import type { TokenVerifier } from "../auth/verifier.ts";
import { HEALTH_PATH, STATUS_PATH } from "../contract.ts";
import type { Logger } from "../log.ts";
import type { Health } from "./health.ts";
import type { Metrics } from "./metrics.ts";
import { openApiOf } from "./openapi.ts";
import { PROBLEM_TYPE, Problem, problemOf } from "./problem.ts";
import { addressLimit, rateLimit } from "./rateLimit.ts";
import { referencePage } from "./reference.ts";
import { requestLog } from "./requestLog.ts";
import type { Door } from "./route.ts";
import { served } from "./serve.ts";
import { authenticated } from "./token.ts";
import { currentRequest } from "./context.ts";

export interface AppOptions {
  readonly doors: readonly Door[];
  readonly health: Health;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly verifier: TokenVerifier | undefined;
  /** Of the service, as the OpenAPI document tells it. */
  readonly version: string;
  /** Proxies in front, whose word on the client's address is taken. */
  readonly trustedProxies: number;
  /** Of one user, or of one address at an open door, to one process. */
  readonly requestsPerMinute: number;
  /** Longest time that an answer without a stream may take. */
  readonly answerMilliseconds: number;
  /** Serves what no door does, such as the page. @default nothing */
  readonly rest?: RequestHandler;
}

/** Assembles the service: what every answer has, then the doors, then what went wrong. */
export function createApp(options: AppOptions): Express {
  const { doors, health, log, metrics } = options;
  const app = express();
  app.disable("x-powered-by");
  // Items have tags of their own; for all else a tag would cost more than it saves.
  app.disable("etag");
  app.set("trust proxy", options.trustedProxies);
  app.use(requestLog(log, metrics));
  app.use(commonHeaders(health));
  // First, for they are asked most: what comes before a route is compared with each request.
  const ofAddress = addressLimit(options.requestsPerMinute);
  const ofUser = rateLimit(options.requestsPerMinute);
  for (const door of doors) {
    const tokens = authenticated(door, options.verifier, options.answerMilliseconds);
    const before = [ofAddress, tokens, ofUser];
    for (const [path, routes] of byPath(door)) {
      const place = app.route(expressPath(path));
      for (const one of routes) {
        place[one.method](named(path), ...before, served(one, options.answerMilliseconds));
      }
      place.all(named(path), notAllowed(routes.map(({ method }) => method)));
    }
  }
  for (const path of [HEALTH_PATH, STATUS_PATH]) app.get(path, named(path), health.balancer);
  app.get(`${HEALTH_PATH}/live`, named(`${HEALTH_PATH}/live`), health.live);
  app.get(`${HEALTH_PATH}/ready`, named(`${HEALTH_PATH}/ready`), health.ready);
  const document = openApiOf(doors, options.version);
  app.get("/openapi.json", named("/openapi.json"), (_request, response) => {
    response.json(document);
  });
  app.use("/docs", named("/docs"), referencePage());
  if (options.rest) app.use(options.rest);
  app.use(nowhere);
  app.use(failed(log));
  return app;
}

/** The reference page loads what this service serves, and nothing else. */
const HEADERS = {
  contentSecurityPolicy: {
    directives: { defaultSrc: ["'self'"], upgradeInsecureRequests: null },
  },
} as const;

/**
 * What every answer has. Helmet's headers are always the same, so it makes them once. While the
 * process drains, clients shall come back on another connection, which leads to another process.
 */
function commonHeaders(health: Health): RequestHandler {
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(HEADERS)(sample.req, sample, () => undefined);
  const headers = new Map(
    Object.entries(sample.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
  return (_request, response, next) => {
    response.setHeaders(headers);
    if (health.phase === "draining") response.setHeader("Connection", "close");
    next();
  };
}

/** Tells the log which route it was, in the form of the OpenAPI document's paths with colons. */
function named(path: string): RequestHandler {
  const pattern = expressPath(path);
  return (_request, _response, next) => {
    const request = currentRequest();
    if (request) request.route = pattern;
    next();
  };
}

/** `/items/{id}` → `/items/:id` */
function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function byPath(door: Door): Map<string, Door["routes"]> {
  return Map.groupBy(door.routes, ({ path }) => path);
}

function notAllowed(methods: readonly string[]): RequestHandler {
  const allow = methods.map((method) => method.toUpperCase()).join(", ");
  return () => {
    throw new Problem(405, `Only ${allow} can be asked of this path.`, {
      headers: { Allow: allow },
    });
  };
}

const nowhere: RequestHandler = () => {
  throw new Problem(404, "There is nothing at this path.");
};

function failed(log: Logger): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  return (error: unknown, _request, response, _next) => {
    const problem = problemOf(error);
    if (problem.status >= 500) log.error({ error: problem.cause ?? problem }, "request failed");
    if (response.headersSent) {
      // Half an answer is out: only a broken connection tells that it is not whole.
      response.destroy();
      return;
    }
    response
      .status(problem.status)
      .set(problem.headers)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(problem.body(currentRequest()?.requestId ?? "")));
  };
}
