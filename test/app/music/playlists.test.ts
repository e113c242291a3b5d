import assert from "node:assert/strict";

import * as fc from "fast-check";

import { seedSongs } from "../../../app/music/seed/people.ts";
import { type MusicService, musicService, type Sent } from "./support/music.ts";

interface PlaylistBody {
  readonly name: string;
  readonly id: string;
  readonly song_count: number;
  readonly songs: { readonly id: string; readonly position: number }[];
}

const NOBODY = "3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11";
const SONGS = seedSongs().map(({ id }) => id);
const [A = "", B = "", C = ""] = SONGS;

describe("A-MUSIC: playlists over HTTP", () => {
  let music: MusicService;

  before(async () => {
    music = await musicService({ seeded: true });
  });

  after(() => music.stop());

  const create = async (user: string, is_public: boolean) => {
    const made = await music.send(user, "POST", "/api/playlists", { name: "Mine", is_public });
    assert.equal(made.status, 201);
    return (made.body as PlaylistBody).id;
  };
  const put = (user: string, id: string, songs: readonly string[], tag?: string): Promise<Sent> =>
    music.send(
      user,
      "PUT",
      `/api/playlists/${id}/songs`,
      { songs: songs.map((song_id, index) => ({ song_id, position: index })) },
      tag === undefined ? {} : { "If-Match": tag },
    );
  const read = async (user: string, id: string) => {
    const path = `/api/playlists/${id}?include_songs=true`;
    return (await music.get(user, path)) as PlaylistBody;
  };

  it("creates one, fills it in the order of the positions, and takes songs out", async () => {
    const made = await music.send("ada", "POST", "/api/playlists", { name: "  Rain  " });
    assert.deepEqual([made.status, made.headers.get("etag")], [201, '"1"']);
    const { id, created_at, ...rest } = made.body as Record<string, unknown>;
    const path = `/api/playlists/${String(id)}`;
    assert.equal(made.headers.get("location"), path);
    assert.ok(Math.abs(Date.parse(String(created_at)) - Date.now()) < 60_000);
    const about = { name: "Rain", is_public: false, owner_name: "ada", mine: true };
    assert.deepEqual(rest, { ...about, song_count: 0 });
    assert.deepEqual(await music.get("ada", path), made.body);

    const songs = [
      { song_id: A, position: 700 },
      { song_id: B.toUpperCase(), position: 0 },
      { song_id: C, position: 30 },
    ];
    const set = await music.send("ada", "PUT", `${path}/songs`, { songs });
    assert.deepEqual([set.status, set.headers.get("etag")], [200, '"2"']);
    assert.deepEqual(set.body, { ...(made.body as object), song_count: 3 });
    const places = ({ songs: listed }: PlaylistBody) => listed.map((one) => [one.id, one.position]);
    const first = [
      [B, 0],
      [C, 1],
      [A, 2],
    ];
    assert.deepEqual(places(await read("ada", String(id))), first);

    const gone = await music.send("ada", "DELETE", `${path}/songs/${B}`);
    assert.deepEqual([gone.status, gone.headers.get("etag")], [204, '"3"']);
    assert.deepEqual(places(await read("ada", String(id))), [
      [C, 0],
      [A, 1],
    ]);
    const again = await music.send("ada", "DELETE", `${path}/songs/${B}`);
    assert.equal(again.status, 404);
    assert.equal((await put("ada", String(id), [])).status, 200);
    assert.deepEqual((await read("ada", String(id))).songs, []);
  });

  it("changes a named state, and no other", async () => {
    const id = await create("ada", true);
    assert.equal((await put("ada", id, [A], '"1"')).headers.get("etag"), '"2"');
    const late = await put("ada", id, [B], '"1"');
    assert.deepEqual(
      [late.status, (late.body as { detail: string }).detail],
      [412, 'The playlist has changed: its state is "2" now.'],
    );
    const path = `/api/playlists/${id}/songs/${A}`;
    const stale = await music.send("ada", "DELETE", path, undefined, { "If-Match": '"1"' });
    assert.equal(stale.status, 412);
    assert.deepEqual(
      (await read("ada", id)).songs.map((song) => song.id),
      [A],
    );
  });

  it("names the songs that do not exist, and keeps the list as it was", async () => {
    const id = await create("ada", true);
    await put("ada", id, [A, B]);
    const wrong = await put("ada", id, [C, NOBODY]);
    assert.equal(wrong.status, 400);
    assert.deepEqual((wrong.body as { errors: unknown }).errors, [
      { in: "body", field: "songs[1].song_id", message: "is no song" },
    ]);
    assert.deepEqual(
      (await read("ada", id)).songs.map((song) => song.id),
      [A, B],
    );
  });

  it("a private one is not there for others; a public one is theirs to read alone", async () => {
    const requests = (id: string): [method: string, path: string, body?: unknown][] => [
      ["GET", `/api/playlists/${id}`],
      ["GET", `/api/playlists/${id}?include_songs=true`],
      ["PUT", `/api/playlists/${id}/songs`, { songs: [] }],
      ["DELETE", `/api/playlists/${id}/songs/${A}`],
      ["PUT", `/api/playlists/${id}`, { name: "Taken", is_public: true }],
      ["DELETE", `/api/playlists/${id}`],
    ];
    const answers = async (id: string) => {
      const statuses = requests(id).map(async ([method, path, body]) => {
        const { status } = await music.send("bob", method, path, body);
        return status;
      });
      return Promise.all(statuses);
    };
    const [hidden, open] = [await create("ada", false), await create("ada", true)];
    for (const id of [hidden, open]) await put("ada", id, [A]);
    assert.deepEqual(await answers(hidden), [404, 404, 404, 404, 404, 404]);
    assert.deepEqual(await answers(open), [200, 200, 403, 403, 403, 403]);
    assert.deepEqual(await answers(NOBODY), [404, 404, 404, 404, 404, 404]);
    for (const id of [hidden, open]) {
      const { name, songs } = await read("ada", id);
      assert.deepEqual([name, songs.map((song) => song.id)], ["Mine", [A]]);
    }
    const seen = (await music.get("bob", `/api/playlists/${open}`)) as Record<string, unknown>;
    assert.deepEqual([seen["mine"], seen["owner_name"]], [false, "ada"]);
  });

  it("lists one's own, the newest first", async () => {
    const made: string[] = [];
    for (let count = 0; count < 4; count++) made.unshift(await create("lea", count % 2 === 0));
    const path = "/api/users/me/playlists";
    const ids = (body: unknown) =>
      (body as { playlists: { id: string }[] }).playlists.map(({ id }) => id);
    assert.deepEqual(ids(await music.get("lea", path)), made);
    const page = (await music.get("lea", `${path}?limit=2&offset=1`)) as { total: number };
    assert.deepEqual([ids(page), page.total], [made.slice(1, 3), 4]);
    assert.deepEqual(await music.get("mia", path), { playlists: [], total: 0 });
  });

  it("behaves like a list under any changes one after the other", async () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant("put" as const), songs: fc.shuffledSubarray(SONGS) }),
      fc.record({ kind: fc.constant("remove" as const), song: fc.constantFrom(...SONGS) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
        const id = await create("ada", false);
        let model: string[] = [];
        for (const one of changes) {
          if (one.kind === "put") {
            assert.equal((await put("ada", id, one.songs)).status, 200);
            model = [...one.songs];
          } else {
            const path = `/api/playlists/${id}/songs/${one.song}`;
            const { status } = await music.send("ada", "DELETE", path);
            assert.equal(status, model.includes(one.song) ? 204 : 404);
            model = model.filter((song) => song !== one.song);
          }
        }
        const { songs, song_count } = await read("ada", id);
        const listed = model.map((song, index) => [song, index]);
        assert.deepEqual(
          songs.map((song) => [song.id, song.position]),
          listed,
        );
        assert.equal(song_count, model.length);
      }),
      { numRuns: 15 },
    );
  });

  it("stays a list without gaps under changes at the same moment, none half done", async () => {
    const lists = fc.array(fc.shuffledSubarray(SONGS, { minLength: 1 }), {
      minLength: 1,
      maxLength: 4,
    });
    const removed = fc.subarray(SONGS, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(lists, removed, async (puts, gone) => {
        const id = await create("ada", false);
        await put("ada", id, SONGS);
        const answers = await Promise.all([
          ...puts.map((songs) => put("ada", id, songs)),
          ...gone.map((song) => music.send("ada", "DELETE", `/api/playlists/${id}/songs/${song}`)),
        ]);
        assert.ok(answers.every(({ status }) => [200, 204, 404].includes(status)));
        const rows = await music.database.query<{ song_id: string; position: number }>(
          "select song_id, position from playlist_songs where playlist_id = $1 order by position",
          [id],
        );
        assert.deepEqual(
          rows.map((row) => row.position),
          [...rows.keys()],
        );
        // Whatever came last, the list is one of those that were set, less some that were taken out.
        const kept = rows.map((row) => row.song_id);
        const lost = new Set(gone);
        const fits = puts.some((songs) => {
          const left = songs.filter((song) => kept.includes(song));
          const missing = songs.filter((song) => !kept.includes(song));
          return String(left) === String(kept) && missing.every((song) => lost.has(song));
        });
        assert.ok(fits, JSON.stringify({ kept, puts, gone }));
        const done = answers.filter(({ status }) => status !== 404).length;
        const { headers } = await music.send("ada", "GET", `/api/playlists/${id}`);
        assert.equal(headers.get("etag"), `"${2 + done}"`);
      }),
      { numRuns: 15 },
    );
  });

  it("lets one of many changes of the same state through", async () => {
    const id = await create("ada", false);
    const answers = await Promise.all(
      SONGS.slice(0, 12).map((song) => put("ada", id, [song], '"1"')),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array.from({ length: 11 }, () => 412)]);
  });
});
