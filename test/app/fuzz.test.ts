import assert from "node:assert/strict";

import fc from "fast-check";

import { ALL } from "../support/size.ts";
import { seedId } from "../../app/music/seed/id.ts";
import { type Call, type Calls, callsOf, type Known } from "./support/calls.ts";
import { fileForm, FORM, type ProblemBody } from "./support/documents.ts";
import type { Operation } from "./support/openapi.ts";
import { type Schemas, schemasOf } from "./support/schemas.ts";
import { type WholeService, wholeService } from "./support/whole.ts";

/** Of each kind, for each operation. */
const RUNS = ALL ? 1000 : 25;
const AT_ONCE = 4;

describe("A-COMMON: any request that the OpenAPI document allows, and any that it doesn't", function () {
  this.timeout(ALL ? 3_600_000 : 60_000);
  let service: WholeService;
  let schemas: Schemas;
  let calls: Calls;
  /** Operations that have done what they are for, and not only refused. */
  const done = new Set<string>();

  before(async () => {
    service = await wholeService();
    schemas = schemasOf(service.document);
    calls = callsOf(service.document, schemas, await known());
  });

  after(() => service.stop());

  /** Enough of everything, for some of it is deleted on the way. */
  const known = async (): Promise<Known> => {
    const send = async (method: string, path: string, body: unknown) => {
      const raw = body instanceof Uint8Array;
      const headers = raw ? FORM : { "Content-Type": "application/json" };
      const init = { method, headers, body: raw ? new Uint8Array(body) : JSON.stringify(body) };
      return ((await (await service.ask("ada", path, init)).json()) as { id: string }).id;
    };
    const many = (path: string, body: unknown) =>
      Promise.all(Array.from({ length: 3 * RUNS }, () => send("POST", path, body)));
    const songs = ["Delta", "Glass Ferry"].map((name) => seedId("song", name));
    const artists = [seedId("artist", "Velvet Harbour")];
    const playlists = await many("/api/playlists", { name: "Mine" });
    const listed = { songs: songs.map((song_id, position) => ({ song_id, position })) };
    await Promise.all(playlists.map((id) => send("PUT", `/api/playlists/${id}/songs`, listed)));
    const ids = {
      "/items": await many("/items", { name: "Lamp" }),
      "/documents": await many("/upload", fileForm("a.txt", "x")),
      "/api/playlists": [...playlists, seedId("playlist", "Rain on the window")],
      "/api/songs": songs,
      song_id: songs,
      "/api/artists": artists,
      artist_id: artists,
    };
    const cursors = ["/items", "/documents", "/api/artists"].map(async (path) => {
      const page = (await (await service.ask("ada", `${path}?limit=1`)).json()) as { next: string };
      return page.next;
    });
    const rows = await service.database.query<{ id: string }>("select id from songs");
    const fields = { song_id: rows.map(({ id }) => id) };
    const states = { "/items": '"1"', "/api/playlists": '"2"' };
    return { ids, states, fields, cursors: await Promise.all(cursors) };
  };

  /** Sends a call, and holds its answer against what the document says of it. */
  const answered = async (operation: Operation, { path, init }: Call) => {
    const response = await service.ask("ada", path, { ...init, redirect: "manual" });
    const text = await response.text();
    const { status } = response;
    const told = `${init.method} ${path} ${shown(init.body)} → ${status} ${text}`;
    assert.ok(status < 500, told);
    const declared = operation.responses[status];
    assert.ok(declared, `a status that is not declared: ${told}`);
    const type = response.headers.get("content-type")?.replace("; charset=utf-8", "");
    const [expected] = Object.keys(declared.content ?? {});
    assert.equal(type, expected, told);
    assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
    for (const name of Object.keys(declared.headers ?? {})) {
      assert.ok(response.headers.has(name), `${name} is missing: ${told}`);
    }
    if (type === undefined) {
      assert.equal(text, "", told);
      return { status, body: undefined };
    }
    assert.doesNotMatch(text, /node_modules|\.ts:|at async |select |insert |postgres/, told);
    const body = JSON.parse(text) as unknown;
    const { method } = operation;
    const place = ["paths", operation.path, method.toLowerCase(), "responses", String(status)];
    assert.equal(schemas.wrongWith([...place, "content", type, "schema"], body), undefined, told);
    return { status, body };
  };

  /** Runs a property on every operation, some at a time. */
  const everywhere = async (
    property: (operation: Operation) => fc.IAsyncProperty<[Call]> | undefined,
  ) => {
    const waiting = [...service.operations];
    const next = async (): Promise<void> => {
      const operation = waiting.shift();
      if (operation === undefined) return;
      const asked = property(operation);
      // The same in each run of the sample, so that nobody is stopped by what is not theirs; and
      // not that of another operation, which would draw the same things and find them used up.
      if (asked)
        await fc.assert(asked, { numRuns: RUNS, ...(ALL ? {} : { seed: seedOf(operation) }) });
      return next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  };

  it("is answered as declared when it is allowed", async () => {
    await everywhere((operation) =>
      fc.asyncProperty(calls.allowed(operation), async (call) => {
        const { status, body } = await answered(operation, call);
        if (status < 400) done.add(operation.operationId);
        // Only what no schema can say may still be wrong with it, and then it has a name.
        if (status === 400) assert.ok((body as ProblemBody).errors?.length, JSON.stringify(body));
      }),
    );
    const ids = service.operations.map(({ operationId }) => operationId);
    assert.deepEqual(
      ids.filter((id) => !done.has(id)),
      [],
    );
  });

  it("is refused as declared, with the place named, when it is not", async () => {
    await everywhere((operation) => {
      const refused = calls.refused(operation);
      return (
        refused &&
        fc.asyncProperty(refused, async (call) => {
          const { status, body } = await answered(operation, call);
          const told = `${call.path} ${shown(call.init.body)} ${JSON.stringify(body)}`;
          assert.equal(status, 400, told);
          const { errors = [] } = body as ProblemBody;
          const named = errors.some(
            (error) =>
              error.in === call.wrong?.in &&
              (call.wrong.field === undefined || error.field === call.wrong.field),
          );
          assert.ok(named, told);
        })
      );
    });
  });
});

function shown(body: RequestInit["body"]): string {
  return typeof body === "string" ? body : "";
}

function seedOf({ operationId }: Operation): number {
  return Buffer.from(operationId).reduce((seed, byte) => (seed * 31 + byte) | 0, 0);
}
