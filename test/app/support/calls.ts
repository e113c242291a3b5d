import fc from "fast-check";

import { END, fileForm, FORM, part } from "./documents.ts";
import { filled, type Operation, type Parameter, type Served } from "./openapi.ts";
import type { Schemas } from "./schemas.ts";
import { valuesOf, WRONG_TEXTS, WRONG_VALUES } from "./values.ts";

/** A request to an operation. */
export interface Call {
  readonly path: string;
  readonly init: { readonly method: string } & RequestInit;
  /** What the document doesn't allow in it. @default all is allowed */
  readonly wrong?: { readonly in: Parameter["in"] | "body"; readonly field?: string };
}

export interface Calls {
  readonly allowed: (operation: Operation) => fc.Arbitrary<Call>;
  /** Undefined for an operation that takes nothing. */
  readonly refused: (operation: Operation) => fc.Arbitrary<Call> | undefined;
}

/** Values by which requests find something. */
export interface Known {
  /** By the first steps of the path, or by the name of a parameter that is clear without it. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** Of most of them, by the first steps of the path. */
  readonly states: Readonly<Record<string, string>>;
  /** By the name of a body's field. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly cursors: readonly string[];
}

/** Parameters and body before they are put together. */
interface Parts {
  readonly values: Readonly<Record<string, string>>;
  readonly body: RequestInit["body"];
}

const MULTIPART = "multipart/form-data";

/** Requests to the operations of a document, made of their schemas. */
export function callsOf(document: Served, schemas: Schemas, known: Known): Calls {
  const valueOf = ({ path }: Operation, { in: place, name, schema }: Parameter) => {
    const any = valuesOf(schema, document)
      .map(String)
      .filter((text) => travels(place, text));
    const [root = ""] = path.split("/{");
    const ids = known.ids[name] ?? known.ids[root];
    // Most find something, for to find nothing is always the same.
    if (place === "path" && ids) return oftener(ids, any);
    if (name === "cursor") return oftener(known.cursors, any);
    if (name === "if-match") return oftener([known.states[root] ?? '"1"'], any);
    return any;
  };
  const bodyOf = ({ requestBody }: Operation): fc.Arbitrary<RequestInit["body"]> => {
    const content = requestBody?.content ?? {};
    if (MULTIPART in content) {
      return fc
        .tuple(fc.string({ minLength: 1, maxLength: 60 }), fc.uint8Array({ maxLength: 2000 }))
        .map(([name, bytes]) => {
          const quoted = name.replaceAll(/["\\\r\n]/g, "_");
          return new Uint8Array(fileForm(`${quoted}.txt`, Buffer.from(bytes)));
        });
    }
    const schema = content["application/json"]?.schema;
    return schema === undefined
      ? fc.constant(undefined)
      : valuesOf(schema, document, known.fields).map((value) => JSON.stringify(value));
  };
  const partsOf = (operation: Operation): fc.Arbitrary<Parts> => {
    const { parameters = [] } = operation;
    const requiredKeys = parameters.filter(({ required }) => required).map(keyOf);
    const values = fc.record(
      Object.fromEntries(
        parameters.map((parameter) => [keyOf(parameter), valueOf(operation, parameter)]),
      ),
      { requiredKeys },
    );
    return fc.record({ values, body: bodyOf(operation) });
  };

  /** A parameter with a text that its schema doesn't allow. */
  const wrongParameter = (operation: Operation, parameter: Parameter, index: number) => {
    const place = ["paths", operation.path, operation.method.toLowerCase(), "parameters"];
    const schema = [...place, String(index), "schema"];
    const bad = WRONG_TEXTS.filter(
      (text) =>
        travels(parameter.in, text) &&
        schemas.wrongWith(schema, typed(parameter, text)) !== undefined,
    );
    return fc.tuple(partsOf(operation), bad).map(([parts, text]) => ({
      ...callOf(operation, { ...parts, values: { ...parts.values, [keyOf(parameter)]: text } }),
      wrong: { in: parameter.in, field: parameter.name },
    }));
  };
  const wrongBody = (operation: Operation): fc.Arbitrary<Call>[] => {
    const { requestBody, path, method } = operation;
    if (requestBody === undefined) return [];
    const place = ["paths", path, method.toLowerCase(), "requestBody", "content"];
    const bad: fc.Arbitrary<RequestInit["body"]> =
      MULTIPART in requestBody.content
        ? BROKEN_FORMS
        : wrongValues(operation)
            .filter(
              (value) =>
                schemas.wrongWith([...place, "application/json", "schema"], value) !== undefined,
            )
            .map((value) => JSON.stringify(value));
    return [
      fc.tuple(partsOf(operation), bad).map(([parts, body]) => ({
        ...callOf(operation, { ...parts, body }),
        wrong: { in: "body" },
      })),
    ];
  };
  /** Anything, and what is allowed with one field changed, added or taken away. */
  const wrongValues = ({ requestBody }: Operation): fc.Arbitrary<unknown> => {
    const schema = requestBody?.content["application/json"]?.schema ?? {};
    const good = valuesOf(schema, document) as fc.Arbitrary<Record<string, unknown>>;
    const changed = fc
      .tuple(good, fc.nat(), WRONG_VALUES, fc.boolean())
      .map(([value, index, bad, gone]) => {
        const fields = [...Object.keys(value), "colour"];
        const field = fields[index % fields.length] ?? "";
        return { ...value, [field]: gone ? undefined : bad };
      });
    // As it travels: without the fields that are undefined.
    return fc
      .oneof(WRONG_VALUES, changed)
      .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  };

  return {
    allowed: (operation) => partsOf(operation).map((parts) => callOf(operation, parts)),
    refused(operation) {
      const { parameters = [] } = operation;
      const wrong = [
        ...parameters
          .map((parameter, index) => ({ parameter, index }))
          // Any text is one of those that you have.
          .filter(({ parameter }) => parameter.name !== "if-none-match")
          .map(({ parameter, index }) => wrongParameter(operation, parameter, index)),
        ...wrongBody(operation),
      ] as fc.Arbitrary<Call>[];
      return wrong.length === 0 ? undefined : fc.oneof(...wrong);
    },
  };
}

const BROKEN_FORMS: fc.Arbitrary<RequestInit["body"]> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.nat({ max: 100 }).map((cut) => new Uint8Array(fileForm("a.txt", "x").subarray(0, cut))),
  fc
    .string({ maxLength: 20 })
    .map((text) => text.replaceAll(/["\\\r\n]/g, "_"))
    .filter((name) => name !== "file")
    .map((name) => new Uint8Array(Buffer.concat([part(`name="${name}"; filename="a"`), END]))),
);

function oftener(some: readonly string[], any: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...some) }, any);
}

function keyOf({ in: place, name }: Parameter): string {
  return `${place} ${name}`;
}

/** A parameter's text as the service takes it. */
function typed({ schema }: Parameter, text: string): unknown {
  const isNumber = schema["type"] === "integer" || schema["type"] === "number";
  return isNumber && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** Whether it comes out as it went in: a path or a header can't carry everything. */
function travels(place: Parameter["in"], text: string): boolean {
  if (!text.isWellFormed()) return false;
  if (place === "path") return text !== "" && text !== "." && text !== "..";
  if (place === "header") return /^[!-~](?:[ -~]*[!-~])?$/.test(text);
  return true;
}

function callOf(operation: Operation, { values, body }: Parts): Call {
  const { parameters = [], path, method, requestBody } = operation;
  const of = (place: Parameter["in"]) =>
    parameters.flatMap((parameter) => {
      const value = values[keyOf(parameter)];
      return parameter.in === place && value !== undefined
        ? [[parameter.name, value] as const]
        : [];
    });
  const query = new URLSearchParams(Object.fromEntries(of("query"))).toString();
  const types = Object.keys(requestBody?.content ?? {});
  const type = types.includes(MULTIPART)
    ? FORM
    : types.length > 0
      ? { "Content-Type": "application/json" }
      : {};
  return {
    path: filled(path, Object.fromEntries(of("path"))) + (query === "" ? "" : `?${query}`),
    init: {
      method,
      headers: { ...type, ...Object.fromEntries(of("header")) },
      ...(body === undefined ? {} : { body }),
    },
  };
}
