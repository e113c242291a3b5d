import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject } from "zod-openapi";

import type { AnswerSpec, Door, Route } from "./route.ts";
import { PROBLEM_TYPE } from "./problem.ts";

/** The body of every answer that tells of a problem. */
const problem = z
  .object({
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(
        z.object({
          in: z.enum(["path", "query", "header", "body"]),
          field: z.string(),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "What went wrong, as RFC 9457 has it." });

/** Problems that any operation may answer with, beside those that it declares itself. */
const COMMON: Readonly<Record<number, string>> = {
  400: "A field can't be taken; `errors` names it.",
  429: "Too many requests; `Retry-After` tells when to come back.",
  500: "A fault of the service.",
  503: "The service or what it needs is away for a moment.",
};

/** Those of a door that asks for tokens. */
const WITH_TOKEN: Readonly<Record<number, string>> = {
  401: "No token, or none that holds.",
  403: "The token's user may not do this.",
};

/** Those of an operation that reads a JSON body. */
const WITH_BODY: Readonly<Record<number, string>> = {
  408: "The body took too long to arrive.",
  413: "The body is too large.",
  415: "The body is not JSON in UTF-8.",
};

/** The OpenAPI document of the doors that a process serves, made of what checks the requests. */
export function openApiOf(doors: readonly Door[], version: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const door of doors) {
    for (const route of door.routes) {
      (paths[route.path] ??= {})[route.method] = operationOf(door, route);
    }
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Rampart", version, description: "Items, documents and music." },
    tags: doors.map(({ name, summary }) => ({ name, description: summary })),
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  });
}

function operationOf(door: Door, route: Route): ZodOpenApiOperationObject {
  const { params, query, headers, body, streams } = route;
  const needsToken = door.access === "token";
  const problems = {
    ...COMMON,
    ...(needsToken ? WITH_TOKEN : {}),
    ...(body ? WITH_BODY : {}),
  };
  const content = streams
    ? { [streams.mediaType]: { schema: streams.body } }
    : body && { "application/json": { schema: body } };
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [door.name],
    ...(needsToken ? { security: [{ token: [] }] } : {}),
    requestParams: {
      ...(params ? { path: params as z.ZodObject } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(headers ? { header: headers as z.ZodObject } : {}),
    },
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(problems).map(([status, description]) => [
          status,
          { description, content: { [PROBLEM_TYPE]: { schema: problem } } },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, answer]) => [
          status,
          responseOf(status, answer),
        ]),
      ),
    },
  };
}

function responseOf(status: string, { description, body, headers }: AnswerSpec) {
  const failed = Number(status) >= 400;
  const schema = failed ? problem : body;
  const type = failed ? PROBLEM_TYPE : "application/json";
  return {
    description,
    ...(headers
      ? {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, about]) => [
              name,
              { description: about, schema: { type: "string" as const } },
            ]),
          ),
        }
      : {}),
    ...(schema ? { content: { [type]: { schema } } } : {}),
  };
}
