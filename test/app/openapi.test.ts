import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import type { Application } from "express";
import absolutePath from "swagger-ui-dist/absolute-path.js";

import { OPENAPI } from "./support/openapiForm.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { schemasOf } from "./support/schemas.ts";
import { type WholeService, wholeService } from "./support/whole.ts";

/** What is served beside the operations: it is for machines that watch, and for people who read. */
const BESIDE = [
  "GET /health",
  "GET /status",
  "GET /health/live",
  "GET /health/ready",
  "GET /openapi.json",
];

/** What is no route of its own, in its order. Whoever adds one says here that it opens no door. */
const AROUND = [
  "<anonymous>", // gives the request its id and its line in the log
  "<anonymous>", // gives its answer the headers that all have
  "<anonymous>", // names the reference page to the log …
  "router", // … which is served here
  "<anonymous>", // the test's own
  "nowhere",
  "<anonymous>", // tells what went wrong
];

interface Layer {
  readonly name: string;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

describe("A-COMMON: the OpenAPI document", () => {
  let service: WholeService;

  before(async () => {
    service = await wholeService();
  });

  after(() => service.stop());

  it("is served as JSON to anyone", async () => {
    const response = await fetch(`${service.url}/openapi.json`);
    assert.equal(response.headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(service.document.openapi, "3.1.0");
  });

  it("has the form of OpenAPI 3.1, and nothing that it doesn't know", () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false });
    const validate = ajv.compile(OPENAPI);
    validate(service.document);
    assert.deepEqual(validate.errors, null);
  });

  it("has schemas of JSON Schema 2020-12, each of which can be read, with defaults that fit", () => {
    const { wrongWith } = schemasOf(service.document);
    const visit = (value: unknown, place: readonly string[]) => {
      if (typeof value !== "object" || value === null) return;
      if (place.at(-1) === "schema" || place.at(-2) === "schemas") {
        wrongWith(place, null);
        if ("default" in value) assert.equal(wrongWith(place, value.default), undefined);
      }
      for (const [key, below] of Object.entries(value)) visit(below, [...place, key]);
    };
    visit(service.document, []);
  });

  it("holds together: ids are unique, paths have their parameters, tags and schemes are told", () => {
    const { operations, document } = service;
    const ids = operations.map(({ operationId }) => operationId);
    assert.deepEqual([...new Set(ids)], ids);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { operationId, path, parameters = [], tags: used, security } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === "path");
      assert.deepEqual(
        inPath.map(({ name, required }) => [name, required]).sort(),
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true]).sort(),
        operationId,
      );
      const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      assert.deepEqual([...new Set(names)], names, operationId);
      assert.ok(used.every((tag) => tags.has(tag)) && used.length === 1, operationId);
      assert.deepEqual(security, [{ token: [] }], operationId);
    }
  });

  it("tells of every route that is served, and of nothing else", () => {
    const told = service.operations.map(
      ({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    );
    assert.deepEqual(routesOf(service.express).sort(), [...told, ...BESIDE].sort());
  });

  it("leaves out nothing that is served without being a route", () => {
    const { stack } = service.express.router as unknown as { stack: readonly Layer[] };
    assert.deepEqual(
      stack.filter(({ route }) => !route).map(({ name }) => name),
      AROUND,
    );
  });

  it("tells of every problem in the form of RFC 9457, and which each operation may answer", () => {
    for (const { operationId, responses, requestBody } of service.operations) {
      const reads = requestBody ? ["408", "413", "415"] : [];
      for (const status of ["400", "401", "403", "429", "500", "503", ...reads]) {
        assert.ok(status in responses, `${operationId} ${status}`);
      }
      for (const [status, { content }] of Object.entries(responses)) {
        const problem = { "application/problem+json": { schema: PROBLEM } };
        if (Number(status) >= 400) assert.deepEqual(content, problem, `${operationId} ${status}`);
      }
    }
  });

  it("says whose the things of each door are, where they are nobody's", () => {
    const about = new Map(
      service.document.tags.map(({ name, description }) => [name, description]),
    );
    assert.match(
      about.get("items") ?? "",
      /They belong to nobody: whoever may ask may read, change/,
    );
    assert.match(
      about.get("documents") ?? "",
      /It belongs to nobody: whoever may ask may read all/,
    );
  });

  it("says where the last page of each list with an offset begins", () => {
    const offsets = service.operations.flatMap(({ operationId, parameters = [] }) =>
      parameters
        .filter(({ name }) => name === "offset")
        .map(({ schema, description }) => [operationId, schema["maximum"], description]),
    );
    const about = (most: number) =>
      `Entries to leave out. No page begins later than ${most}, however long the list is.`;
    assert.deepEqual(offsets, [
      ["search", 500, about(500)],
      ["listSongsOfArtist", 10_000, about(10_000)],
      ["listFollowedArtists", 10_000, about(10_000)],
      ["listMyPlaylists", 10_000, about(10_000)],
      ["listLikedSongs", 10_000, about(10_000)],
    ]);
  });

  it("is shown on a page that loads nothing from elsewhere", async () => {
    const page = await (await fetch(`${service.url}/docs/`)).text();
    assert.match(page, /swagger-ui/);
    for (const [, address = ""] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const found = await fetch(new URL(address, `${service.url}/docs/`));
      assert.equal(new URL(found.url).origin, service.url);
      assert.equal(found.status, 200, address);
    }
    const script = await (await fetch(`${service.url}/docs/swagger-initializer.js`)).text();
    assert.match(script, /"\/openapi\.json"/);
    assert.equal((await fetch(`${service.url}/docs`)).url, `${service.url}/docs/`);
  });

  it("has nothing else of the package that its page comes from", async () => {
    const needed = ["index.html", "index.css", "favicon-16x16.png", "favicon-32x32.png"].concat(
      ["initializer.js", "ui.css", "ui-bundle.js", "ui-standalone-preset.js"].map(
        (name) => `swagger-${name}`,
      ),
    );
    const all = readdirSync(absolutePath());
    const served: string[] = [];
    for (const name of all) {
      const { status } = await fetch(`${service.url}/docs/${name}`, { method: "HEAD" });
      if (status === 200) served.push(name);
      else assert.equal(status, 404, name);
    }
    assert.ok(all.length > needed.length);
    assert.deepEqual(served.sort(), needed.sort());
  });
});

const PROBLEM = { $ref: "#/components/schemas/Problem" };

/** Every route of an application, without those that answer 405. */
function routesOf(express: Application): string[] {
  const { stack } = express.router as unknown as { stack: readonly Layer[] };
  return stack.flatMap(({ route }) =>
    route === undefined
      ? []
      : Object.keys(route.methods)
          .filter((method) => method !== "_all")
          .map((method) => `${method.toUpperCase()} ${route.path}`),
  );
}
