import assert from "node:assert/strict";

import { seedSongs } from "../../../app/music/seed/people.ts";
import { type MusicService, musicService } from "./support/music.ts";

interface PlaylistBody {
  readonly name: string;
  readonly id: string;
  readonly song_count: number;
}

const NOBODY = "3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11";
const [A = "", B = ""] = seedSongs().map(({ id }) => id);

describe("A-MUSIC: names of playlists, and their end", () => {
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
  const put = (user: string, id: string, songs: readonly string[]) =>
    music.send(user, "PUT", `/api/playlists/${id}/songs`, {
      songs: songs.map((song_id, position) => ({ song_id, position })),
    });
  const read = async (user: string, id: string) =>
    (await music.get(user, `/api/playlists/${id}`)) as PlaylistBody;

  it("renames one and says who sees it, with both said each time", async () => {
    const id = await create("ada", false);
    const path = `/api/playlists/${id}`;
    const edit = (body: unknown, tag?: string) =>
      music.send("ada", "PUT", path, body, tag === undefined ? {} : { "If-Match": tag });
    await put("ada", id, [A]);
    const open = await edit({ name: " Night\u00a0bus ", is_public: true }, '"2"');
    assert.deepEqual([open.status, open.headers.get("etag")], [200, '"3"']);
    const seen = { ...(open.body as object), mine: false };
    assert.deepEqual(await music.get("bob", path), seen);
    const { name, is_public, song_count } = open.body as Record<string, unknown>;
    assert.deepEqual([name, is_public, song_count], ["Night\u00a0bus", true, 1]);
    assert.equal((await edit({ name: "Late", is_public: true }, '"2"')).status, 412);
    assert.equal((await edit({ name: "Mine alone", is_public: false })).status, 200);
    assert.equal((await music.send("bob", "GET", path)).status, 404);
    for (const [body, field] of [
      [{ name: "Mine" }, "is_public"],
      [{ is_public: true }, "name"],
      [{ name: " ", is_public: true }, "name"],
      [{ name: "x".repeat(201), is_public: true }, "name"],
      [{ name: "Mine", is_public: true, user_id: NOBODY }, "user_id"],
    ] as const) {
      const wrong = await edit(body);
      const [first] = (wrong.body as { errors: { field: string }[] }).errors;
      assert.deepEqual([wrong.status, first?.field], [400, field]);
    }
    assert.equal((await read("ada", id)).song_count, 1);
    const { name: last } = (await music.get("ada", path)) as { name: string };
    assert.equal(last, "Mine alone");
  });

  it("deletes one with its list, and no song", async () => {
    const id = await create("ada", true);
    const path = `/api/playlists/${id}`;
    await put("ada", id, [A, B]);
    const stale = await music.send("ada", "DELETE", path, undefined, { "If-Match": '"1"' });
    assert.equal(stale.status, 412);
    assert.equal((await read("ada", id)).song_count, 2);
    const either = { "If-Match": '"1", "2"' };
    assert.equal((await music.send("ada", "DELETE", path, undefined, either)).status, 204);
    assert.equal((await music.send("ada", "GET", path)).status, 404);
    assert.equal((await music.send("ada", "DELETE", path)).status, 404);
    assert.equal((await put("ada", id, [A])).status, 404);
    assert.equal((await music.send("ada", "GET", `/api/songs/${A}`)).status, 200);
  });
});
