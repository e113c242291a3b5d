import assert from "node:assert/strict";

import { seedId } from "../../../app/music/seed/id.ts";
import { type MusicService, musicService } from "./support/music.ts";

const SONG = seedId("song", "Delta");
const PLAYLIST = seedId("playlist", "Rain on the window");

type Row = [method: string, path: string, body: unknown, fields: readonly string[]];

const ids = ["x", "1", "%00", "' or 1=1 --", "00000000-0000-0000-0000-00000000000g", "../../etc"];

/** Each request with the fields that its answer has to name. */
const ROWS: readonly Row[] = [
  ...ids.flatMap((id): Row[] =>
    [
      `GET /api/songs/{}`,
      `GET /api/songs/{}/stream`,
      `POST /api/songs/{}/plays`,
      `POST /api/songs/{}/like`,
      `GET /api/artists/{}`,
      `GET /api/artists/{}/songs`,
      `GET /api/playlists/{}`,
      `DELETE /api/playlists/{}/songs/${SONG}`,
    ].map((request) => {
      const [method = "", path = ""] = request.split(" ");
      return [method, path.replace("{}", encodeURIComponent(id)), undefined, ["path id"]];
    }),
  ),
  ["DELETE", `/api/playlists/${PLAYLIST}/songs/x`, undefined, ["path song_id"]],
  ["POST", "/api/users/me/follow/x", undefined, ["path artist_id"]],
  ["DELETE", "/api/users/me/follow/x", undefined, ["path artist_id"]],
  ["GET", "/api/search", undefined, ["query q"]],
  ["GET", "/api/search?q=", undefined, ["query q"]],
  ["GET", "/api/search?q=%20%20", undefined, ["query q"]],
  ["GET", `/api/search?q=${"a".repeat(101)}`, undefined, ["query q"]],
  ["GET", "/api/search?q=a%00b", undefined, ["query q"]],
  ["GET", "/api/search?q=a%0ab", undefined, ["query q"]],
  ["GET", "/api/search?q=a&q=b", undefined, ["query q"]],
  ["GET", "/api/search?q=a&type=album", undefined, ["query type"]],
  ["GET", "/api/search?q=a&type=song,", undefined, ["query type"]],
  ["GET", "/api/search?q=a&type=song,artist,song", undefined, ["query type"]],
  ["GET", "/api/search?q=a&limit=0&offset=-1", undefined, ["query limit", "query offset"]],
  ["GET", "/api/search?q=a&limit=51&offset=501", undefined, ["query limit", "query offset"]],
  ["GET", "/api/search?q=a&limit=x&offset=1.5", undefined, ["query limit", "query offset"]],
  ["GET", "/api/search?q=a&limit=NaN&offset=1e400", undefined, ["query limit", "query offset"]],
  ["GET", "/api/search?q=a&sort=title", undefined, ["query sort"]],
  ["GET", "/api/songs/trending?limit=101&genre=", undefined, ["query genre", "query limit"]],
  ["GET", `/api/songs/trending?genre=${"g".repeat(51)}`, undefined, ["query genre"]],
  ["GET", "/api/songs/trending?genre=a%00", undefined, ["query genre"]],
  ["GET", `/api/songs/${SONG}?tier=96`, undefined, ["query tier"]],
  ["GET", `/api/songs/${SONG}?tier=128&tier=64`, undefined, ["query tier"]],
  ["GET", `/api/songs/${SONG}/stream?format=mp3`, undefined, ["query format"]],
  ["GET", "/api/artists?limit=0", undefined, ["query limit"]],
  ["GET", "/api/artists?cursor=", undefined, ["query cursor"]],
  ["GET", "/api/artists?cursor=bm8", undefined, ["query cursor"]],
  ["GET", `/api/artists?cursor=${"A".repeat(2000)}`, undefined, ["query cursor"]],
  [
    "GET",
    `/api/artists?cursor=${Buffer.from(JSON.stringify({ key: "a\0", id: SONG })).toString("base64url")}`,
    undefined,
    ["query cursor"],
  ],
  [
    "GET",
    "/api/users/me/liked-songs?limit=101&offset=10001",
    undefined,
    ["query limit", "query offset"],
  ],
  [
    "GET",
    "/api/users/me/playlists?limit=101&offset=10001",
    undefined,
    ["query limit", "query offset"],
  ],
  ["GET", `/api/playlists/${PLAYLIST}?include_songs=yes`, undefined, ["query include_songs"]],
  ["POST", "/api/playlists", {}, ["body name"]],
  ["POST", "/api/playlists", [], ["body "]],
  ["POST", "/api/playlists", null, ["body "]],
  ["POST", "/api/playlists", { name: "" }, ["body name"]],
  ["POST", "/api/playlists", { name: " \t" }, ["body name"]],
  ["POST", "/api/playlists", { name: "a\0b" }, ["body name"]],
  ["POST", "/api/playlists", { name: "\ud800" }, ["body name"]],
  ["POST", "/api/playlists", { name: "n".repeat(201) }, ["body name"]],
  ["POST", "/api/playlists", { name: 5, is_public: "yes" }, ["body name", "body is_public"]],
  ["POST", "/api/playlists", { name: "a", user_id: SONG }, ["body user_id"]],
  ["PUT", `/api/playlists/${PLAYLIST}/songs`, {}, ["body songs"]],
  ["PUT", `/api/playlists/${PLAYLIST}/songs`, { songs: {} }, ["body songs"]],
  ["PUT", `/api/playlists/${PLAYLIST}/songs`, { songs: [SONG] }, ["body songs[0]"]],
  [
    "PUT",
    `/api/playlists/${PLAYLIST}/songs`,
    {
      songs: [
        { song_id: "x", position: -1 },
        { song_id: SONG, position: 1.5 },
      ],
    },
    ["body songs[0].song_id", "body songs[0].position", "body songs[1].position"],
  ],
  [
    "PUT",
    `/api/playlists/${PLAYLIST}/songs`,
    {
      songs: [
        { song_id: SONG, position: 0 },
        { song_id: SONG.toUpperCase(), position: 0 },
      ],
    },
    ["body songs[1].song_id", "body songs[1].position"],
  ],
  [
    "PUT",
    `/api/playlists/${PLAYLIST}/songs`,
    { songs: Array.from({ length: 501 }, (_, position) => ({ song_id: SONG, position })) },
    ["body songs"],
  ],
];

describe("A-MUSIC: input that can't be taken", () => {
  let music: MusicService;

  before(async () => {
    music = await musicService({ seeded: true });
  });

  after(() => music.stop());

  for (const [method, path, body, fields] of ROWS) {
    const shown = `${path} ${body === undefined ? "" : JSON.stringify(body)}`.slice(0, 110);
    it(`400 that names ${fields.join(", ") || "no field"}: ${method} ${shown}`, async () => {
      const answered = await music.send("ada", method, path, body);
      const { errors = [] } = answered.body as { errors?: { in: string; field: string }[] };
      assert.equal(answered.status, 400, JSON.stringify(answered.body));
      const named = new Set(errors.map((error) => `${error.in} ${error.field}`));
      assert.deepEqual([...named].sort(), [...fields].sort());
    });
  }

  it("403 for a token whose user has an id that can't be kept, whatever its name is", async () => {
    for (const sub of ["a\0b", "é", "a b", "x".repeat(257)]) {
      assert.equal((await music.send(sub, "GET", "/api/users/me/playlists")).status, 403, sub);
    }
  });

  it("400 for a state that is none", async () => {
    for (const tag of ["3", 'W/"1"', '"0"', '"x"', '"1", 2', '*, "1"']) {
      const headers = { "If-Match": tag };
      const path = `/api/playlists/${PLAYLIST}/songs`;
      const { status, body } = await music.send("ada", "PUT", path, { songs: [] }, headers);
      assert.equal(status, 400, tag);
      const { errors } = body as { errors: { field: string }[] };
      assert.deepEqual(
        errors.map(({ field }) => field),
        ["if-match"],
      );
    }
  });

  it("takes what looks like SQL or a pattern for the text that it is", async () => {
    const names = ["'); drop table songs; --", "%", "_", "\\", '"', "$1", "🎵 <script>"];
    for (const name of names) {
      const { status, body } = await music.send("ada", "POST", "/api/playlists", { name });
      assert.deepEqual([status, (body as { name: string }).name], [201, name]);
    }
    for (const q of [
      "' or '1'='1",
      "a' | 'b",
      "a:*",
      "(((",
      "&",
      "a & !b",
      "\\'",
      "%a%",
      "a".repeat(100),
    ]) {
      const path = `/api/search?q=${encodeURIComponent(q)}`;
      assert.equal((await music.send("ada", "GET", path)).status, 200, q);
    }
  });

  it("logs no failure for any of it", () => {
    assert.deepEqual(
      music.lines().filter(({ level }) => level === "error"),
      [],
    );
  });
});
