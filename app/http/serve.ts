import type { RequestHandler, Response } from "express";

import { checked } from "./check.ts";
import { jsonBody } from "./jsonBody.ts";
import { Leaving } from "./leaving.ts";
import { Problem } from "./problem.ts";
import type { AnyAnswer, Route } from "./route.ts";
import { userOf } from "./token.ts";
import { tooLate, within } from "./within.ts";

/** Serves an operation: reads and checks the request, lets the handler answer, and sends that. */
export function served(route: Route, answerMilliseconds: number): RequestHandler {
  return (request, response, next) => {
    const answer = async () => {
      if (route.body) {
        const read = () => jsonBody(request, response);
        request.body = await within(answerMilliseconds, tooSlow, read);
      }
      const leaving = new Leaving(response);
      const asked = {
        ...checked(route, request),
        user: userOf(request),
        raw: request,
        get signal() {
          return leaving.signal;
        },
      };
      if (route.streams) return route.handle(asked);
      const late = () => {
        const problem = tooLate();
        leaving.abort(problem);
        return problem;
      };
      return within(answerMilliseconds, late, () => route.handle(asked));
    };
    answer()
      .then((given) => {
        send(response, given);
      })
      .catch(next);
  };
}

/** A handful of fields that takes so long comes from a client that wants to hold the connection. */
function tooSlow(): Problem {
  const errors = [{ in: "body" as const, field: "", message: "stalled, or came too slowly" }];
  return new Problem(408, "The body took too long to arrive.", { errors });
}

function send(response: Response, { status, headers, body }: AnyAnswer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  if (body === undefined) {
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Content-Length", Buffer.byteLength(text));
  response.end(text);
}
