// The form of an OpenAPI 3.1 document, after the tables of the specification: of all objects that
// the service's document has, with the fields that they may have, so that a misspelt one is found.

const text = { type: "string" };
const object = (properties: object, ...required: string[]) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const map = (values: object, names: object = {}) => ({
  type: "object",
  propertyNames: names,
  additionalProperties: values,
});

const reference = object({ $ref: { type: "string", pattern: "^#/components/" } }, "$ref");
/** Whether it is one, ajv tells when it reads it. */
const schema = { type: "object" };
const mediaTypes = map(object({ schema }, "schema"), { pattern: "^[a-z]+/[a-z0-9.+-]+$" });
const header = object({ description: text, required: { type: "boolean" }, schema }, "schema");

const parameter = {
  ...object(
    {
      name: text,
      in: { enum: ["path", "query", "header", "cookie"] },
      description: text,
      required: { type: "boolean" },
      deprecated: { type: "boolean" },
      schema,
    },
    "name",
    "in",
    "schema",
  ),
  if: { type: "object", properties: { in: { const: "path" } } },
  then: { type: "object", properties: { required: { const: true } }, required: ["required"] },
};

const response = object(
  { description: text, headers: map(header), content: mediaTypes },
  "description",
);

const operation = object(
  {
    operationId: { type: "string", pattern: "^[a-z][A-Za-z]+$" },
    summary: { type: "string", minLength: 1, maxLength: 120 },
    description: text,
    tags: { type: "array", items: text, uniqueItems: true },
    security: { type: "array", items: map({ type: "array", items: text }) },
    parameters: { type: "array", items: parameter },
    requestBody: object(
      { description: text, required: { type: "boolean" }, content: mediaTypes },
      "content",
    ),
    responses: {
      ...map({ anyOf: [response, reference] }, { pattern: "^[1-5][0-9]{2}$" }),
      minProperties: 1,
    },
    deprecated: { type: "boolean" },
  },
  "operationId",
  "summary",
  "tags",
  "responses",
);

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export const OPENAPI = object(
  {
    openapi: { const: "3.1.0" },
    info: object({ title: text, version: text, description: text }, "title", "version"),
    tags: {
      type: "array",
      items: object({ name: text, description: text }, "name"),
      uniqueItems: true,
    },
    paths: map(object(Object.fromEntries(methods.map((method) => [method, operation]))), {
      pattern: "^/",
    }),
    components: object({
      schemas: map(schema, { pattern: "^[A-Za-z0-9._-]+$" }),
      securitySchemes: map(
        object(
          {
            type: { enum: ["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"] },
            scheme: text,
            bearerFormat: text,
            description: text,
          },
          "type",
        ),
      ),
    }),
  },
  "openapi",
  "info",
  "paths",
);
