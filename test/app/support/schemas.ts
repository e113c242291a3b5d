import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

import type { Served } from "./openapi.ts";

/** The schemas of the document, by which values are judged. */
export interface Schemas {
  /**
   * What is wrong with a value.
   *
   * @param place Of the schema in the document, such as `["components", "schemas", "Item"]`.
   * @returns undefined if nothing is.
   */
  readonly wrongWith: (place: readonly string[], value: unknown) => string | undefined;
}

/** Reads them strictly: a keyword that is not of JSON Schema is an error. */
export function schemasOf(document: Served): Schemas {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    // `uuid` has its pattern beside it.
    formats: {
      uuid: true,
      "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
      uri: (text: string) => URL.canParse(text),
      binary: true,
    },
  });
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    ajv.addSchema(moved(schema), name);
  }
  const known = new Map<string, ValidateFunction>();
  return {
    wrongWith(place, value) {
      const schema = moved(at(document, place));
      // Many places have the same.
      const key = JSON.stringify(schema);
      const validate = known.get(key) ?? ajv.compile(schema);
      known.set(key, validate);
      return validate(value) ? undefined : ajv.errorsText(validate.errors);
    },
  };
}

/** A schema whose references are names of schemas, not places in a document. */
function moved(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "")) as object;
}

function at(document: object, place: readonly string[]): object {
  return place.reduce<object>((value, step) => {
    const below = (value as Readonly<Record<string, unknown>>)[step];
    if (typeof below !== "object" || below === null) throw new Error(`no ${place.join(" ")}`);
    return below;
  }, document);
}
