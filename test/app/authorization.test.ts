import assert from "node:assert/strict";

import { seedId } from "../../app/music/seed/id.ts";
import { badAuthorizations } from "./support/badTokens.ts";
import { FORM, fileForm } from "./support/documents.ts";
import { testIssuer } from "./support/issuer.ts";
import { filled, type Operation } from "./support/openapi.ts";
import { type WholeService, wholeService } from "./support/whole.ts";

/** What exists before a request; all of it was made by `owner`. */
interface Things {
  readonly item: string;
  readonly document: string;
  /** Nobody else may know of it. */
  readonly hidden: string;
  readonly shown: string;
}

interface Row {
  readonly params?: (things: Things) => Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What who made the things is answered, and then anyone else. */
  readonly owner: number;
  readonly other: number;
}

const SONG = seedId("song", "Delta");
const ARTIST = seedId("artist", "Velvet Harbour");
const SECRET = "nobody else's business";
const STATE = { "If-Match": '"1"' };
const item = ({ item: id }: Things) => ({ id });
const hidden = ({ hidden: id }: Things) => ({ id });
const shown = ({ shown: id }: Things) => ({ id });
const both = { owner: 200, other: 200 };

/**
 * Every operation, by its id; those that treat one user otherwise than another have a row for each
 * way. Items and documents belong to all who are signed in.
 */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  listItems: [both],
  createItem: [{ body: { name: "Lamp" }, owner: 201, other: 201 }],
  readItem: [{ params: item, ...both }],
  replaceItem: [{ params: item, headers: STATE, body: { name: "Lantern" }, ...both }],
  deleteItem: [{ params: item, headers: STATE, owner: 204, other: 204 }],
  uploadDocument: [{ headers: FORM, body: fileForm("a.txt", "x"), owner: 201, other: 201 }],
  listDocuments: [both],
  readDocument: [{ params: ({ document: id }) => ({ id }), ...both }],
  search: [{ query: "?q=delta", ...both }],
  listTrendingSongs: [both],
  listGenres: [both],
  readSong: [{ params: () => ({ id: SONG }), ...both }],
  streamSong: [{ params: () => ({ id: SONG }), owner: 302, other: 302 }],
  countPlay: [{ params: () => ({ id: SONG }), owner: 204, other: 204 }],
  toggleLike: [{ params: () => ({ id: SONG }), ...both }],
  listLikedSongs: [both],
  listArtists: [both],
  readArtist: [{ params: () => ({ id: ARTIST }), ...both }],
  listSongsOfArtist: [{ params: () => ({ id: ARTIST }), ...both }],
  followArtist: [{ params: () => ({ artist_id: ARTIST }), ...both }],
  unfollowArtist: [{ params: () => ({ artist_id: ARTIST }), ...both }],
  listFollowedArtists: [both],
  createPlaylist: [{ body: { name: "Mine" }, owner: 201, other: 201 }],
  listMyPlaylists: [both],
  readPlaylist: [
    { params: shown, query: "?include_songs=true", ...both },
    { params: hidden, query: "?include_songs=true", owner: 200, other: 404 },
  ],
  editPlaylist: [
    { params: shown, body: { name: "Ours", is_public: true }, owner: 200, other: 403 },
    { params: hidden, body: { name: "Ours", is_public: true }, owner: 200, other: 404 },
  ],
  setPlaylistSongs: [
    { params: shown, body: { songs: [] }, owner: 200, other: 403 },
    { params: hidden, body: { songs: [] }, owner: 200, other: 404 },
  ],
  removePlaylistSong: [
    { params: (things) => ({ ...shown(things), song_id: SONG }), owner: 204, other: 403 },
    { params: (things) => ({ ...hidden(things), song_id: SONG }), owner: 204, other: 404 },
  ],
  deletePlaylist: [
    { params: shown, owner: 204, other: 403 },
    { params: hidden, owner: 204, other: 404 },
  ],
};

/** What anyone may ask for. */
const PUBLIC = ["/health", "/status", "/health/live", "/health/ready", "/openapi.json", "/docs/"];

describe("A-COMMON: who may do what, for every operation that is served", function () {
  this.timeout(60_000);
  let service: WholeService;

  before(async () => {
    service = await wholeService();
  });

  after(() => service.stop());

  const made = async (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) => {
    const response = await service.ask("owner", path, requestOf("POST", { body, headers }));
    assert.equal(response.status, 201, path);
    return ((await response.json()) as { id: string }).id;
  };
  const things = async (): Promise<Things> => {
    const playlists = [
      { name: SECRET, is_public: false },
      { name: "Everybody's", is_public: true },
    ].map(async (body) => {
      const id = await made("/api/playlists", body);
      const songs = { songs: [{ song_id: SONG, position: 0 }] };
      const put = requestOf("PUT", { body: songs, headers: JSON_TYPE });
      assert.equal((await service.ask("owner", `/api/playlists/${id}/songs`, put)).status, 200);
      return id;
    });
    const [hiddenId = "", shownId = ""] = await Promise.all(playlists);
    const document = await made("/upload", fileForm("a.txt", "x"), FORM);
    return {
      item: await made("/items", { name: "Lamp" }),
      document,
      hidden: hiddenId,
      shown: shownId,
    };
  };
  const pathOf = ({ path }: Operation, { params, query = "" }: Row, at: Things) =>
    filled(path, params?.(at) ?? {}) + query;
  const each = async (
    thingsOf: () => Promise<Things>,
    task: (operation: Operation, row: Row, at: Things) => Promise<void>,
  ) => {
    for (const operation of service.operations) {
      for (const row of ROWS[operation.operationId] ?? []) {
        await task(operation, row, await thingsOf());
      }
    }
  };
  /** All that any of the requests could change. */
  const state = async () => {
    const tables = ["items", "playlists", "playlist_songs", "user_likes", "user_follows", "users"];
    const counts = tables.map((name) =>
      service.database.query(`select count(*) from ${name}`).then((rows) => [name, rows]),
    );
    const documents = await service.ask("owner", "/documents?limit=100");
    return [await Promise.all(counts), await documents.json()];
  };

  it("knows each of them", () => {
    const ids = service.operations.map(({ operationId }) => operationId);
    assert.deepEqual(ids.sort(), Object.keys(ROWS).sort());
  });

  for (const user of ["owner", "other"] as const) {
    it(`answers ${user} as the table says, and tells no other of what is hidden`, async () => {
      await each(things, async (operation, row, at) => {
        const init = { ...requestOf(operation.method, row), redirect: "manual" as const };
        const response = await service.ask(user, pathOf(operation, row, at), init);
        const text = await response.text();
        assert.equal(response.status, row[user], `${operation.operationId} ${text}`);
        if (user === "other") assert.ok(!text.includes(SECRET), operation.operationId);
      });
    });
  }

  it("answers nobody, and whoever shows a token that doesn't hold, with 401 and no more", async () => {
    const bad: [why: string, authorization: string | undefined][] = [
      ["nobody", undefined],
      ...Object.entries(await badAuthorizations("owner")),
    ];
    const shared = await things();
    const before = await state();
    // All at once: those of an unknown key wait for each other's, longer each time.
    const answers: Promise<void>[] = [];
    await each(
      () => Promise.resolve(shared),
      (operation, row, at) => {
        const wrong = bad.map(async ([why, authorization]) => {
          const init = requestOf(operation.method, row, authorization);
          const response = await fetch(service.url + pathOf(operation, row, at), init);
          const problem = (await response.json()) as { status: number; detail: string };
          const what = `${operation.operationId}: ${why}`;
          assert.equal(response.status, 401, what);
          assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer/, what);
          assert.match(problem.detail, /^(?:The token does not hold\.|Show a token: )/, what);
        });
        answers.push(...wrong);
        return Promise.resolve();
      },
    );
    await Promise.all(answers);
    assert.deepEqual(await state(), before);
  });

  it("asks for the token before it looks at anything else", async () => {
    for (const { method, path } of service.operations) {
      const wild = path.replaceAll(/\{\w+\}/g, "x");
      const response = await fetch(`${service.url}${wild}?limit=x`, { method });
      assert.equal(response.status, 401, `${method} ${path}`);
      if (method !== "GET") continue;
      const head = await fetch(`${service.url}${wild}?limit=x`, { method: "HEAD" });
      assert.equal(head.status, 401, `HEAD ${path}`);
    }
  });

  it("lets anyone ask how it is and what it offers", async () => {
    for (const path of PUBLIC) {
      assert.equal((await fetch(service.url + path)).status, 200, path);
    }
  });

  it("takes an identity token as well, and any spelling of the scheme", async () => {
    const issuer = await testIssuer();
    const id = { token_use: "id", client_id: undefined, aud: "web", "cognito:username": "ada" };
    for (const authorization of [
      `Bearer ${await issuer.token("owner", id)}`,
      `bEARER ${await issuer.token("owner")}`,
    ]) {
      const response = await fetch(`${service.url}/items`, requestOf("GET", {}, authorization));
      assert.equal(response.status, 200);
    }
  });
});

const JSON_TYPE = { "Content-Type": "application/json" };

function requestOf(
  method: string,
  { headers = {}, body }: Pick<Row, "headers" | "body">,
  authorization?: string,
): RequestInit {
  const raw = body instanceof Uint8Array;
  return {
    method,
    redirect: "manual",
    headers: {
      ...(body === undefined || raw ? {} : JSON_TYPE),
      ...headers,
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
    ...(body === undefined ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
  };
}
